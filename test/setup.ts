import { afterEach, vi } from 'vitest';

// Lets testing-library's waitFor advance vitest's clock, as it does with Jest's.
Object.assign(globalThis, { jest: { advanceTimersByTime: (ms: number) => vi.advanceTimersByTime(ms) } });

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  // Not there in a test of what happens on a server.
  globalThis.document?.body.replaceChildren();
  globalThis.localStorage?.clear();
});
