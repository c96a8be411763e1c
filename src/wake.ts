export interface PageListener {
  /** The page runs again: it may have slept, been frozen, or come from the back/forward cache. */
  wake(): void;
  /** The page is being left, perhaps for the back/forward cache, or frozen. */
  leave(): void;
  /** The page can no longer be seen: it may be frozen or killed without another word. */
  hide(): void;
  online(): void;
}

const listeners = new Set<PageListener>();
let stop: AbortController | undefined;

/** Timers share one set of listeners. `unload` and `beforeunload` would keep the page out of the back/forward cache. */
export function watchPage(listener: PageListener): () => void {
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
  const tell = (what: keyof PageListener) => {
    for (const listener of [...listeners]) listener[what]();
  };
  window.addEventListener('pageshow', () => tell('wake'), options);
  window.addEventListener('focus', (event) => event.target === window && tell('wake'), options);
  document.addEventListener('resume', () => tell('wake'), options);
  document.addEventListener(
    'visibilitychange',
    () => tell(document.visibilityState === 'visible' ? 'wake' : 'hide'),
    options,
  );
  window.addEventListener('pagehide', () => tell('leave'), options);
  // Chromium goes on delivering messages to a frozen page, but not the lock that such a message makes it ask for.
  document.addEventListener('freeze', () => tell('leave'), options);
  window.addEventListener('online', () => tell('online'), options);
}
