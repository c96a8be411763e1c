import { page } from './dom.js';

const EVENTS = ['warn', 'tick', 'active', 'expire', 'change', 'restart', 'ping', 'pingerror'];

/**
 * The timer of this page, made anew when its settings change.
 *
 * @param listener - is told every event of the timer: (type, event)
 */
export function createSession(listener, tabName) {
  const { IdleTimer } = globalThis.stillhere;
  let timer;
  let release;
  let wanted;
  let extendable = true;

  const headers = () => ({ 'X-CSRF-Token': page.token, 'X-Tab': tabName() });

  const options = (settings) => ({
    name: 'demo',
    timeout: settings.timeout * 1000,
    warnBefore: settings.warnBefore * 1000,
    maxAge: settings.maxAge ? settings.maxAge * 1000 : undefined,
    extendOn: settings.extendOn,
    persist: settings.persist,
    keepAlive: settings.keepAlive ? { url: '/session/ping', interval: settings.interval * 1000, headers } : undefined,
    check: settings.check ? { url: '/session/check', headers } : undefined,
    endSession: { url: '/logout', headers },
  });

  function replace(settings) {
    const next = new IdleTimer(options(settings));
    next.addEventListener('warn', (event) => {
      extendable = event.extendable;
    });
    for (const type of EVENTS) next.addEventListener(type, (event) => listener(type, event));
    letGo();
    timer?.stop();
    timer = next;
    wanted = undefined;
  }

  function letGo() {
    release?.();
    release = undefined;
  }

  return {
    /** Throws where the product refuses an option. A session that is over stays so until the next start. */
    configure(settings) {
      const running = timer?.state === 'active' || timer?.state === 'warning';
      if (timer?.state === 'expired') {
        new IdleTimer(options(settings));
        wanted = settings;
        return;
      }
      replace(settings);
      if (running) timer.start();
    },
    start(how) {
      if (wanted) replace(wanted);
      timer.start(how);
    },
    stop() {
      letGo();
      timer.stop();
    },
    extend: () => timer.extend(),
    expire: () => timer.expire(),
    toggleHold() {
      if (release) letGo();
      else release = timer.hold();
    },
    /** Whether the last warning was one that a person can end. */
    get extendable() {
      return extendable;
    },
    get held() {
      return release !== undefined;
    },
    get timer() {
      return timer;
    },
  };
}
