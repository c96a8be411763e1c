import { beforeEach, describe, expect, test, vi } from 'vitest';
import { decode, ENDED, encode, NO_SESSION, Progress, type SessionRecord } from '../../src/core/record.js';
import type { IdleTimerOptions } from '../../src/index.js';
import {
  DAY,
  FakeChannel,
  HOUR,
  json,
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

/*
 * Several timers of one name on one page stand for several tabs: they share storage, channel and locks, and nothing
 * else. Each has its own place for input.
 */

const KEY = 'stillhere:2:default';
const TIMES = { timeout: 10 * MINUTE, warnBefore: 2 * MINUTE };

function open(options: IdleTimerOptions = {}) {
  const place = document.createElement('main');
  document.body.append(place);
  return { place, ...watch({ ...TIMES, crossTab: true, target: place, ...options }) };
}

/** Blocked cookies: to ask for the storage at all throws. */
const deny = () => {
  vi.spyOn(globalThis, 'localStorage', 'get').mockImplementation(() => {
    throw new DOMException('denied', 'SecurityError');
  });
};
const fill = () => {
  vi.stubGlobal('localStorage', {
    getItem: () => null,
    setItem() {
      throw new DOMException('full', 'QuotaExceededError');
    },
    removeItem() {},
  });
};

/** A session that a page load began at noon. */
const SESSION: SessionRecord = {
  ...NO_SESSION,
  ...TIMES,
  session: 1,
  startedAt: NOON,
  lastActiveAt: NOON,
  configuredAt: NOON,
};

const stored = () => decode(localStorage.getItem(KEY), Date.now(), 0, TIMES.timeout);

beforeEach(() => {
  useClock();
  useChannels();
  useLocks();
});

describe('P3: all tabs agree', () => {
  test('activity in one is activity in all', async () => {
    const [a, b] = [open(), open()];
    a.timer.start();
    b.timer.start();
    await pass(9 * MINUTE);
    expect([a.timer.state, b.timer.state]).toEqual(['warning', 'warning']);
    press(a.place);
    await pass(0);
    expect([a.timer.state, b.timer.state]).toEqual(['active', 'active']);
    expect(b.timer.lastActive).toBe(NOON + 9 * MINUTE);
    expect(b.log.slice(-2)).toEqual(['change', 'active']);
  });

  test('"stay signed in" in one ends the warning in all', async () => {
    const [a, b] = [open({ extendOn: 'explicit' }), open({ extendOn: 'explicit' })];
    a.timer.start();
    b.timer.start();
    await pass(9 * MINUTE);
    press(b.place);
    await pass(0);
    expect(b.timer.state).toBe('warning');
    b.timer.extend();
    await pass(0);
    expect([a.timer.state, b.timer.state]).toEqual(['active', 'active']);
  });

  test('a sign-out in one ends it in all, with its reason', async () => {
    const [a, b] = [open(), open()];
    a.timer.start();
    b.timer.start();
    await pass(MINUTE);
    a.timer.expire();
    await pass(100);
    expect(b.last('expire')).toMatchObject({ reason: 'ended', leader: false });
    expect(a.last('expire')).toMatchObject({ reason: 'ended', leader: true });
  });

  test('a tab that opens late joins the session that runs', async () => {
    const [a, b] = [open({ maxAge: 12 * MINUTE }), open({ maxAge: 12 * MINUTE })];
    a.timer.start();
    await pass(5 * MINUTE);
    b.timer.start();
    expect(b.timer.remaining).toBe(7 * MINUTE);
    // Its page load was activity.
    await pass(0);
    expect(a.timer.lastActive).toBe(NOON + 5 * MINUTE);
  });

  test('timers of another name, or alone, are none of it', async () => {
    const [a, b, c] = [open(), open({ name: 'admin' }), open({ crossTab: false })];
    for (const { timer } of [a, b, c]) timer.start();
    await pass(MINUTE);
    a.timer.expire();
    await pass(SECOND);
    expect([a.timer.state, b.timer.state, c.timer.state]).toEqual(['expired', 'active', 'active']);
    expect(b.timer.name).toBe('admin');
  });

  test('stop() in one leaves the others alone', async () => {
    const [a, b] = [open(), open()];
    a.timer.start();
    b.timer.start();
    a.timer.stop();
    await pass(9 * MINUTE);
    expect(a.timer.state).toBe('stopped');
    expect(b.timer.state).toBe('warning');
  });

  test('after a sign-in in one tab the expired others are told, and stay until their own start()', async () => {
    const [a, b] = [open(), open()];
    a.timer.start();
    b.timer.start();
    a.timer.expire();
    await pass(2 * SECOND);
    a.timer.start({ fresh: true });
    await pass(0);
    expect(b.log.at(-1)).toBe('restart');
    expect(b.timer.state).toBe('expired');
    b.timer.start();
    expect(b.timer.state).toBe('active');
    await pass(MINUTE);
    expect(a.timer.state).toBe('active');
  });

  test('start({ fresh: true }) ends the old session in the other tabs', async () => {
    const [a, b] = [open(), open()];
    a.timer.start();
    await pass(MINUTE);
    b.timer.start({ fresh: true });
    await pass(0);
    expect(a.last('expire')).toMatchObject({ reason: 'ended', leader: false });
    expect(b.timer.state).toBe('active');
  });

  test('tabs that were opened before and after a clock was set back understand each other', async () => {
    const [a, b] = [open(), open()];
    a.timer.start();
    await pass(MINUTE);
    sleep(-DAY);
    press(a.place);
    b.timer.start();
    await pass(5 * MINUTE);
    press(b.place);
    await pass(0);
    expect(a.timer.remaining).toBe(10 * MINUTE);
    await pass(2 * MINUTE);
    press(a.place);
    await pass(0);
    expect(b.timer.remaining).toBe(10 * MINUTE);
  });

  test('persist: a reload goes on, and comes too late where the time ran out', async () => {
    const before = open({ persist: true });
    before.timer.start();
    before.timer.stop();
    await pass(6 * MINUTE);
    const reloaded = open({ persist: true });
    reloaded.timer.start();
    expect(reloaded.timer.remaining).toBe(4 * MINUTE);
    reloaded.timer.stop();
    await pass(HOUR);
    const late = open({ persist: true });
    late.timer.start();
    await pass(0);
    expect(late.last('expire')).toMatchObject({ reason: 'idle', leader: true });
  });

  test.for<[string, IdleTimerOptions, boolean, string]>([
    ['the server has heard of the end', { endSession: { url: '/logout', fetch: serve() } }, true, 'active'],
    ['no server has rendered the page', { endSession: { url: '/logout', fetch: serve() } }, false, 'expired'],
    ['no server hears of it', {}, true, 'expired'],
  ])('P11: with persist a sign-in goes on after an end, %s', async ([, options, renewed, state]) => {
    const before = open({ persist: true, ...options });
    before.timer.start();
    await pass(HOUR);
    expect(before.timer.state).toBe('expired');
    before.timer.stop();
    const after = open({ persist: true, ...options });
    after.timer.start({ renewed });
    await pass(0);
    expect(after.timer.state).toBe(state);
  });

  test('a server that says it never ends a session leaves the tabs able to read each other', async () => {
    for (const expiresIn of [1e15, Number.MAX_SAFE_INTEGER, 1e300]) {
      const { timer } = open({ keepAlive: { url: '/', interval: MINUTE, fetch: async () => json({ expiresIn }) } });
      timer.start({ fresh: true });
      await pass(MINUTE);
      timer.extend();
      await pass(SECOND);
      expect(stored(), `${expiresIn} s`).toMatchObject({ lastPingAt: timer.lastActive });
      timer.stop();
    }
  });

  test.for([{ timeout: 1_000.4, warnBefore: 1_000.3 }, { maxAge: 1_000.5 }, { maxAge: 2 ** 40 }])(
    'options that no record can hold as they are leave them able to: %o',
    (options) => {
      const { timer } = open({ warnBefore: 0, ...options });
      timer.start();
      expect(stored()).toMatchObject({ session: 1 });
    },
  );

  test('a timeout that is no whole number leaves them able to, also where the server has the last word', async () => {
    const timeout = 4.3 * MINUTE + 0.5;
    expect(Number.isInteger(timeout)).toBe(false);
    const { timer } = open({ timeout, check: { url: '/', fetch: async () => json({ expiresIn: 240 }) } });
    timer.start();
    await pass(2 * MINUTE);
    document.dispatchEvent(new Event('resume'));
    await pass(SECOND);
    expect(stored()).toMatchObject({ serverAskedAt: NOON + 2 * MINUTE });
  });
});

describe('P2: never early', () => {
  test('a tab that heard no message reads what is stored before it warns', async () => {
    const [a, b] = [open(), open()];
    a.timer.start();
    b.timer.start();
    await pass(7 * MINUTE);
    FakeChannel.open.clear();
    press(a.place);
    await pass(2 * MINUTE);
    expect([a.timer.state, b.timer.state]).toEqual(['active', 'active']);
    await pass(6 * MINUTE);
    expect([a.timer.state, b.timer.state]).toEqual(['warning', 'warning']);
  });
});

describe('P4: exactly once', () => {
  test('of tabs that expire together one leads, and sends the logout', async () => {
    const fetch = serve(new Response(null, { status: 204 }));
    const tabs = Array.from({ length: 5 }, () => open({ endSession: { url: '/logout', fetch } }));
    for (const { timer } of tabs) timer.start();
    await pass(HOUR);
    expect(tabs.map(({ log }) => log.filter((type) => type === 'expire').length)).toEqual([1, 1, 1, 1, 1]);
    expect(tabs.filter(({ last }) => last('expire').leader)).toHaveLength(1);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test("the leader's logout waits until the others have saved their drafts", async () => {
    const fetch = serve(new Response(null, { status: 204 }));
    const endSession = { url: '/logout', fetch };
    const [a, b] = [open({ endSession }), open({ endSession })];
    b.timer.addEventListener('expire', ({ waitUntil }) => {
      waitUntil(new Promise((resolve) => setTimeout(resolve, 2 * SECOND)));
      waitUntil(Promise.resolve());
    });
    a.timer.start();
    b.timer.start();
    a.timer.expire();
    await pass(SECOND);
    expect(a.last('expire').leader).toBe(true);
    expect(fetch).not.toHaveBeenCalled();
    await pass(SECOND + 100);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test('no longer than 5 s', async () => {
    const fetch = serve(new Response(null, { status: 204 }));
    const endSession = { url: '/logout', fetch };
    const [a, b] = [open({ endSession }), open({ endSession })];
    b.timer.addEventListener('expire', ({ waitUntil }) => waitUntil(new Promise(() => {})));
    a.timer.start();
    b.timer.start();
    a.timer.expire();
    await pass(6 * SECOND);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test('if the leader goes before it has logged out, the next tab does', async () => {
    const fetch = serve(new Response(null, { status: 204 }));
    const locks = useLocks();
    const [a, b] = [open(), open({ endSession: { url: '/logout', fetch } })];
    // A tab that crashed with the claim in its hand, and said nothing.
    let crash = () => {};
    void locks.request('stillhere:default:expire:1', {}, () => new Promise((resolve) => (crash = resolve)));
    a.timer.start();
    b.timer.start();
    a.timer.expire();
    await pass(3 * SECOND);
    expect([a.last('expire').leader, b.last('expire').leader]).toEqual([false, false]);
    a.timer.stop();
    crash();
    await pass(SECOND);
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(b.log.filter((type) => type === 'expire')).toHaveLength(1);
  });

  test('nothing is held any longer when all is over', async () => {
    const locks = useLocks();
    const [a, b] = [open(), open({ endSession: { url: '/logout', fetch: async () => new Response() } })];
    a.timer.start();
    b.timer.start();
    await pass(11 * MINUTE);
    expect([...locks.held.values()].flat()).toEqual([]);
  });
});

describe('pings of several tabs', () => {
  test('one is enough, and it is told in the tab that sent it', async () => {
    const fetch = serve(new Response(null, { status: 204 }));
    const tabs = Array.from({ length: 4 }, () => open({ keepAlive: { url: '/ping', interval: 2 * MINUTE, fetch } }));
    for (const { timer } of tabs) timer.start();
    for (let i = 0; i < 6; i++) {
      await pass(MINUTE + SECOND);
      for (const { place } of tabs) press(place);
    }
    await pass(2 * SECOND);
    expect(fetch).toHaveBeenCalledTimes(3);
    expect(tabs.flatMap(({ log }) => log.filter((type) => type === 'ping'))).toHaveLength(3);
  });

  test('P5: where the tab with the activity has gone, another one pings', async () => {
    const fetch = serve(new Response(null, { status: 204 }));
    const options = { keepAlive: { url: '/ping', interval: 2 * MINUTE, fetch } };
    const [a, b] = [open(options), open(options)];
    a.timer.start();
    b.timer.start();
    await pass(MINUTE);
    press(a.place);
    await pass(0);
    a.timer.stop();
    await pass(MINUTE + SECOND);
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(b.log).toContain('ping');
  });

  test('the server tells one that the session is gone: all expire', async () => {
    const fetch = serve(new Response(null, { status: 401 }));
    const tabs = [open({ keepAlive: { url: '/ping', interval: 2 * MINUTE, fetch } }), open()] as const;
    for (const { timer } of tabs) timer.start();
    await pass(2 * MINUTE);
    press(tabs[0].place);
    await pass(SECOND);
    expect(tabs.map(({ last }) => last('expire').reason)).toEqual(['server', 'server']);
  });
});

describe('P10: what comes from outside is checked', () => {
  const forged = { ...SESSION, lastActiveAt: NOON + HOUR };

  test.for([
    ['of the future', encode(forged, 0)],
    ['of a session that nobody can have had', encode({ ...forged, session: NOON, lastActiveAt: NOON }, 0)],
    ['that is none', '{"active":9999999999999}'],
  ] as const)('a record %s moves nothing, stored or sent', async ([, text]) => {
    const { timer, log } = open();
    timer.start();
    await pass(MINUTE);
    new FakeChannel(KEY).postMessage(text);
    localStorage.setItem(KEY, text);
    await pass(0);
    expect(timer.remaining).toBe(9 * MINUTE);
    await pass(9 * MINUTE);
    expect(timer.state).toBe('expired');
    expect(log).not.toContain('active');
  });

  test('messages of any shape are ignored', async () => {
    const { timer, log } = open();
    timer.start();
    for (const data of [undefined, null, 5, {}, [], '?', '?{}', new Date()]) new FakeChannel(KEY).postMessage(data);
    await pass(0);
    expect(log).toEqual(['change']);
  });
});

describe('P9: with what is left', () => {
  test.for([
    ['denied', deny],
    ['full', fill],
  ] as const)('storage that is %s is no error: messages do', async ([, withhold]) => {
    withhold();
    const [a, b] = [open(), open()];
    a.timer.start();
    await pass(5 * MINUTE);
    b.timer.start();
    await pass(0);
    expect(a.timer.remaining).toBe(10 * MINUTE);
    await pass(9 * MINUTE);
    press(b.place);
    await pass(0);
    expect([a.timer.state, b.timer.state]).toEqual(['active', 'active']);
  });

  test('a tab that opens where nothing is stored asks the others, and is in their session', async () => {
    deny();
    const a = open({ maxAge: 12 * MINUTE });
    a.timer.start();
    await pass(5 * MINUTE);
    // Another page's memory of what was published is not this one's.
    vi.resetModules();
    const { IdleTimer } = await import('../../src/index.js');
    const b = new IdleTimer({ ...TIMES, maxAge: 12 * MINUTE });
    b.start();
    expect(b.remaining).toBe(10 * MINUTE);
    await pass(0);
    expect(b.remaining).toBe(7 * MINUTE);
    b.stop();
  });

  test('without BroadcastChannel the storage event does', async () => {
    vi.stubGlobal('BroadcastChannel', undefined);
    const a = open();
    a.timer.start();
    await pass(MINUTE);
    const active = (at: number) => encode({ ...SESSION, lastActiveAt: at }, 0);
    const other = active(NOON + MINUTE);
    const tell = (key: string, newValue: string) =>
      window.dispatchEvent(Object.assign(new Event('storage'), { key, newValue }));
    tell('stillhere:other', other);
    expect(a.timer.remaining).toBe(9 * MINUTE);
    tell(KEY, other);
    expect(a.timer.remaining).toBe(10 * MINUTE);
    a.timer.stop();
    await pass(MINUTE);
    tell(KEY, active(NOON + 2 * MINUTE));
    expect(a.timer.lastActive).toBe(NOON + MINUTE);
  });

  test('with neither it is a timer of one page, whole', async () => {
    deny();
    vi.stubGlobal('BroadcastChannel', undefined);
    vi.spyOn(navigator, 'locks', 'get').mockReturnValue(null as unknown as LockManager);
    const fetch = serve(new Response(null, { status: 204 }));
    const { timer, last, log } = open({
      keepAlive: { url: '/ping', interval: MINUTE, fetch },
      endSession: { url: '/logout', fetch },
    });
    timer.start();
    await pass(2 * MINUTE);
    timer.extend();
    await pass(20 * MINUTE);
    expect(log).toContain('ping');
    expect(last('expire')).toMatchObject({ reason: 'idle', leader: true });
    expect(fetch.mock.calls.map(([url]) => url)).toEqual(['/ping', '/logout']);
  });

  test('a channel that is closed under our hands is no error', async () => {
    const { timer, place } = open();
    timer.start();
    await pass(MINUTE);
    vi.spyOn(FakeChannel.prototype, 'postMessage').mockImplementation(() => {
      throw new DOMException('closed', 'InvalidStateError');
    });
    expect(() => press(place)).not.toThrow();
    expect(timer.remaining).toBe(10 * MINUTE);
  });
});

describe('the back/forward cache', () => {
  test('P8: a page that is left closes the channel: one message would evict it', async () => {
    const { timer } = open();
    timer.start();
    expect(FakeChannel.open.size).toBe(1);
    pageEvent('pagehide', true);
    expect(FakeChannel.open.size).toBe(0);
    pageEvent('pageshow', true);
    expect(FakeChannel.open.size).toBe(1);
    timer.stop();
    expect(FakeChannel.open.size).toBe(0);
  });

  test('P3: restored it knows at once what has become of the session', async () => {
    const { timer, last } = open();
    timer.start();
    pageEvent('pagehide', true);
    await pass(MINUTE);
    const ended = { ...SESSION, endReason: ENDED, endProgress: Progress.SENT };
    localStorage.setItem(KEY, encode(ended, 0));
    pageEvent('pageshow', true);
    expect(last('expire')).toMatchObject({ reason: 'ended', leader: false });
  });
});
