import type { Tab } from './types.js';

const LIMIT = 5_000;

/** Waits until the page knows that it is visible, or hidden. */
export async function becomes(tab: Pick<Tab, 'evaluate'>, state: DocumentVisibilityState): Promise<void> {
  const reached = await tab.evaluate(
    (wanted, limit) =>
      new Promise<boolean>((resolve) => {
        // What injected markup hides of the document, its prototype has.
        const page = Document.prototype;
        const settle = (reached: boolean) => {
          page.removeEventListener.call(document, 'visibilitychange', look);
          clearTimeout(timer);
          resolve(reached);
        };
        const look = () => Reflect.get(page, 'visibilityState', document) === wanted && settle(true);
        const timer = setTimeout(() => settle(false), limit);
        page.addEventListener.call(document, 'visibilitychange', look);
        look();
      }),
    state,
    LIMIT,
  );
  if (!reached) throw new Error(`the page did not become ${state} within ${LIMIT} ms`);
}
