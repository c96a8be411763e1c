import { page } from '../browser/page.js';
import { START_EVENT, timersOnPage } from '../browser/timers.js';
import { warnOnce } from '../browser/warn-once.js';
import type { IdleTimer } from '../index.js';

const COMPLAIN_MS = 3_000;

/**
 * The element's own timer; but if that does not run, and another one of its session does, that one: React, after it has
 * loaded a module anew, may give the element the new timer and start the former one. Without its own, the timer of that
 * session on this page, or without a name the only one.
 */
export function findTimer(own: IdleTimer | undefined, wanted: string | null): IdleTimer | undefined {
  const started = timersOnPage();
  if (own && started.has(own)) return own;
  const name = own?.name ?? wanted;
  const timers = [...started].filter((timer) => !name || timer.name === name);
  return (name || timers.length === 1 ? timers.at(-1) : undefined) ?? own;
}

/** Calls back whenever a timer starts; tells the developer if none is found in time. */
export function awaitTimer(look: () => void, isFound: () => boolean, signal: AbortSignal): void {
  page.addEventListener(START_EVENT, look, { signal });
  const complaint = setTimeout(() => {
    if (isFound()) return;
    warnOnce(
      '<stillhere-dialog> has no timer: set its property `timer`, or start a timer; of several its attribute `name` chooses',
    );
  }, COMPLAIN_MS);
  signal.addEventListener('abort', () => clearTimeout(complaint));
}
