/** What the page has done since it was loaded. */
export interface Counts {
  timersSet: number;
  /** Callbacks of timers, and messages of a page to itself by which it waits. */
  wakeUps: number;
  messages: number;
  storageWrites: number;
}

declare global {
  var counts: Counts;
  /** Puts the wall clock ahead, and leaves the timers alone: what a sleep looks like where they stand still in it. */
  var shiftClock: (ms: number) => void;
}

globalThis.counts = { timersSet: 0, wakeUps: 0, messages: 0, storageWrites: 0 };

for (const name of ['setTimeout', 'setInterval'] as const) {
  const original = globalThis[name] as (handler: () => void, ms?: number) => number;
  const counting = (handler: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
    counts.timersSet += 1;
    return original(() => {
      counts.wakeUps += 1;
      handler(...args);
    }, ms);
  };
  Object.assign(globalThis, { [name]: counting });
}

const { postMessage: post } = MessagePort.prototype;
MessagePort.prototype.postMessage = function (message: unknown) {
  counts.wakeUps += 1;
  post.call(this, message);
};

const { postMessage } = BroadcastChannel.prototype;
BroadcastChannel.prototype.postMessage = function (message) {
  counts.messages += 1;
  postMessage.call(this, message);
};

for (const name of ['setItem', 'removeItem'] as const) {
  const original = Storage.prototype[name] as (this: Storage, ...args: string[]) => void;
  Storage.prototype[name] = function (...args: string[]) {
    counts.storageWrites += 1;
    original.apply(this, args);
  };
}

const RealDate = Date;
globalThis.shiftClock = (ms) => {
  const now = () => RealDate.now() + ms;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args: []) => (args.length ? new target(...args) : new target(now())),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
};
