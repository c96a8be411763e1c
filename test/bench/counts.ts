import type { BenchTab } from './browser.js';
import type { Counts as Counted } from './pages/counters.js';

/** What a page did, a second, and how many seconds that took. */
export interface Counts extends Counted {
  readonly seconds: number;
}

export async function during(tab: BenchTab, act: () => Promise<unknown>): Promise<Counts> {
  const before = await tab.evaluate(() => ({ ...counts }));
  const began = performance.now();
  await act();
  const seconds = (performance.now() - began) / 1_000;
  const after = await tab.evaluate(() => counts);
  const each = (name: keyof Counted) => (after[name] - before[name]) / seconds;
  return {
    seconds,
    timersSet: each('timersSet'),
    wakeUps: each('wakeUps'),
    messages: each('messages'),
    storageWrites: each('storageWrites'),
  };
}
