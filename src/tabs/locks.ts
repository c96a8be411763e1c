/** Ends a claim. */
export type Release = () => void;

/**
 * Waits in line for a Web Lock.
 *
 * @returns what releases it; undefined if another tab has it; null if this page has no locks: they need a secure context,
 * and cookies that are not blocked (https://w3c.github.io/web-locks/#secure-context).
 */
export function lock(
  name: string,
  options: { mode?: LockMode; ifAvailable?: boolean; steal?: boolean; signal?: AbortSignal },
): Promise<Release | undefined | null> {
  return new Promise((resolve) => {
    const held = (granted: Lock | null) =>
      new Promise<void>((release) => {
        resolve(granted ? release : undefined);
        if (!granted) release();
      });
    try {
      navigator.locks.request(name, options, held).catch(() => resolve(options.signal?.aborted ? undefined : null));
    } catch {
      resolve(null);
    }
  });
}

/** After queueing, wait this long for the previous holder's last message. */
const LAST_MESSAGE_MS = 50;
/** Without locks, tabs act at different moments within this time, and so hear which of them was first. */
const SPREAD_MS = 150;
/** Without locks, a leader that has done nothing by then is gone. */
const TAKEOVER_MS = 8_000;

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const keyOf = (name: string, ...rest: (string | number)[]) => ['stillhere', name, ...rest].join(':');

/** The lock under which requests that renew the session are made, so that a logout can wait for their end. */
export const serverLock = (name: string): string => keyOf(name, 'server');

/**
 * Calls back when this tab leads the end of a session: at once in one of all tabs, and later in the next one if that is gone
 * or gives it up. Without locks it calls back in every tab, at different moments.
 *
 * @param callback - `unlocked`: another tab may lead already, as the record says.
 *
 * The claim is kept until the signal aborts, or the page goes.
 */
export async function electLeader(
  name: string,
  session: number,
  signal: AbortSignal,
  callback: (unlocked: boolean) => void,
): Promise<void> {
  const key = keyOf(name, 'expire', session);
  let release = await lock(key, { ifAvailable: true });
  if (release === undefined) {
    release = await lock(key, { signal });
    if (!release) return;
    await pause(LAST_MESSAGE_MS);
  }
  if (release === null) {
    await pause(Math.random() * SPREAD_MS);
    if (!signal.aborted) callback(true);
    await pause(TAKEOVER_MS + Math.random() * SPREAD_MS);
    if (!signal.aborted) callback(false);
    return;
  }
  if (signal.aborted) return release();
  signal.addEventListener('abort', release);
  callback(false);
}

/**
 * The turn to ask the server, which one tab has at a time. Without locks every tab gets it, after a pause of its own, in
 * which it may hear that another has asked.
 *
 * @param steal - takes it from a tab that has had it for too long, because it was frozen.
 * @returns what ends it, or undefined if another tab has it.
 */
export async function acquireServerLock(
  name: string,
  what: 'ping' | 'check',
  steal: boolean,
): Promise<Release | undefined> {
  const key = what === 'ping' ? serverLock(name) : keyOf(name, what);
  const release = await lock(key, steal ? { steal } : { ifAvailable: true });
  if (release !== null) return release;
  await pause(Math.random() * SPREAD_MS);
  return () => {};
}
