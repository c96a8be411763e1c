import { keepAttached } from './document-open.js';
import { page } from './page.js';

export interface PageListener {
  /** The page runs again: it may have slept, been frozen, or come from the back/forward cache. */
  wake(): void;
  /** The page is being left, perhaps for the back/forward cache. */
  leave(): void;
  /** The page stands still from here on, until it wakes. */
  freeze(): void;
  /** The page can no longer be seen: it may be frozen or killed without another word. */
  hide(): void;
  online(): void;
}

const listeners = new Set<PageListener>();
let stop: AbortController | undefined;

/** Timers share one set of listeners. `unload` and `beforeunload` would keep the page out of the back/forward cache. */
export function watchPageLifecycle(listener: PageListener): () => void {
  listeners.add(listener);
  if (!stop) {
    stop = new AbortController();
    attach(stop.signal);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size) return;
    stop?.abort();
    stop = undefined;
  };
}

function attach(signal: AbortSignal): void {
  const options = { capture: true, signal };
  const teller = (what: keyof PageListener) => () => {
    for (const listener of [...listeners]) listener[what]();
  };
  const wake = teller('wake');
  const hide = teller('hide');
  const leave = teller('leave');
  const freeze = teller('freeze');
  const online = teller('online');
  const onFocus = (event: Event) => event.target === window && wake();
  const onVisibility = () => (page.visibilityState === 'visible' ? wake() : hide());
  keepAttached(signal, () => {
    window.addEventListener('pageshow', wake, options);
    window.addEventListener('focus', onFocus, options);
    page.addEventListener('resume', wake, options);
    page.addEventListener('visibilitychange', onVisibility, options);
    window.addEventListener('pagehide', leave, options);
    // Chromium goes on delivering messages to a frozen page, but not the lock that such a message makes it ask for.
    page.addEventListener('freeze', freeze, options);
    window.addEventListener('online', online, options);
  })(document);
}

/**
 * Who had this page loaded. Pages load frames by themselves, so that is nobody's activity, and a frame that cannot be seen
 * starts no session either. What a person does in a frame counts where it is done.
 */
export type Load = 'person' | 'frame' | 'unseen frame';

export function loadedBy(): Load {
  if (window.parent === window) return 'person';
  return window.innerWidth > 1 && window.innerHeight > 1 ? 'frame' : 'unseen frame';
}

/** Calls back when a person comes to a page that was loaded before they did: the browser prerenders what they may want next. */
export function awaitsPerson(callback: () => void, signal: AbortSignal): boolean {
  const { prerendering = false } = page as { prerendering?: boolean };
  // https://wicg.github.io/nav-speculation/prerendering.html
  if (prerendering) page.addEventListener('prerenderingchange', callback, { once: true, signal });
  return prerendering;
}
