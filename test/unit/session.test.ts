import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { IdleTimerOptions } from '../../src/index.js';
import type { Renew } from '../../src/options.js';
import {
  HOUR,
  json,
  MINUTE,
  NOON,
  pass,
  press,
  SECOND,
  serve,
  useChannels,
  useClock,
  useLocks,
  watch,
} from './helpers.js';

const TIMES = { timeout: 10 * MINUTE, warnBefore: 2 * MINUTE };
const ok = new Response(null, { status: 204 });

beforeEach(() => {
  useClock();
  useChannels();
  useLocks();
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});

const open = (options: IdleTimerOptions = {}) => {
  const place = document.createElement('main');
  document.body.append(place);
  return { place, ...watch({ ...TIMES, crossTab: true, target: place, ...options }) };
};

describe('activity(): what the page learns by itself', () => {
  test('counts as an event does: it ends a warning, and pings no sooner than the interval', async () => {
    const fetch = serve(ok);
    const { timer, log } = open({ keepAlive: { url: '/ping', interval: 2 * MINUTE, fetch } });
    timer.activity();
    timer.start();
    for (let time = 0; time < 10 * MINUTE; time += 100) {
      timer.activity();
      await pass(100);
    }
    expect(timer.remaining).toBeGreaterThan(10 * MINUTE - 2 * SECOND);
    expect(fetch).toHaveBeenCalledTimes(5);
    await pass(8.5 * MINUTE);
    expect(timer.state).toBe('warning');
    timer.activity();
    expect(timer.state).toBe('active');
    expect(log).toContain('active');
  });

  test('is told to the other tabs once a second at most, the last time too', async () => {
    const [a, b] = [open(), open()];
    a.timer.start();
    b.timer.start();
    const heard = vi.spyOn(Storage.prototype, 'setItem');
    await pass(MINUTE);
    for (let times = 0; times < 9; times += 1) {
      a.timer.activity();
      await pass(100);
    }
    expect(heard.mock.calls.length).toBeLessThanOrEqual(2);
    await pass(SECOND);
    expect(b.timer.lastActive).toBe(NOON + MINUTE + 800);
    expect(vi.getTimerCount()).toBe(2);
  });

  test('during a warning that asks the person, and after the end, it is none', async () => {
    const { timer } = open({ extendOn: 'explicit' });
    timer.start();
    await pass(9 * MINUTE);
    timer.activity();
    expect(timer.state).toBe('warning');
    await pass(MINUTE);
    timer.activity();
    expect(timer.state).toBe('expired');
    expect(timer.extend()).toBe(false);
  });

  test('stop() calls off what was noticed and not told yet', async () => {
    const { timer } = open();
    timer.start();
    timer.activity();
    timer.stop();
    await pass(MINUTE);
    expect(timer.lastActive).toBe(NOON);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('configure()', () => {
  test('changes the running session in both tabs, and the next ones of this timer', async () => {
    const [a, b] = [open(), open()];
    a.timer.start();
    b.timer.start();
    await pass(MINUTE);
    a.timer.configure({ timeout: 20 * MINUTE, warnBefore: 5 * MINUTE });
    await pass(0);
    expect([a.timer.remaining, b.timer.remaining]).toEqual([19 * MINUTE, 19 * MINUTE]);
    await pass(14 * MINUTE);
    expect([a.timer.state, b.timer.state]).toEqual(['warning', 'warning']);
    a.timer.expire();
    await pass(SECOND);
    a.timer.start();
    expect(a.timer.remaining).toBe(20 * MINUTE);
  });

  test('what is wrong is told as the constructor tells it, and changes nothing', () => {
    const { timer } = open();
    timer.start();
    expect(() => timer.configure({ timeout: 5 })).toThrow('`timeout` is 5; allowed is');
    expect(timer.remaining).toBe(10 * MINUTE);
  });

  test('tabs with other options are told once, and the newest page has its way in all', async () => {
    const [a, b, c] = [open(), open({ timeout: 20 * MINUTE }), open({ timeout: 20 * MINUTE })];
    for (const { timer } of [a, b, c]) {
      timer.start();
      await pass(1);
    }
    expect([a, b, c].map(({ timer }) => timer.remaining)).toEqual(Array(3).fill(20 * MINUTE - 1));
    const told = vi.mocked(console.warn).mock.calls.filter(([text]) => String(text).includes('another timeout'));
    expect(told).toHaveLength(1);
  });
});

describe('functions in the place of requests', () => {
  test('keepAlive, check and endSession', async () => {
    const [renew, check, end] = [vi.fn(async () => ({ expiresIn: 3_600 })), vi.fn(), vi.fn()];
    const { timer, last } = open({
      keepAlive: { renew, interval: 2 * MINUTE },
      check,
      endSession: end,
    });
    timer.start();
    await pass(MINUTE);
    press(document.body);
    timer.activity();
    await pass(2 * MINUTE);
    expect(renew).toHaveBeenCalledTimes(1);
    expect(last('ping')).toMatchObject({ status: 0, expiresIn: 3_600 });
    await pass(HOUR);
    expect(check.mock.calls.length).toBeGreaterThanOrEqual(1);
    expect(end).toHaveBeenCalledTimes(1);
    expect(last('logout')).toMatchObject({ ok: true, status: 0 });
  });

  test.for<[string, Renew]>([
    ['false', () => false],
    ['a promise of false', () => Promise.resolve<false>(false)],
  ])('%s from keepAlive: the session is gone, and nothing is logged out', async ([, renew]) => {
    const end = vi.fn();
    const { timer, last } = open({ keepAlive: { renew, interval: MINUTE }, endSession: end });
    timer.start({ renewed: false });
    await pass(SECOND);
    expect(last('expire').reason).toBe('server');
    await pass(MINUTE);
    expect(end).not.toHaveBeenCalled();
  });

  test('one that throws is told, and tried again', async () => {
    const error = new Error('mine');
    const renew = vi.fn(() => {
      throw error;
    });
    const { timer, last } = open({ keepAlive: { renew, interval: MINUTE } });
    timer.start({ renewed: false });
    await pass(SECOND);
    expect(last('pingerror')).toMatchObject({ status: 0, error });
    await pass(2 * MINUTE);
    expect(renew.mock.calls.length).toBeGreaterThan(1);
    expect(timer.state).toBe('active');
  });

  test('the signal of one that hangs aborts at the end', async () => {
    let given: AbortSignal | undefined;
    const { timer } = open({
      keepAlive: ({ signal }) => {
        given = signal;
        return new Promise(() => {});
      },
    });
    timer.start({ renewed: false });
    await pass(SECOND);
    expect(given?.aborted).toBe(false);
    timer.expire();
    expect(given?.aborted).toBe(true);
  });
});

describe('the snapshot for frameworks', () => {
  test('has a reason only while expired, and a time only while it warns', async () => {
    const { timer } = open();
    timer.start();
    await pass(9 * MINUTE);
    expect(timer.getSnapshot()).toEqual({ state: 'warning', reason: undefined, expiresAt: NOON + 10 * MINUTE });
    timer.expire();
    expect(timer.getSnapshot()).toEqual({ state: 'expired', reason: 'ended', expiresAt: undefined });
    await pass(SECOND);
    timer.stop();
    expect(timer.getSnapshot()).toEqual({ state: 'stopped', reason: undefined, expiresAt: undefined });
  });
});

describe('P8: nothing is kept', () => {
  test('a signal that lives as long as the app does not keep a timer that has stopped', async () => {
    const { signal } = new AbortController();
    const [added, removed] = [vi.spyOn(signal, 'addEventListener'), vi.spyOn(signal, 'removeEventListener')];
    const { timer } = open({ signal });
    expect(added).not.toHaveBeenCalled();
    for (let times = 0; times < 3; times += 1) {
      timer.start();
      timer.stop();
    }
    expect(added).toHaveBeenCalledTimes(3);
    expect(removed).toHaveBeenCalledTimes(3);
  });

  test('aborted, it stops the timer', async () => {
    const controller = new AbortController();
    const { timer } = open({ signal: controller.signal });
    timer.start();
    controller.abort();
    expect(timer.state).toBe('stopped');
    timer.start();
    expect(timer.state).toBe('stopped');
  });
});

describe('P1: storage that is full when the session ends', () => {
  test('leaves nothing that the next page would join', async () => {
    const items = new Map<string, string>();
    const storage = {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: vi.fn((key: string, text: string) => void items.set(key, text)),
      removeItem: (key: string) => void items.delete(key),
    };
    vi.stubGlobal('localStorage', storage);
    const { timer } = open();
    timer.start();
    storage.setItem.mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    timer.expire();
    await pass(MINUTE);
    expect(items.size).toBe(0);
  });
});

describe('a check that knows of other devices', () => {
  test.for([
    ['one that takes two seconds still decides', 2 * SECOND, 'active'],
    ['one that takes four comes too late', 4 * SECOND, 'expired'],
  ] as const)('%s', async ([, latency, state]) => {
    const fetch = async () => {
      await new Promise((resolve) => setTimeout(resolve, latency));
      return json({ expiresIn: 20 * 60 });
    };
    const { timer } = open({ check: { url: '/check', fetch } });
    timer.start();
    await pass(10 * MINUTE + 5 * SECOND);
    expect(timer.state).toBe(state);
  });
});
