/** A difference between the two clocks that is a jump, not the slow correction that keeps a clock right. */
const JUMP = 1_000;
/**
 * The wall clock is looked at this often at least: a wake from sleep is noticed within 15 s, also in a hidden tab, whose
 * timers are late.
 */
const LOOK = 12_000;

export interface Clock {
  /** Milliseconds since the epoch; never goes back. */
  now(): number;
  /** How far `now()` is ahead of the wall clock, because that was set back. */
  skew(): number;
}

/**
 * Time that survives sleep. The wall clock can be set; the monotonic clock stops during sleep on some
 * systems (https://www.w3.org/TR/hr-time-3/#dfn-monotonic-clock leaves it open). So what has passed is the larger of
 * the two: a wall clock that jumps ahead is believed, since a sleep looks just so; one that jumps back is not.
 */
export function createClock(): Clock {
  let skew = 0;
  let latest = 0;
  let offset = Date.now() - performance.now();
  const now = () => {
    const wall = Date.now();
    const moved = wall - performance.now() - offset;
    if (Math.abs(moved) > JUMP) {
      offset += moved;
      if (moved < 0) skew -= Math.round(moved);
    }
    latest = Math.max(latest, wall + skew);
    return latest;
  };
  return { now, skew: () => skew };
}

export interface Alarm {
  /** Calls back at the instant or, where that is far off, earlier: a look at the clock is due by then. */
  set(delay: number): void;
  clear(): void;
}

/**
 * One timer. It never sleeps longer than 12 s, which also keeps every delay below the 2^31-1 ms that
 * `setTimeout` can take.
 *
 * In a hidden page a timer that was set by a timer runs once a minute
 * (https://developer.chrome.com/blog/timer-throttling-in-chrome-88): there the chain is broken by a message.
 */
export function createAlarm(callback: () => void): Alarm {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hop: MessageChannel | undefined;
  const clear = () => {
    clearTimeout(timer);
    hop?.port1.close();
    hop = undefined;
  };
  return {
    set(delay) {
      clear();
      const arm = () => {
        timer = setTimeout(callback, Math.min(Math.max(Math.ceil(delay), 0), LOOK));
      };
      if (globalThis.document?.visibilityState !== 'hidden') return arm();
      hop = new MessageChannel();
      hop.port1.onmessage = () => {
        clear();
        arm();
      };
      hop.port2.postMessage(0);
    },
    clear,
  };
}
