import { useEffect, useState, useSyncExternalStore } from 'react';
import { IdleTimer, type IdleTimerOptions, type Snapshot } from '../index.js';

/** What a component has of its session. */
export interface IdleTimerState extends Snapshot {
  /** For whatever else it can do. The same one as long as the component is there. */
  readonly timer: IdleTimer;
  /** Whole seconds that a warning leaves; undefined while nobody is warned. */
  readonly seconds: number | undefined;
  /** The person wants to stay. */
  readonly extend: () => boolean;
  /** The person signs out. */
  readonly end: () => void;
}

type Callbacks = Record<string, EventListener | undefined>;

const isCallback = (name: string) => /^on[A-Z]/.test(name);

/**
 * A timer that lives as long as the component: it starts when the component is there, and stops when it goes. Callbacks
 * are always those of the last render; `timeout`, `warnBefore`, `maxAge` and `extendOn` may change as well. Any other
 * option is that of the first render: where one changes, give the component another `key`.
 *
 * @example
 * ```tsx
 * const { state, seconds, extend } = useIdleTimer({ timeout: 15 * 60_000, keepAlive: '/session' })
 * ```
 */
export function useIdleTimer(options: IdleTimerOptions = {}): IdleTimerState {
  const [{ timer, extend, end, countdown, subscribe }] = useState(() => create(options));
  const { timeout, warnBefore, maxAge, extendOn } = options;

  useEffect(() => {
    const listening = new AbortController();
    for (const [name, callback] of Object.entries(options as Callbacks)) {
      if (!isCallback(name) || !callback) continue;
      timer.addEventListener(name.slice(2).toLowerCase() as 'warn', callback, { signal: listening.signal });
    }
    return () => listening.abort();
  });
  useEffect(
    () => timer.configure({ timeout, warnBefore, maxAge, extendOn }),
    [timer, timeout, warnBefore, maxAge, extendOn],
  );
  useEffect(() => {
    timer.start();
    return () => timer.stop();
  }, [timer]);

  const snapshot = useSyncExternalStore(timer.subscribe, timer.getSnapshot, timer.getServerSnapshot);
  const seconds = useSyncExternalStore(subscribe, countdown, () => undefined);
  return { ...snapshot, seconds, timer, extend, end };
}

function create(options: IdleTimerOptions) {
  const timer = new IdleTimer(Object.fromEntries(Object.entries(options).filter(([name]) => !isCallback(name))));
  return {
    timer,
    extend: () => timer.extend(),
    end: () => timer.expire(),
    countdown() {
      const { expiresAt } = timer.getSnapshot();
      return expiresAt && Math.max(0, Math.ceil((expiresAt - Date.now()) / 1_000));
    },
    subscribe(listener: () => void) {
      const listening = new AbortController();
      for (const type of ['change', 'tick'] as const) timer.addEventListener(type, listener, listening);
      return () => listening.abort();
    },
  };
}
