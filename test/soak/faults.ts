import fc from 'fast-check';
import { MODES, type Mode } from './server.js';

/** What a person, a browser, a server or a hostile script does. `tab` and `by` are numbers of tabs. */
export type Fault =
  | { readonly type: 'person'; readonly tab: number; readonly does: 'move' | 'press' | 'wheel' }
  | { readonly type: 'page'; readonly tab: number; readonly does: 'show' | 'hide' | 'freeze' | 'resume' }
  | { readonly type: 'life'; readonly tab: number; readonly does: 'reload' | 'reopen' | 'crash' | 'leave and return' }
  | { readonly type: 'call'; readonly tab: number; readonly method: 'extend' | 'expire' | 'hold' | 'stop' | 'start' }
  | { readonly type: 'script'; readonly tab: number; readonly does: keyof typeof SCRIPTS }
  | { readonly type: 'server'; readonly mode: Mode }
  | { readonly type: 'network'; readonly tab: number; readonly offline: boolean }
  | { readonly type: 'sign in'; readonly tab: number };

/** What another script of the page does to what the timer relies on. Each runs in the page. */
export const SCRIPTS = {
  'clears the storage': () => localStorage.clear(),
  'stores nonsense': () => localStorage.setItem('stillhere:soak', '[1,{}]'),
  'floods the channel': () => {
    const channel = new BroadcastChannel('stillhere:soak');
    const far = 2 ** 52;
    const forged = JSON.stringify([1, 7, far, far, far, far, far, far, 0, 0]);
    const messages = [forged, `?${forged}`, '?', '', 'x'.repeat(1_000_000), null, Number.NaN, { session: 9 }, [[]]];
    for (const message of messages) for (let times = 0; times < 10; times += 1) channel.postMessage(message);
    channel.close();
  },
  'dispatches events': () => {
    for (const type of ['mousemove', 'keydown', 'scroll', 'focus', 'visibilitychange', 'pageshow', 'online'])
      for (let times = 0; times < 100; times += 1) window.dispatchEvent(new Event(type));
  },
} as const;

/** The first tabs are never reloaded or closed: their heap is what is watched. */
export function schedule(tabs: number, veterans: number, seed: number): Generator<Fault> {
  const tab = fc.nat(tabs - 1);
  const younger = fc.integer({ min: veterans, max: tabs - 1 });
  const one = <T extends Fault['type'], R>(
    weight: number,
    type: T,
    fields: { [K in keyof R]: fc.Arbitrary<R[K]> },
  ) => ({
    weight,
    arbitrary: fc.record({ type: fc.constant(type), ...fields }) as unknown as fc.Arbitrary<Fault>,
  });
  const fault = fc.oneof(
    one(6, 'person', { tab, does: fc.constantFrom('move', 'press', 'wheel') }),
    one(20, 'page', { tab, does: fc.constantFrom('show', 'hide', 'freeze', 'resume', 'resume') }),
    one(4, 'life', { tab: younger, does: fc.constantFrom('reload', 'reopen', 'crash', 'leave and return') }),
    one(6, 'call', { tab, method: fc.constantFrom('extend', 'extend', 'expire', 'hold', 'hold', 'stop', 'start') }),
    one(10, 'script', { tab, does: fc.constantFrom(...(Object.keys(SCRIPTS) as (keyof typeof SCRIPTS)[])) }),
    one(6, 'server', { mode: fc.constantFrom(...MODES, 'well', 'well') }),
    one(4, 'network', { tab, offline: fc.boolean() }),
    one(5, 'sign in', { tab }),
  );
  return endless(fault, seed);
}

function* endless(fault: fc.Arbitrary<Fault>, seed: number): Generator<Fault> {
  for (let part = 0; ; part += 1) yield* fc.sample(fault, { seed: seed + part, numRuns: 500 });
}
