import type { IdleTimer, Snapshot } from 'stillhere';

/** What an example is seen to do with its timer. */
export interface Watched {
  subscriptions: number;
  /** Those that have ended among them. */
  subscribed: number;
  /** How often a subscriber was called back. */
  calls: number;
  /** How often the snapshot was read, as each rendering of React's does. */
  reads: number;
}

declare global {
  var watched: Watched;
  var unmount: () => void | Promise<void>;
  /** What the page threw, or logged as a warning or an error. */
  var problems: string[];
  /** The element that the server sent. */
  var sent: Element | null;
}

export function watch(timer: IdleTimer): void {
  const { subscribe, getSnapshot } = timer;
  globalThis.watched = { subscriptions: 0, subscribed: 0, calls: 0, reads: 0 };
  Object.assign(timer, {
    subscribe(listener: (snapshot: Snapshot) => void) {
      watched.subscriptions += 1;
      watched.subscribed += 1;
      const unsubscribe = subscribe((snapshot) => {
        watched.calls += 1;
        listener(snapshot);
      });
      return () => {
        watched.subscriptions -= 1;
        unsubscribe();
      };
    },
    getSnapshot() {
      watched.reads += 1;
      return getSnapshot();
    },
  });
}
