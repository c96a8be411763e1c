import { page } from './page.js';

/**
 * The longest sleep between two looks at the wall clock: a wake from sleep is noticed within 15 s, even in a hidden tab,
 * whose timers are late.
 */
const LONGEST_MS = 12_000;

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
        timer = setTimeout(callback, Math.min(Math.max(Math.ceil(delay), 0), LONGEST_MS));
      };
      if (!globalThis.document || page.visibilityState !== 'hidden') return arm();
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
