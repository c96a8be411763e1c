import { beforeEach, describe, expect, test, vi } from 'vitest';
import { lead, lock, takeTurn } from '../../src/tabs/claim.js';
import { FakeChannel, pass, SECOND, useChannels, useClock, useLocks } from './helpers.js';

beforeEach(useClock);

const never = new AbortController().signal;

type Request = { result?: unknown; error?: unknown } & Record<'onsuccess' | 'onerror' | 'onupgradeneeded', () => void>;

/** As much of a database as claims need: keys that are added once, in order. */
function useDatabase(): Set<string> {
  const keys = new Set<string>();
  const soon = (callback: () => void) => void Promise.resolve().then(callback);
  const transaction = () => {
    const own = { oncomplete() {}, onabort() {} };
    const store = {
      transaction: own,
      add(_value: unknown, key: unknown[]) {
        const request = { onsuccess() {} };
        const text = JSON.stringify(key);
        const added = !keys.has(text);
        keys.add(text);
        soon(() => {
          if (!added) return own.onabort();
          request.onsuccess();
          own.oncomplete();
        });
        return request;
      },
      delete([lower, upper]: [unknown[], unknown[]]) {
        for (const text of keys) {
          const key = JSON.parse(text) as unknown[];
          const inside = lower.every((part, i) => part === key[i]) && (key[2] as number) < (upper[2] as number);
          if (inside) keys.delete(text);
        }
      },
    };
    return { objectStore: () => store };
  };
  const result = { transaction, createObjectStore: vi.fn(), close: vi.fn() };
  vi.stubGlobal('IDBKeyRange', { bound: (lower: unknown[], upper: unknown[]) => [lower, upper] });
  vi.stubGlobal('indexedDB', {
    open() {
      const request = { result } as unknown as Request;
      soon(() => {
        request.onupgradeneeded();
        request.onsuccess();
      });
      return request;
    },
  });
  return keys;
}

function useBrokenDatabase(event: 'onerror' | 'onblocked'): void {
  vi.stubGlobal('indexedDB', {
    open() {
      const request: Partial<Record<'onerror' | 'onblocked', () => void>> = {};
      void Promise.resolve().then(() => request[event]?.());
      return request;
    },
  });
}

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
    void lead('a', 1, first.signal, () => led.push('first'));
    void lead('a', 1, second.signal, () => led.push('second'));
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
    void lead('a', 1, first.signal, () => {});
    void lead('a', 1, second.signal, led);
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
    void lead('a', 1, never, () => {});
    void lead('a', 1, controller.signal, led);
    await pass(0);
    controller.abort();
    await pass(SECOND);
    expect(led).not.toHaveBeenCalled();
  });

  test('another expiry, or another name, is another matter', async () => {
    useLocks();
    const led: string[] = [];
    void lead('a', 1, never, () => led.push('a 1'));
    void lead('a', 2, never, () => led.push('a 2'));
    void lead('b', 1, never, () => led.push('b 1'));
    await pass(0);
    expect(led).toEqual(['a 1', 'a 2', 'b 1']);
  });

  test('without locks: the first that adds to the database', async () => {
    const keys = useDatabase();
    const led = vi.fn();
    for (let i = 0; i < 4; i++) void lead('a', 7, never, led);
    await pass(SECOND);
    expect(led).toHaveBeenCalledTimes(1);
    void lead('a', 8, never, led);
    await pass(SECOND);
    expect(led).toHaveBeenCalledTimes(2);
    // It does not grow for ever.
    expect(keys.size).toBe(1);
  });

  test.for(['onerror', 'onblocked', 'absent'] as const)(
    'without a database (%s): the lowest number of all who claim it over the channel',
    async (how) => {
      useChannels();
      if (how !== 'absent') useBrokenDatabase(how);
      const numbers = [0.5, 0.2, 0.9];
      vi.spyOn(Math, 'random').mockImplementation(() => numbers.shift() ?? 1);
      const led: number[] = [];
      for (const tab of [0, 1, 2]) void lead('a', 1, never, () => led.push(tab));
      await pass(99);
      expect(led).toEqual([]);
      await pass(1);
      expect(led).toEqual([1]);
    },
  );

  test('over the channel one that comes late is told that it is too late', async () => {
    useChannels();
    const numbers = [0.5, 0.7];
    vi.spyOn(Math, 'random').mockImplementation(() => numbers.shift() ?? 0);
    const led: string[] = [];
    const first = new AbortController();
    void lead('a', 1, first.signal, () => led.push('first'));
    await pass(SECOND);
    void lead('a', 1, never, () => led.push('late'));
    await pass(SECOND);
    expect(led).toEqual(['first']);
    first.abort();
    expect(FakeChannel.open.size).toBe(0);
  });

  test('P10: over the channel only numbers count', async () => {
    useChannels();
    const led = vi.fn();
    void lead('a', 1, never, led);
    await pass(0);
    const [{ name }] = [...FakeChannel.open] as [FakeChannel];
    for (const data of [null, '0', { own: 0 }, Number.NaN]) new FakeChannel(name).postMessage(data);
    await pass(SECOND);
    expect(led).toHaveBeenCalledTimes(1);
  });

  test('where there is nothing at all each tab is alone', async () => {
    vi.stubGlobal('BroadcastChannel', undefined);
    const led = vi.fn();
    await lead('a', 1, never, led);
    expect(led).toHaveBeenCalledTimes(1);
  });

  test('a claim given up over the channel leads nothing', async () => {
    useChannels();
    const controller = new AbortController();
    const led = vi.fn();
    void lead('a', 1, controller.signal, led);
    await pass(50);
    controller.abort();
    await pass(SECOND);
    expect(led).not.toHaveBeenCalled();
    expect(FakeChannel.open.size).toBe(0);
  });
});

describe('the turn to ask the server', () => {
  test.for(['locks', 'database', 'channel'] as const)('with %s: one tab has it at a time', async (by) => {
    useChannels();
    if (by === 'locks') useLocks();
    if (by === 'database') useDatabase();
    const numbers = [0.2, 0.5];
    vi.spyOn(Math, 'random').mockImplementation(() => numbers.shift() ?? 1);
    const both = Promise.all([takeTurn('a', 'ping', 1, never), takeTurn('a', 'ping', 1, never)]);
    await pass(SECOND);
    expect(await both).toEqual([expect.any(Function), undefined]);
  });

  test('pings and checks do not wait for each other, and a turn that is over is free', async () => {
    useLocks();
    const ping = await takeTurn('a', 'ping', 1, never);
    expect(await takeTurn('a', 'check', 1, never)).toBeTypeOf('function');
    ping?.();
    await pass(0);
    expect(await takeTurn('a', 'ping', 1, never)).toBeTypeOf('function');
  });

  test('without locks a turn is free again with the next number', async () => {
    useDatabase();
    const turn = async (number: number) => (await takeTurn('a', 'ping', number, never)) !== undefined;
    expect([await turn(1), await turn(1), await turn(2)]).toEqual([true, false, true]);
  });
});
