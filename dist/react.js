import { useState, useEffect, useSyncExternalStore } from 'react';
import { IdleTimer } from './index.js';

const isCallback = (name) => /^on[A-Z]/.test(name);
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
function useIdleTimer(options = {}) {
    const [{ timer, extend, end, countdown, subscribe }] = useState(() => create(options));
    const { timeout, warnBefore, maxAge, extendOn } = options;
    useEffect(() => {
        const listening = new AbortController();
        for (const [name, callback] of Object.entries(options)) {
            if (!isCallback(name) || !callback)
                continue;
            timer.addEventListener(name.slice(2).toLowerCase(), callback, { signal: listening.signal });
        }
        return () => listening.abort();
    });
    useEffect(() => timer.configure({ timeout, warnBefore, maxAge, extendOn }), [timer, timeout, warnBefore, maxAge, extendOn]);
    useEffect(() => {
        timer.start();
        return () => timer.stop();
    }, [timer]);
    const snapshot = useSyncExternalStore(timer.subscribe, timer.getSnapshot, timer.getServerSnapshot);
    const seconds = useSyncExternalStore(subscribe, countdown, () => undefined);
    return { ...snapshot, seconds, timer, extend, end };
}
function create(options) {
    const timer = new IdleTimer(Object.fromEntries(Object.entries(options).filter(([name]) => !isCallback(name))));
    return {
        timer,
        extend: () => timer.extend(),
        end: () => timer.expire(),
        countdown() {
            const { expiresAt } = timer.getSnapshot();
            return expiresAt && Math.max(0, Math.ceil((expiresAt - Date.now()) / 1_000));
        },
        subscribe(listener) {
            const listening = new AbortController();
            for (const type of ['change', 'tick'])
                timer.addEventListener(type, listener, listening);
            return () => listening.abort();
        },
    };
}

export { useIdleTimer };
//# sourceMappingURL=react.js.map
