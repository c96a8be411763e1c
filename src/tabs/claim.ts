/** Ends a claim. */
export type Release = () => void;

/** How long a tab listens for another that claims the same, where there are neither locks nor a database. */
const LISTEN = 100;

/**
 * Waits in line for a Web Lock.
 *
 * @returns what lets go of it; undefined where it is not to be had; null where this page has no locks (they need a
 * secure context, and cookies that are not blocked).
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

/** A tab that had to stand in line waits this long for what the tab before it may have said. */
const NEWS = 50;

const keyOf = (name: string, ...rest: (string | number)[]) => ['stillhere', name, ...rest].join(':');

/** The lock under which requests that renew the session are made, so that a logout can wait for their end. */
export const serverLock = (name: string): string => keyOf(name, 'server');

/**
 * Calls back when this tab leads the expiry of a session: at once in one of all tabs, later where that one is gone. The
 * claim is kept until the signal aborts, or the page goes.
 */
export async function lead(name: string, session: number, signal: AbortSignal, callback: () => void): Promise<void> {
  const key = keyOf(name, 'expire', session);
  let release = await lock(key, { ifAvailable: true });
  if (release === null) {
    if (await claimOnce(name, ['expire', session], signal)) callback();
    return;
  }
  if (!release) {
    release = await lock(key, { signal });
    if (!release) return;
    await new Promise((resolve) => setTimeout(resolve, NEWS));
  }
  if (signal.aborted) return release();
  signal.addEventListener('abort', release);
  callback();
}

/**
 * The turn to ask the server, which one tab has at a time.
 *
 * @param number - of the turn, where there are no locks.
 * @param steal - takes it from whoever has had it for too long: a tab that was frozen with it.
 * @returns what ends it, or undefined where another tab has it.
 */
export async function takeTurn(
  name: string,
  what: 'ping' | 'check',
  number: number,
  signal: AbortSignal,
  steal = false,
): Promise<Release | undefined> {
  const key = what === 'ping' ? serverLock(name) : keyOf(name, what);
  const release = await lock(key, steal ? { steal } : { ifAvailable: true });
  if (release !== null) return release;
  const turn = new AbortController();
  const end = () => turn.abort();
  signal.addEventListener('abort', end);
  return (await claimOnce(name, [what, number], turn.signal)) ? end : undefined;
}

/**
 * Settles without locks which tab does something for all.
 *
 * @param act - what is to be done, by its kind and a number that rises.
 * @returns whether it is this tab.
 */
async function claimOnce(name: string, act: readonly [string, number], signal: AbortSignal): Promise<boolean> {
  try {
    return await addToDatabase(name, act);
  } catch {
    return claimByChannel(keyOf(name, ...act), signal);
  }
}

function addToDatabase(name: string, [kind, number]: readonly [string, number]): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('stillhere', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('claims');
    opening.onerror = opening.onblocked = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const claims = database.transaction('claims', 'readwrite').objectStore('claims');
      const adding = claims.add(1, [name, kind, number]);
      adding.onsuccess = () => claims.delete(IDBKeyRange.bound([name, kind], [name, kind, number], false, true));
      claims.transaction.oncomplete = () => settle(true);
      claims.transaction.onabort = () => settle(false);
      const settle = (added: boolean) => {
        database.close();
        resolve(added);
      };
    };
  });
}

/** The lowest number wins; the winner goes on to answer those who ask late. */
function claimByChannel(key: string, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    let channel: BroadcastChannel;
    try {
      channel = new BroadcastChannel(key);
    } catch {
      // As far as this tab can ever know it is alone.
      return resolve(true);
    }
    const own = Math.random();
    const settle = (won: boolean) => {
      resolve(won);
      if (!won) channel.close();
    };
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (typeof data !== 'number') return;
      if (data < own) settle(false);
      else channel.postMessage(own);
    };
    channel.postMessage(own);
    setTimeout(() => settle(true), LISTEN);
    signal.addEventListener('abort', () => settle(false));
  });
}
