import { beforeEach, describe, expect, test, vi } from 'vitest';
import { decode, ENDED, encode, Progress, type SessionRecord } from '../../src/core/record.js';
import type { IdleTimerOptions } from '../../src/index.js';
import {
  HOUR,
  MINUTE,
  NOON,
  pageEvent,
  pass,
  press,
  SECOND,
  serve,
  sleep,
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
});

/** A tab that logs out at the end. */
function open(options: IdleTimerOptions = {}) {
  const fetch = serve(ok);
  return { fetch, ...watch({ ...TIMES, crossTab: true, endSession: { url: '/logout', fetch }, ...options }) };
}
const KEY = 'stillhere:2:default';
const record = () => decode(localStorage.getItem(KEY), Date.now(), 0, TIMES.timeout) as SessionRecord;
const count = (log: string[], type: string) => log.filter((other) => other === type).length;

describe('P11: the end always arrives, whatever listeners do', () => {
  test.for(['change', 'expire'] as const)('stop() in a listener of %s does not lose the logout', async (type) => {
    const { timer, fetch, log, last } = open();
    timer.addEventListener(type, () => timer.state === 'expired' && timer.stop());
    timer.start();
    await pass(HOUR);
    expect(timer.state).toBe('stopped');
    expect(last('expire')).toMatchObject({ reason: 'idle', leader: true });
    expect(count(log, 'expire')).toBe(1);
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('stop() in the same millisecond as expire()', async () => {
    const { timer, fetch, log } = open();
    timer.start();
    timer.expire();
    timer.stop();
    await pass(MINUTE);
    expect(count(log, 'expire')).toBe(1);
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('a component that unmounts, and stops its timer, when the snapshot says that it has ended', async () => {
    const { timer, fetch, log } = open();
    const unmount = timer.subscribe(({ state }) => {
      if (state !== 'expired') return;
      timer.stop();
      queueMicrotask(() => unmount());
    });
    timer.start();
    await pass(HOUR);
    expect(count(log, 'expire')).toBe(1);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test.for(['change', 'expire'] as const)(
    'start() in a listener of %s: each session ends once, with a logout of its own',
    async (type) => {
      const { timer, fetch, log, events } = open();
      let left = 2;
      timer.addEventListener(type, () => timer.state === 'expired' && left-- > 0 && timer.start());
      timer.start();
      await pass(HOUR);
      expect(timer.state).toBe('expired');
      expect(count(log, 'expire')).toBe(3);
      expect(events.flatMap((event) => ('leader' in event ? event.leader : []))).toEqual([true, true, true]);
      expect(fetch).toHaveBeenCalledTimes(3);
    },
  );

  test('start() in a listener of subscribe(): the end is told before the next session begins', async () => {
    const { timer, fetch, log } = open();
    timer.subscribe(({ state }) => state === 'expired' && timer.start());
    timer.start();
    timer.expire();
    await pass(SECOND);
    expect(log).toEqual(['change', 'change', 'expire', 'change', 'logout']);
    expect(timer.state).toBe('active');
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test('start() from outside calls the logout off: somebody has signed in; the end is still told', async () => {
    const { timer, fetch, log } = open();
    timer.start();
    timer.expire();
    timer.start();
    await pass(MINUTE);
    expect(count(log, 'expire')).toBe(1);
    expect(timer.state).toBe('active');
    expect(fetch).not.toHaveBeenCalled();
  });

  test('stop() after a start() in a listener of the end: the start is called off, the end is not', async () => {
    const { timer, fetch, log } = open();
    timer.addEventListener('change', () => {
      if (timer.state !== 'expired') return;
      timer.start();
      timer.stop();
    });
    timer.start();
    timer.expire();
    await pass(MINUTE);
    expect(timer.state).toBe('stopped');
    expect(count(log, 'expire')).toBe(1);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test('a page that is left before the claim was granted still logs out', async () => {
    const { timer, fetch, last } = open();
    timer.start();
    timer.expire();
    pageEvent('pagehide');
    await pass(0);
    expect(last('expire')).toMatchObject({ reason: 'ended', leader: true });
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test('listeners that throw hold nothing up, even if that reaches us', async () => {
    const { timer, fetch } = open();
    const dispatch = timer.dispatchEvent.bind(timer);
    vi.spyOn(timer, 'dispatchEvent').mockImplementation((event) => {
      dispatch(event);
      if (event.type === 'change') throw new Error('mine');
      return true;
    });
    expect(() => timer.start()).toThrow('mine');
    expect(() => timer.expire()).toThrow('mine');
    await pass(MINUTE);
    vi.restoreAllMocks();
    expect(timer.state).toBe('expired');
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test('a page that was signed in again elsewhere is not signed out by an old tab', async () => {
    const [old, fresh] = [open(), open()];
    old.timer.start();
    await pass(MINUTE);
    fresh.timer.start({ fresh: true });
    await pass(MINUTE);
    expect(old.last('expire')).toMatchObject({ reason: 'ended', leader: false });
    expect(old.fetch).not.toHaveBeenCalled();
  });
});

describe('P11: a logout that failed is told in every tab', () => {
  beforeEach(() => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
  });

  test('by an event and by what `finished` resolves to', async () => {
    const [a, b] = [open(), open()];
    a.fetch.mockResolvedValue(new Response(null, { status: 500 }));
    const finished = vi.fn();
    b.timer.addEventListener('expire', (event) => void event.finished.then(finished));
    a.timer.start();
    b.timer.start();
    a.timer.expire();
    await pass(5 * SECOND);
    expect(finished).toHaveBeenCalledWith({ ok: false, status: 500 });
    for (const { last, log } of [a, b]) {
      expect(last('logout')).toMatchObject({ ok: false, status: 500 });
      expect(count(log, 'logout')).toBe(1);
    }
    expect(a.fetch.mock.calls.length + b.fetch.mock.calls.length).toBe(2);
  });

  test('one refused for an old token is another tab’s to send, and then all have logged out', async () => {
    const [a, b] = [open(), open()];
    a.fetch.mockResolvedValue(new Response(null, { status: 419 }));
    a.timer.start();
    b.timer.start();
    a.timer.expire();
    await pass(5 * SECOND);
    expect(b.fetch).toHaveBeenCalledTimes(1);
    for (const { last } of [a, b]) expect(last('logout')).toMatchObject({ ok: true, status: 204 });
    expect(console.error).not.toHaveBeenCalled();
  });

  test('without endSession there is nothing to tell', async () => {
    const { timer, log, last } = watch({ ...TIMES, crossTab: true });
    timer.start();
    timer.expire();
    await pass(SECOND);
    expect(await last('expire').finished).toEqual({ ok: true, status: 0 });
    expect(log).not.toContain('logout');
  });
});

describe('a session that the server has ended is not logged out', () => {
  test("expire({ reason: 'server' })", async () => {
    const { timer, fetch, last } = open();
    timer.start();
    timer.expire({ reason: 'server' });
    await pass(MINUTE);
    expect(last('expire')).toMatchObject({ reason: 'server', leader: true });
    expect(await last('expire').finished).toEqual({ ok: true, status: 0 });
    expect(fetch).not.toHaveBeenCalled();
  });

  test('report(response): 401 ends it, and how long it lives counts as a ping', async () => {
    const ping = serve(ok);
    const { timer, fetch, last } = open({ keepAlive: { url: '/ping', interval: 2 * MINUTE, fetch: ping } });
    timer.report(new Response(null, { status: 401 }));
    timer.start();
    await pass(MINUTE);
    press();
    timer.report(new Response(null, { headers: { 'Session-Expires-In': '240' } }));
    expect(last('ping')).toMatchObject({ status: 200, expiresIn: 240 });
    expect(timer.remaining).toBe(4 * MINUTE);
    await pass(2 * MINUTE);
    expect(ping).not.toHaveBeenCalled();
    timer.report(new Response(null, { status: 500 }));
    timer.report(new Response(null, { status: 401 }));
    await pass(MINUTE);
    expect(last('expire').reason).toBe('server');
    expect(fetch).not.toHaveBeenCalled();
  });

  test('report() takes what has a status and headers, as the answers of axios, Angular and htmx', async () => {
    const { timer, last } = open();
    timer.start();
    const headers = new Map<string, unknown>([['Session-Expires-In', 240]]);
    timer.report({ status: 200, headers });
    expect(last('ping')).toMatchObject({ status: 200, expiresIn: 240 });
    timer.report({ status: 401, headers: { get: () => null } });
    await pass(MINUTE);
    expect(last('expire').reason).toBe('server');
  });

  test('a ping whose token is refused twice ends it, with a logout', async () => {
    const ping = serve(new Response(null, { status: 403 }));
    const { timer, fetch, last } = open({ keepAlive: { url: '/ping', interval: 2 * MINUTE, fetch: ping } });
    timer.start();
    await pass(2 * MINUTE);
    press();
    await pass(SECOND);
    expect(timer.state).toBe('active');
    expect(last('pingerror')).toMatchObject({ status: 403, retryIn: 10 * SECOND });
    await pass(10 * SECOND);
    expect(last('expire').reason).toBe('server');
    expect(fetch).toHaveBeenCalledTimes(1);
  });
});

describe('P6: no ping after the end', () => {
  test.for(['warn', 'tick', 'change'] as const)('expire() in a listener of %s, as a ping is due', async (type) => {
    const ping = serve(ok);
    const { timer } = open({ keepAlive: { url: '/ping', interval: 9.5 * MINUTE, fetch: ping } });
    let due = 0;
    timer.addEventListener(type, () => due && Date.now() >= due && timer.expire());
    timer.start();
    due = Date.now() + 9.5 * MINUTE;
    await pass(MINUTE);
    press();
    if (type === 'tick') await pass(8.5 * MINUTE);
    else sleep(8.5 * MINUTE);
    await pass(12 * SECOND);
    expect(timer.state).toBe('expired');
    expect(ping).not.toHaveBeenCalled();
  });
});

describe('P4: over plain http', () => {
  beforeEach(() => {
    vi.spyOn(navigator, 'locks', 'get').mockReturnValue(undefined as unknown as LockManager);
  });

  test('of five tabs one leads and logs out, unless two act in the same moment', async () => {
    const tabs = Array.from({ length: 5 }, () => open());
    for (const { timer } of tabs) timer.start();
    await pass(HOUR);
    for (const { log } of tabs) expect(count(log, 'expire')).toBe(1);
    expect(tabs.filter(({ last }) => last('expire').leader)).toHaveLength(1);
    expect(tabs.reduce((sum, { fetch }) => sum + fetch.mock.calls.length, 0)).toBe(1);
  });

  test('each session has its leader and its logout, even if the storage is cleared at sign-out', async () => {
    const { timer, fetch, events } = open();
    for (let times = 0; times < 3; times += 1) {
      timer.start({ fresh: true });
      await pass(MINUTE);
      timer.expire();
      localStorage.clear();
      await pass(20 * SECOND);
    }
    expect(events.flatMap((event) => ('leader' in event ? event.leader : []))).toEqual([true, true, true]);
    expect(fetch).toHaveBeenCalledTimes(3);
  });

  test('a leader that died before it logged out is followed by another tab', async () => {
    const { timer, fetch, last } = open();
    timer.start();
    // All that a tab that crashed has left behind.
    const { startedAt, lastActiveAt } = record();
    expect([startedAt, lastActiveAt]).toEqual([NOON, NOON]);
    localStorage.setItem(KEY, encode({ ...record(), endReason: ENDED, endProgress: Progress.LED }, 0));
    await pass(30 * SECOND);
    expect(last('expire')).toMatchObject({ reason: 'ended', leader: false });
    expect(fetch).toHaveBeenCalledTimes(1);
  });
});
