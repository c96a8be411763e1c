import type { Tab } from './types.js';

const LIMIT = 5_000;

/** Waits until the page knows that it is visible, or hidden. */
export async function becomes(tab: Pick<Tab, 'evaluate'>, state: DocumentVisibilityState): Promise<void> {
  const reached = await tab.evaluate(
    (wanted, limit) =>
      new Promise<boolean>((resolve) => {
        const settle = (reached: boolean) => {
          document.removeEventListener('visibilitychange', look);
          clearTimeout(timer);
          resolve(reached);
        };
        const look = () => document.visibilityState === wanted && settle(true);
        const timer = setTimeout(() => settle(false), limit);
        document.addEventListener('visibilitychange', look);
        look();
      }),
    state,
    LIMIT,
  );
  if (!reached) throw new Error(`the page did not become ${state} within ${LIMIT} ms`);
}
