import { beforeEach, describe, expect, test, vi } from 'vitest';
import { acquireServerLock, electLeader, lock } from '../../../src/tabs/locks.js';
import { pass, SECOND, useClock, useLocks } from '../helpers.js';

beforeEach(useClock);

const never = new AbortController().signal;

/** Plain http. */
const noLocks = () => {
  vi.spyOn(navigator, 'locks', 'get').mockReturnValue(undefined as unknown as LockManager);
};

describe('a lock', () => {
  test('one at a time; the next in line when it is let go of', async () => {
    useLocks();
    const first = await lock('a', {});
    const second = vi.fn();
    void lock('a', {}).then(second);
    await pass(SECOND);
    expect(second).not.toHaveBeenCalled();
    first?.();
    await pass(0);
    expect(second).toHaveBeenCalledWith(expect.any(Function));
  });

  test('where it is only wanted if it is free, that it is not is an answer', async () => {
    useLocks();
    await lock('a', {});
    expect(await lock('a', { ifAvailable: true })).toBeUndefined();
  });

  test('one that is no longer wanted is not waited for', async () => {
    useLocks();
    await lock('a', {});
    const controller = new AbortController();
    const waiting = lock('a', { signal: controller.signal });
    controller.abort();
    expect(await waiting).toBeUndefined();
  });

  test('a page without locks says so, whether they are absent, refused or failing', async () => {
    expect(navigator.locks ?? null).toBeNull();
    expect(await lock('a', {})).toBeNull();
    const refused = { request: () => Promise.reject(new DOMException('no cookies', 'SecurityError')) };
    vi.spyOn(navigator, 'locks', 'get').mockReturnValue(refused as unknown as LockManager);
    expect(await lock('a', {})).toBeNull();
  });
});

describe('P4: one tab leads an expiry', () => {
  test('with locks: the first; the next at once when that one is gone', async () => {
    useLocks();
    const [first, second] = [new AbortController(), new AbortController()];
    const led: string[] = [];
    void electLeader('a', 1, first.signal, () => led.push('first'));
    void electLeader('a', 1, second.signal, () => led.push('second'));
    await pass(SECOND);
    expect(led).toEqual(['first']);
    first.abort();
    // It waits for what the other may have said with its last breath.
    await pass(49);
    expect(led).toEqual(['first']);
    await pass(1);
    expect(led).toEqual(['first', 'second']);
  });

  test('a tab that has heard meanwhile that all is done leads no more, and lets the next one look', async () => {
    const locks = useLocks();
    const [first, second] = [new AbortController(), new AbortController()];
    const led = vi.fn();
    void electLeader('a', 1, first.signal, () => {});
    void electLeader('a', 1, second.signal, led);
    await pass(SECOND);
    first.abort();
    await pass(20);
    second.abort();
    await pass(SECOND);
    expect(led).not.toHaveBeenCalled();
    expect([...locks.held.values()].flat()).toEqual([]);
  });

  test('one that gave up in line never leads', async () => {
    useLocks();
    const controller = new AbortController();
    const led = vi.fn();
    void electLeader('a', 1, never, () => {});
    void electLeader('a', 1, controller.signal, led);
    await pass(0);
    controller.abort();
    await pass(SECOND);
    expect(led).not.toHaveBeenCalled();
  });

  test('another expiry, or another name, is another matter', async () => {
    useLocks();
    const led: string[] = [];
    void electLeader('a', 1, never, () => led.push('a 1'));
    void electLeader('a', 2, never, () => led.push('a 2'));
    void electLeader('b', 1, never, () => led.push('b 1'));
    await pass(0);
    expect(led).toEqual(['a 1', 'a 2', 'b 1']);
  });

  test('without locks: every tab, at different moments, and once more when the first may be gone', async () => {
    noLocks();
    const numbers = [0.2, 0.8];
    vi.spyOn(Math, 'random').mockImplementation(() => numbers.shift() ?? 0);
    const led: string[] = [];
    void electLeader('a', 1, never, () => led.push('first'));
    void electLeader('a', 1, never, () => led.push('second'));
    await pass(31);
    expect(led).toEqual(['first']);
    await pass(90);
    expect(led).toEqual(['first', 'second']);
    await pass(7_999);
    expect(led).toEqual(['first', 'second', 'first', 'second']);
    await pass(60 * SECOND);
    expect(led).toHaveLength(4);
  });

  test.for([
    ['before its moment', 0, 0],
    ['after it', SECOND, 1],
  ] as const)('without locks: one that hears %s that all is done leads no more', async ([, at, times]) => {
    noLocks();
    const controller = new AbortController();
    const led = vi.fn();
    void electLeader('a', 1, controller.signal, led);
    await pass(at);
    controller.abort();
    await pass(20 * SECOND);
    expect(led).toHaveBeenCalledTimes(times);
  });
});

describe('the turn to ask the server', () => {
  test('one tab has it at a time', async () => {
    useLocks();
    const both = await Promise.all([acquireServerLock('a', 'ping', false), acquireServerLock('a', 'ping', false)]);
    expect(both).toEqual([expect.any(Function), undefined]);
  });

  test('pings and checks do not wait for each other, and a turn that is over is free', async () => {
    useLocks();
    const ping = await acquireServerLock('a', 'ping', false);
    expect(await acquireServerLock('a', 'check', false)).toBeTypeOf('function');
    ping?.();
    await pass(0);
    expect(await acquireServerLock('a', 'ping', false)).toBeTypeOf('function');
  });

  test('without locks each has it, after a moment of its own, and nothing is left to end', async () => {
    noLocks();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const got = vi.fn();
    void acquireServerLock('a', 'ping', false).then(got);
    await pass(74);
    expect(got).not.toHaveBeenCalled();
    await pass(1);
    const [[release]] = got.mock.calls as [[() => void]];
    expect(release).not.toThrow();
    expect(vi.getTimerCount()).toBe(0);
  });
});
