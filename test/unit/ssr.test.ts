// @vitest-environment node
import { expect, test, vi } from 'vitest';

test('P9: on a server importing and constructing is safe, touches nothing and starts nothing', async () => {
  expect(typeof document).toBe('undefined');
  const before = Object.keys(globalThis).sort();
  vi.useFakeTimers();
  const listening = vi.spyOn(EventTarget.prototype, 'addEventListener');
  const { IdleTimer } = await import('../../src/index.js');
  const timer = new IdleTimer({ keepAlive: '/ping', signal: new AbortController().signal });
  timer.start();
  timer.extend();
  timer.expire();
  timer.hold()();
  const seen = vi.fn();
  timer.subscribe(seen)();
  expect(seen).toHaveBeenCalledWith({ state: 'stopped', reason: undefined, expiresAt: undefined });
  timer.stop();
  expect([timer.state, timer.remaining, timer.deadline, timer.lastActive]).toEqual(['stopped', 0, 0, 0]);
  expect(vi.getTimerCount()).toBe(0);
  expect(listening.mock.calls.map(([type]) => type).sort()).toEqual(['snapshot']);
  vi.useRealTimers();
  expect(Object.keys(globalThis).sort()).toEqual(before);
});
