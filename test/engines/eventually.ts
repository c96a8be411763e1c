import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE = 30_000;
const POLL = 50;

/** Waits until something is there. Pages may be on their way: what they throw then is forgotten, unless it is the last word. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | false | undefined> | T | false | undefined,
  patience = PATIENCE,
): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    let found: T | false | undefined;
    let reason = '';
    try {
      found = await look();
    } catch (error) {
      reason = ` (${(error as Error).message.split('\n')[0]})`;
    }
    if (found) return found;
    if (Date.now() > end) throw new Error(`${what}: not within ${patience} ms${reason}`);
    await delay(POLL);
  }
}
