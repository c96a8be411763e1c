import { Snapshot, IdleTimer, IdleTimerOptions } from './index.js';

/** What a component has of its session. */
interface IdleTimerState extends Snapshot {
    /** For whatever else it can do. The same one as long as the component is there. */
    readonly timer: IdleTimer;
    /** Whole seconds that a warning leaves; undefined while nobody is warned. */
    readonly seconds: number | undefined;
    /** The person wants to stay. */
    readonly extend: () => boolean;
    /** The person signs out. */
    readonly end: () => void;
}
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
declare function useIdleTimer(options?: IdleTimerOptions): IdleTimerState;

export { useIdleTimer };
export type { IdleTimerState };
