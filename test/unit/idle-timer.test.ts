import { fireEvent } from '@testing-library/dom';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { IdleTimer, type Snapshot } from '../../src/index.js';
import {
  DAY,
  focusWindow,
  HOUR,
  json,
  MINUTE,
  move,
  NOON,
  pageEvent,
  pass,
  press,
  SECOND,
  serve,
  show,
  sleep,
  useClock,
  watch,
} from './helpers.js';

beforeEach(() => {
  useClock();
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});

const TIMES = { timeout: 10 * MINUTE, warnBefore: 2 * MINUTE };

describe('a session of one tab', () => {
  test('constructed it does nothing yet', () => {
    const { timer, log } = watch(TIMES);
    expect(timer.state).toBe('stopped');
    expect(timer.name).toBe('default');
    expect([timer.remaining, timer.deadline, timer.lastActive]).toEqual([0, 0, 0]);
    timer.extend();
    timer.expire();
    timer.stop();
    timer.hold()();
    expect(vi.getTimerCount()).toBe(0);
    expect(log).toEqual([]);
  });

  test('it warns in good time, counts down, and ends', async () => {
    const { timer, log, last } = watch(TIMES);
    timer.start();
    expect(timer.state).toBe('active');
    expect(timer.remaining).toBe(10 * MINUTE);
    expect(timer.deadline).toBe(NOON + 10 * MINUTE);
    expect(timer.lastActive).toBe(NOON);

    await pass(8 * MINUTE - 1);
    expect(log).toEqual(['change']);
    await pass(1);
    expect(log).toEqual(['change', 'change', 'warn']);
    expect(last('change')).toMatchObject({ state: 'warning', previous: 'active' });
    expect(last('warn')).toMatchObject({
      remaining: 2 * MINUTE,
      expiresAt: NOON + 10 * MINUTE,
      extendable: true,
    });

    await pass(2 * MINUTE - 1);
    expect(log.filter((type) => type === 'tick')).toHaveLength(119);
    expect(last('tick').remaining).toBe(SECOND);
    expect(timer.remaining).toBe(1);
    await pass(1);
    expect(log.slice(-2)).toEqual(['change', 'expire']);
    expect(last('expire')).toMatchObject({ reason: 'idle', leader: true });
    expect([timer.state, timer.remaining, timer.deadline]).toEqual(['expired', 0, 0]);
    expect(timer.lastActive).toBe(NOON);
    await pass(HOUR);
    expect(log.filter((type) => type === 'expire')).toHaveLength(1);
  });

  test('a person who does something has the whole time again', async () => {
    const { timer, log } = watch(TIMES);
    timer.start();
    await pass(5 * MINUTE);
    press();
    expect(timer.lastActive).toBe(NOON + 5 * MINUTE);
    await pass(8 * MINUTE - 1);
    expect(timer.state).toBe('active');
    await pass(MINUTE);
    expect(timer.state).toBe('warning');
    press();
    expect(timer.state).toBe('active');
    expect(log.slice(-2)).toEqual(['change', 'active']);
    expect(timer.remaining).toBe(10 * MINUTE);
  });

  test.for([
    ['keydown', () => fireEvent.keyDown(document.body)],
    ['mousemove', () => fireEvent.mouseMove(document.body)],
    ['mousedown', () => fireEvent.mouseDown(document.body)],
    ['pointerdown', () => fireEvent.pointerDown(document.body)],
    ['pointermove', () => fireEvent.pointerMove(document.body)],
    ['wheel', () => fireEvent.wheel(document.body)],
    ['scroll', () => fireEvent.scroll(document.body)],
    ['touchstart', () => fireEvent.touchStart(document.body)],
    ['touchmove', () => fireEvent.touchMove(document.body)],
    ['focus', () => fireEvent.focus(document.body)],
    ['click', () => fireEvent.click(document.body)],
    ['visibilitychange', () => show('visible')],
  ] as const)('P7: %s is activity', async ([, act]) => {
    const { timer } = watch(TIMES);
    timer.start();
    await pass(MINUTE);
    act();
    expect(timer.lastActive).toBe(NOON + MINUTE);
  });

  test('P7: hiding a tab is not', async () => {
    const { timer } = watch(TIMES);
    timer.start();
    await pass(MINUTE);
    show('hidden');
    expect(timer.lastActive).toBe(NOON);
  });

  test('P7: scripted events are not, where `untrusted` does not allow them', async () => {
    const { timer } = watch({ ...TIMES, untrusted: false });
    timer.start();
    await pass(MINUTE);
    press();
    fireEvent.mouseMove(document.body);
    fireEvent.scroll(document.body);
    fireEvent.focus(document.body);
    show('visible');
    expect(timer.lastActive).toBe(NOON);
  });

  test("extendOn: 'explicit': during the warning only extend() counts", async () => {
    const { timer, log } = watch({ ...TIMES, extendOn: 'explicit' });
    timer.start();
    await pass(9 * MINUTE);
    press();
    expect(timer.state).toBe('warning');
    timer.extend();
    expect(timer.state).toBe('active');
    expect(timer.remaining).toBe(10 * MINUTE);
    expect(log.at(-1)).toBe('active');
  });

  test('maxAge ends it whatever the person does', async () => {
    const { timer, last } = watch({ ...TIMES, maxAge: 12 * MINUTE });
    timer.start();
    for (let i = 0; i < 12; i++) {
      press();
      await pass(MINUTE);
    }
    expect(last('warn')).toMatchObject({ remaining: 2 * MINUTE, extendable: false });
    expect(last('expire').reason).toBe('maxAge');
  });

  test('expire() ends it at once: the person signs out', () => {
    const { timer, last } = watch(TIMES);
    timer.start();
    timer.expire();
    expect(last('expire')).toMatchObject({ reason: 'ended', leader: true });
    expect(timer.state).toBe('expired');
  });

  test('a timeout of one second, the shortest', async () => {
    const { timer } = watch({ timeout: SECOND, warnBefore: 0 });
    timer.start();
    for (let i = 0; i < 10; i++) {
      await pass(700);
      press();
    }
    expect(timer.state).toBe('active');
    await pass(SECOND);
    expect(timer.state).toBe('expired');
  });

  test('a timeout of months does not overflow the timer of the browser', () => {
    const { timer, log } = watch({ timeout: 90 * DAY, warnBefore: DAY });
    timer.start();
    vi.advanceTimersByTime(HOUR);
    expect(log).toEqual(['change']);
    sleep(89 * DAY - HOUR);
    vi.advanceTimersByTime(15 * SECOND);
    expect(timer.state).toBe('warning');
    sleep(DAY - MINUTE);
    vi.advanceTimersByTime(SECOND);
    expect(timer.state).toBe('warning');
    sleep(MINUTE);
    vi.advanceTimersByTime(SECOND);
    expect(timer.state).toBe('expired');
  });
});

describe('P1: no revival', () => {
  test.for([
    ['key press', () => press()],
    ['mouse move', () => document.body.dispatchEvent(move(5, 5, { movementX: 3 }))],
    ['click', () => fireEvent.click(document.body)],
    ['return to the tab', () => show('visible')],
    ['focus of the window', () => focusWindow()],
  ] as const)('the first %s after sleep does not revive an expired session', async ([, act]) => {
    const { timer, last } = watch(TIMES);
    timer.start();
    await pass(MINUTE);
    sleep(8 * HOUR);
    act();
    expect(timer.state).toBe('expired');
    expect(last('expire').reason).toBe('idle');
    expect(timer.lastActive).toBe(NOON);
  });

  test('nor does extend(): the button of a warning that was slept through', () => {
    const { timer } = watch(TIMES);
    timer.start();
    sleep(10 * MINUTE);
    timer.extend();
    expect(timer.state).toBe('expired');
  });

  test('on wake with nobody touching anything it expires within 15 s', async () => {
    const { timer } = watch(TIMES);
    timer.start();
    sleep(8 * HOUR);
    await pass(15 * SECOND);
    expect(timer.state).toBe('expired');
  });

  test('and at once where the browser says that the page runs again', () => {
    for (const wake of [
      () => document.dispatchEvent(new Event('resume')),
      () => pageEvent('pageshow', true),
      () => focusWindow(),
    ]) {
      const { timer } = watch({ ...TIMES, events: [] });
      timer.start();
      sleep(8 * HOUR);
      wake();
      expect(timer.state).toBe('expired');
    }
  });

  test('what was seen just before a sleep and is told after it counts for when it happened', async () => {
    const { timer } = watch(TIMES);
    timer.start();
    press();
    await pass(400);
    press();
    sleep(9 * MINUTE);
    await pass(600);
    expect(timer.lastActive).toBe(NOON + 400);
    await pass(MINUTE);
    expect(timer.state).toBe('expired');
  });

  test('a wall clock set back a day gives no extra time, and the deadline is told in the new time', async () => {
    const { timer } = watch(TIMES);
    timer.start();
    await pass(4 * MINUTE);
    sleep(-DAY);
    expect(timer.remaining).toBe(6 * MINUTE);
    expect(timer.deadline).toBe(Date.now() + 6 * MINUTE);
    expect(timer.lastActive).toBe(Date.now() - 4 * MINUTE);
    await pass(6 * MINUTE);
    expect(timer.state).toBe('expired');
  });

  test('a warning that a listener has overtaken by the end is not told any more', async () => {
    const { timer, log } = watch(TIMES);
    timer.addEventListener('change', ({ state }) => state === 'warning' && timer.expire());
    timer.start();
    await pass(8 * MINUTE);
    expect(log).toEqual(['change', 'change', 'change', 'expire']);
  });

  test('warn says when the session expires, by the wall clock of the page', async () => {
    const { timer, last } = watch(TIMES);
    timer.start();
    sleep(-DAY);
    await pass(8 * MINUTE);
    expect(last('warn').expiresAt).toBe(Date.now() + 2 * MINUTE);
  });
});

describe('asked in the middle of it', () => {
  test('P1: after a sleep the state is right before any alarm has rung, and asking ends the session', () => {
    const { timer, log } = watch({ timeout: 10 * MINUTE, warnBefore: 0 });
    timer.start();
    sleep(HOUR);
    expect(log).toEqual(['change']);
    expect(timer.remaining).toBe(0);
    expect(timer.state).toBe('expired');
    expect(log).toEqual(['change', 'change', 'expire']);
    expect([timer.remaining, timer.deadline]).toEqual([0, 0]);
  });

  test('before the deadline asking changes nothing, also where a warning is due that no alarm has told yet', () => {
    const { timer, log } = watch({ timeout: 10 * MINUTE, warnBefore: 2 * MINUTE });
    timer.start();
    sleep(9 * MINUTE);
    expect(timer.state).toBe('active');
    expect(log).toEqual(['change']);
  });

  test('what can be extended: a session that runs, and not where maxAge ends it', async () => {
    const { timer } = watch({ timeout: 10 * MINUTE, maxAge: 15 * MINUTE });
    expect(timer.extendable).toBe(false);
    timer.start();
    expect(timer.extendable).toBe(true);
    await pass(6 * MINUTE);
    timer.extend();
    expect(timer.extendable).toBe(false);
    timer.stop();
    expect(timer.extendable).toBe(false);
  });

  test('a server renders a timer that is stopped, whatever this one does', () => {
    const { timer } = watch();
    timer.start();
    expect(timer.getServerSnapshot()).toEqual({ state: 'stopped', reason: undefined, expiresAt: undefined });
  });

  test('a timer that was never started has nothing to tell, and takes no deed', () => {
    const { timer, log } = watch();
    timer.extend();
    timer.expire();
    timer.stop();
    timer.hold()();
    expect([timer.state, timer.remaining, timer.deadline, timer.lastActive]).toEqual(['stopped', 0, 0, 0]);
    expect(log).toEqual([]);
  });
});

describe('start() and stop()', () => {
  test('stopped it hears and says nothing; started again it is new', async () => {
    const { timer, log, clear } = watch(TIMES);
    for (let i = 0; i < 5; i++) {
      timer.start();
      expect(timer.remaining).toBe(10 * MINUTE);
      await pass(9 * MINUTE);
      expect(log).toContain('warn');
      timer.stop();
      expect(log.at(-1)).toBe('change');
      expect(vi.getTimerCount()).toBe(0);
      clear();
      press();
      timer.extend();
      timer.expire();
      await pass(HOUR);
      expect(log).toEqual([]);
      expect([timer.state, timer.remaining, timer.deadline]).toEqual(['stopped', 0, 0]);
    }
  });

  test('each is done once', () => {
    const { timer, log } = watch(TIMES);
    timer.start();
    timer.start();
    timer.stop();
    timer.stop();
    expect(log).toEqual(['change', 'change']);
  });

  test('stopped and started within its time it goes on with the session, the person having been there', async () => {
    const { timer, last } = watch({ ...TIMES, maxAge: 12 * MINUTE });
    timer.start();
    await pass(5 * MINUTE);
    timer.stop();
    await pass(4 * MINUTE);
    timer.start();
    expect(timer.remaining).toBe(3 * MINUTE);
    await pass(3 * MINUTE);
    expect(last('expire').reason).toBe('maxAge');
  });

  test('after an expiry start() begins the next session', async () => {
    const { timer, log, last } = watch(TIMES);
    timer.start();
    await pass(10 * MINUTE);
    timer.start();
    expect(timer.state).toBe('active');
    expect(last('change')).toMatchObject({ state: 'active', previous: 'expired' });
    await pass(10 * MINUTE);
    expect(log.filter((type) => type === 'expire')).toHaveLength(2);
    expect(last('expire')).toMatchObject({ leader: true });
  });

  test('start({ fresh: true }) begins a new session where one could go on', async () => {
    const { timer } = watch({ ...TIMES, maxAge: 12 * MINUTE });
    timer.start();
    await pass(9 * MINUTE);
    timer.stop();
    timer.start({ fresh: true });
    expect(timer.remaining).toBe(10 * MINUTE);
    await pass(8 * MINUTE);
    press();
    expect(timer.remaining).toBe(4 * MINUTE);
  });

  test('an aborted signal stops it for good', async () => {
    const controller = new AbortController();
    const { timer, log } = watch({ ...TIMES, signal: controller.signal });
    timer.start();
    controller.abort();
    expect(timer.state).toBe('stopped');
    expect(vi.getTimerCount()).toBe(0);
    timer.start();
    expect(timer.state).toBe('stopped');
    expect(log).toEqual(['change', 'change']);
    const late = watch({ ...TIMES, signal: controller.signal });
    late.timer.start();
    expect(late.timer.state).toBe('stopped');
  });

  test('Symbol.dispose stops it', () => {
    const { timer } = watch(TIMES);
    timer.start();
    timer[Symbol.dispose]();
    expect(timer.state).toBe('stopped');
  });

  test('a page that is prerendered has nobody in it yet', () => {
    const prerendering = Object.assign(document, { prerendering: true }) as { prerendering: boolean };
    const { timer } = watch(TIMES);
    const called = watch(TIMES);
    timer.start();
    called.timer.start();
    expect(timer.state).toBe('stopped');
    called.timer.stop();
    prerendering.prerendering = false;
    document.dispatchEvent(new Event('prerenderingchange'));
    expect(timer.state).toBe('active');
    expect(called.timer.state).toBe('stopped');
  });
});

describe('P8: next to free', () => {
  /** What is listened to just now, where a page's events pass. */
  const listeners = () => {
    const window_ = vi.spyOn(window, 'addEventListener');
    const document_ = vi.spyOn(document, 'addEventListener');
    return () => window_.mock.calls.length + document_.mock.calls.length;
  };

  test('a hundred timers share one set of listeners', () => {
    const count = listeners();
    const timers = Array.from({ length: 100 }, () => watch(TIMES).timer);
    timers[0]?.start();
    const one = count();
    expect(one).toBeGreaterThan(10);
    for (const timer of timers) timer.start();
    expect(count()).toBe(one);
    press();
    for (const timer of timers) expect(timer.state).toBe('active');
  });

  test('and all of them hear it, until the last has stopped', async () => {
    const [a, b] = [watch(TIMES).timer, watch(TIMES).timer];
    a.start();
    b.start();
    await pass(MINUTE);
    a.stop();
    press();
    expect(a.lastActive).toBe(NOON);
    expect(b.lastActive).toBe(NOON + MINUTE);
  });

  test('every listener is capturing, those that could hold up scrolling are passive, and none keeps the page out of the back/forward cache', () => {
    const spies = [vi.spyOn(window, 'addEventListener'), vi.spyOn(document, 'addEventListener')];
    watch(TIMES).timer.start();
    const calls = spies.flatMap((spy) => spy.mock.calls as [string, unknown, AddEventListenerOptions | undefined][]);
    const types = calls.map(([type]) => type);
    expect(types).toContain('touchmove');
    expect(types).not.toContain('unload');
    expect(types).not.toContain('beforeunload');
    for (const type of ['wheel', 'scroll', 'touchstart', 'touchmove', 'keydown']) {
      const own = calls.filter(([other]) => other === type);
      const passive = /^(wheel|touch)/.test(type);
      expect(own.map(([, , options]) => options)).toEqual([expect.objectContaining({ capture: true, passive })]);
    }
  });

  test('20,000 events in a second set a handful of timers', () => {
    const timers = Array.from({ length: 10 }, () => watch(TIMES).timer);
    for (const timer of timers) timer.start();
    const set = vi.spyOn(globalThis, 'setTimeout');
    for (let i = 0; i < 20_000; i++) document.body.dispatchEvent(new Event('mousemove', { bubbles: true }));
    expect(set.mock.calls.length).toBeLessThanOrEqual(timers.length + 1);
  });

  test('one event in the middle of a second is counted at its end, at the time when it happened', async () => {
    const { timer } = watch(TIMES);
    timer.start();
    press();
    await pass(400);
    press();
    expect(timer.lastActive).toBe(NOON);
    await pass(600);
    expect(timer.lastActive).toBe(NOON + 400);
  });

  test('idle it keeps one timer, stopped none', async () => {
    const { timer } = watch(TIMES);
    timer.start();
    press();
    await pass(3 * SECOND);
    expect(vi.getTimerCount()).toBe(1);
    timer.stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('other events or another place are another set of listeners', async () => {
    const form = document.createElement('form');
    const other = document.createElement('p');
    document.body.append(form, other);
    const typed = watch({ ...TIMES, events: ['keypress'] }).timer;
    const inside = watch({ ...TIMES, target: form }).timer;
    typed.start();
    inside.start();
    await pass(MINUTE);
    press();
    expect([typed.lastActive, inside.lastActive]).toEqual([NOON, NOON]);
    fireEvent.keyPress(other);
    expect([typed.lastActive, inside.lastActive]).toEqual([NOON + MINUTE, NOON]);
    press(form);
    expect(inside.lastActive).toBe(NOON + MINUTE);
  });

  test('a page that stops the propagation of its events hides nothing', async () => {
    const { timer } = watch(TIMES);
    timer.start();
    await pass(MINUTE);
    document.body.addEventListener('keydown', (event) => event.stopImmediatePropagation());
    press();
    expect(timer.lastActive).toBe(NOON + MINUTE);
  });
});

describe('what is told', () => {
  test('the on… options are the same events', async () => {
    const names = ['onWarn', 'onTick', 'onActive', 'onExpire', 'onChange', 'onPing', 'onPingError'] as const;
    const callbacks = Object.fromEntries(names.map((name) => [name, vi.fn<(event: Event) => void>()]));
    const fetch = serve(new Response(null, { status: 204 }), new Response(null, { status: 500 }));
    const { timer, events } = watch({
      ...TIMES,
      ...callbacks,
      keepAlive: { url: '/ping', interval: MINUTE, fetch },
    });
    timer.start();
    await pass(8 * MINUTE);
    press();
    await pass(5 * MINUTE);
    press();
    await pass(20 * MINUTE);
    for (const name of names) {
      const type = name.slice(2).toLowerCase();
      const told = events.filter((event) => event.type === type);
      expect(told.length, type).toBeGreaterThan(0);
      expect(callbacks[name]?.mock.calls.map(([event]) => event)).toEqual(told);
    }
  });

  test('removeEventListener and `once` do what they do everywhere', () => {
    const timer = new IdleTimer({ ...TIMES, crossTab: false });
    const removed = vi.fn();
    const once = vi.fn();
    const object = { handleEvent: vi.fn() };
    timer.addEventListener('change', removed);
    timer.removeEventListener('change', removed);
    timer.addEventListener('change', once, { once: true });
    timer.addEventListener('change', object);
    timer.start();
    timer.stop();
    expect(removed).not.toHaveBeenCalled();
    expect(once).toHaveBeenCalledTimes(1);
    expect(object.handleEvent).toHaveBeenCalledTimes(2);
  });

  describe('the snapshot for frameworks', () => {
    test('is the same object until the state changes, however much is moved', async () => {
      const { timer } = watch(TIMES);
      const { getSnapshot } = timer;
      expect(getSnapshot()).toEqual({ state: 'stopped', reason: undefined, expiresAt: undefined });
      timer.start();
      const active = getSnapshot();
      expect(active).toEqual({ state: 'active', reason: undefined, expiresAt: undefined });
      await pass(MINUTE);
      press();
      expect(getSnapshot()).toBe(active);
      await pass(8 * MINUTE);
      const warning = getSnapshot();
      expect(warning).toEqual({ state: 'warning', reason: undefined, expiresAt: NOON + 11 * MINUTE });
      await pass(30 * SECOND);
      expect(getSnapshot()).toBe(warning);
      await pass(90 * SECOND);
      expect(getSnapshot()).toEqual({ state: 'expired', reason: 'idle', expiresAt: undefined });
      timer.start();
      expect(getSnapshot()).toMatchObject({ state: 'active', reason: undefined });
      timer.stop();
      expect(getSnapshot()).toEqual({ state: 'stopped', reason: undefined, expiresAt: undefined });
    });

    test('subscribe() calls back at once and with each change, until it is ended', async () => {
      const { timer } = watch(TIMES);
      const seen: Snapshot[] = [];
      const { subscribe } = timer;
      const end = subscribe((snapshot) => seen.push(snapshot));
      expect(seen).toEqual([timer.getSnapshot()]);
      timer.start();
      await pass(9 * MINUTE);
      expect(seen.map(({ state }) => state)).toEqual(['stopped', 'active', 'warning']);
      expect(seen.at(-1)).toBe(timer.getSnapshot());
      end();
      await pass(2 * MINUTE);
      expect(seen).toHaveLength(3);
    });

    test('a listener that asks in the middle of an event finds what the event says', async () => {
      const { timer } = watch(TIMES);
      const seen: string[] = [];
      for (const type of ['warn', 'active', 'expire', 'change'] as const) {
        timer.addEventListener(type, () => seen.push(`${type} ${timer.state} ${timer.getSnapshot().state}`));
      }
      timer.start();
      await pass(9 * MINUTE);
      press();
      await pass(10 * MINUTE);
      expect(seen).toEqual([
        'change active active',
        'change warning warning',
        'warn warning warning',
        'change active active',
        'active active active',
        'change warning warning',
        'warn warning warning',
        'change expired expired',
        'expire expired expired',
      ]);
    });
  });
});

describe('a listener that calls back into the timer', () => {
  const told = (log: string[]) => log.filter((type) => type !== 'tick');

  test('extend() within warn', async () => {
    const { timer, log } = watch({ ...TIMES, onWarn: () => timer.extend() });
    const snapshots: string[] = [];
    timer.subscribe(({ state }) => snapshots.push(state));
    timer.start();
    await pass(8 * MINUTE);
    expect(timer.state).toBe('active');
    expect(timer.remaining).toBe(10 * MINUTE);
    expect(log).toEqual(['change', 'change', 'warn', 'change', 'active']);
    expect(snapshots).toEqual(['stopped', 'active', 'warning', 'active']);
  });

  test('extend() within change: a warning that is answered already is not told any more', async () => {
    const { timer, log, events } = watch({
      ...TIMES,
      onChange: ({ state }) => {
        if (state === 'warning') timer.extend();
      },
    });
    timer.start();
    await pass(8 * MINUTE);
    expect(log).toEqual(['change', 'change', 'change', 'active']);
    const states = events.flatMap((event) => ('previous' in event ? [`${event.previous} ${event.state}`] : []));
    expect(states).toEqual(['stopped active', 'active warning', 'warning active']);
  });

  test('stop() within warn', async () => {
    const { timer, log } = watch({ ...TIMES, onWarn: () => timer.stop() });
    timer.start();
    await pass(HOUR);
    expect(timer.state).toBe('stopped');
    expect(timer.getSnapshot().state).toBe('stopped');
    expect(log).toEqual(['change', 'change', 'warn', 'change']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('expire() within warn', async () => {
    const { timer, log, last } = watch({ ...TIMES, onWarn: () => timer.expire() });
    timer.start();
    await pass(8 * MINUTE);
    expect(log).toEqual(['change', 'change', 'warn', 'change', 'expire']);
    expect(last('expire')).toMatchObject({ reason: 'ended', leader: true });
  });

  test('stop() within expire', async () => {
    const { timer, log, last } = watch({ ...TIMES, onExpire: () => timer.stop() });
    timer.start();
    await pass(HOUR);
    expect(timer.state).toBe('stopped');
    expect(timer.getSnapshot().state).toBe('stopped');
    expect(told(log)).toEqual(['change', 'change', 'warn', 'change', 'expire', 'change']);
    expect(last('change')).toMatchObject({ state: 'stopped', previous: 'expired' });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('P4: stop() within expire: the logout, which that tab was to send, is sent all the same', async () => {
    const fetch = serve(new Response(null, { status: 204 }));
    const { timer, last } = watch({ ...TIMES, onExpire: () => timer.stop(), endSession: { url: '/logout', fetch } });
    timer.start();
    await pass(11 * MINUTE);
    expect(last('expire').leader).toBe(true);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test('start() within expire begins the next session, which ends in its turn', async () => {
    let left = 3;
    const { timer, log, last } = watch({
      ...TIMES,
      onExpire: () => {
        if (left--) timer.start();
      },
    });
    timer.start();
    await pass(10 * MINUTE);
    expect(timer.state).toBe('active');
    expect(timer.getSnapshot()).toEqual({ state: 'active', reason: undefined, expiresAt: undefined });
    expect(told(log)).toEqual(['change', 'change', 'warn', 'change', 'expire', 'change']);
    await pass(HOUR);
    expect(log.filter((type) => type === 'expire')).toHaveLength(4);
    expect(last('expire').leader).toBe(true);
    expect(timer.state).toBe('expired');
  });

  test('stop() within a subscription, with others that look at the same time', async () => {
    const { timer } = watch(TIMES);
    const seen: string[] = [];
    timer.subscribe(({ state }) => {
      if (state === 'warning') timer.stop();
    });
    timer.subscribe(({ state }) => seen.push(state));
    timer.start();
    await pass(HOUR);
    expect(timer.state).toBe('stopped');
    expect(seen.at(-1)).toBe('stopped');
  });
});

describe('hold(): a video plays, a call is on, an upload runs', () => {
  test('as long as it is kept the person counts as there; then the time begins', async () => {
    const { timer, log } = watch(TIMES);
    timer.start();
    const release = timer.hold();
    await pass(HOUR);
    expect(log).toEqual(['change']);
    release();
    release();
    await pass(8 * MINUTE - 1);
    expect(timer.state).toBe('active');
    await pass(1);
    expect(timer.state).toBe('warning');
  });

  test('two holds are two', async () => {
    const { timer } = watch(TIMES);
    timer.start();
    const [first, second] = [timer.hold(), timer.hold()];
    first();
    first();
    await pass(HOUR);
    expect(timer.state).toBe('active');
    second();
    await pass(HOUR);
    expect(timer.state).toBe('expired');
  });

  test('it ends a warning', async () => {
    const { timer } = watch({ ...TIMES, extendOn: 'explicit' });
    timer.start();
    await pass(9 * MINUTE);
    timer.hold();
    expect(timer.state).toBe('active');
  });

  test('it keeps the session of the server alive too', async () => {
    const fetch = serve(new Response(null, { status: 204 }));
    const { timer } = watch({ ...TIMES, keepAlive: { url: '/ping', interval: MINUTE, fetch } });
    timer.start();
    timer.hold();
    await pass(30 * MINUTE);
    expect(fetch.mock.calls.length).toBeGreaterThanOrEqual(25);
    expect(fetch.mock.calls.length).toBeLessThanOrEqual(30);
  });

  test('one taken before the start begins with it, and can be let go of before', async () => {
    const { timer } = watch(TIMES);
    timer.hold()();
    const release = timer.hold();
    timer.start();
    await pass(HOUR);
    expect(timer.state).toBe('active');
    release();
    await pass(9 * MINUTE);
    expect(timer.state).toBe('warning');
  });

  test('of two, one let go of leaves the other', async () => {
    const { timer } = watch(TIMES);
    timer.start();
    const [release] = [timer.hold(), timer.hold()];
    release();
    release();
    await pass(HOUR);
    expect(timer.state).toBe('active');
  });

  test('it ends with the session: the next one is held by nobody', async () => {
    const { timer } = watch(TIMES);
    timer.start();
    timer.hold();
    timer.expire();
    await pass(SECOND);
    timer.start();
    await pass(9 * MINUTE);
    expect(timer.state).toBe('warning');
  });

  test('max ends one that was forgotten; of two the longer counts', async () => {
    const { timer } = watch(TIMES);
    timer.start();
    timer.hold({ max: 5 * MINUTE });
    timer.hold({ max: 20 * MINUTE });
    await pass(27 * MINUTE);
    expect(timer.state).toBe('active');
    await pass(2 * MINUTE);
    expect(timer.state).toBe('warning');
    expect(timer.lastActive).toBeLessThanOrEqual(NOON + 20 * MINUTE);
  });

  test.for([0, -1, Number.NaN])('max: %d is an error that says what is allowed', (max) => {
    const { timer } = watch(TIMES);
    expect(() => timer.hold({ max })).toThrow(RangeError);
    expect(() => timer.hold({ max })).toThrow(`\`max\` is ${max}; allowed is`);
  });

  test('one that was let go of late, after stop() and start(), does not end another', async () => {
    const { timer } = watch(TIMES);
    timer.start();
    const old = timer.hold();
    timer.stop();
    timer.start();
    timer.hold();
    old();
    await pass(HOUR);
    expect(timer.state).toBe('active');
  });
});

describe('keepAlive', () => {
  const INTERVAL = 2 * MINUTE;
  const ok = new Response(null, { status: 204 });
  const kept = (...answers: Parameters<typeof serve>) => {
    const fetch = serve(...answers);
    return { fetch, ...watch({ ...TIMES, keepAlive: { url: '/ping', interval: INTERVAL, fetch } }) };
  };

  test('P6: without activity no ping is sent', async () => {
    const { timer, fetch } = kept(ok);
    timer.start();
    await pass(HOUR);
    expect(fetch).not.toHaveBeenCalled();
  });

  test('P5: with activity one an interval, and one after the last', async () => {
    const { timer, fetch, log } = kept(ok);
    timer.start();
    for (let i = 0; i < 11; i++) {
      await pass(MINUTE);
      press();
    }
    expect(fetch).toHaveBeenCalledTimes(5);
    await pass(MINUTE);
    expect(fetch).toHaveBeenCalledTimes(6);
    await pass(HOUR);
    expect(fetch).toHaveBeenCalledTimes(6);
    expect(log.filter((type) => type === 'ping')).toHaveLength(6);
  });

  test('the answer to a warning pings at once', async () => {
    const { timer, fetch, last } = kept(ok);
    timer.start();
    await pass(9 * MINUTE);
    expect(timer.extend()).toBe(true);
    await pass(0);
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(last('ping')).toMatchObject({ status: 204, expiresIn: undefined });
  });

  test('P5: a page that its server has not rendered pings soon after its start, once', async () => {
    const { timer, fetch } = kept(ok);
    timer.start({ renewed: false });
    await pass(SECOND);
    expect(fetch).toHaveBeenCalledTimes(1);
    await pass(HOUR);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test('the server says that its session is gone: it is', async () => {
    const { timer, last } = kept(new Response(null, { status: 401 }));
    timer.start();
    await pass(INTERVAL);
    press();
    await pass(0);
    expect(timer.state).toBe('expired');
    expect(last('expire')).toMatchObject({ reason: 'server', leader: true });
  });

  test('nobody is thrown out for an error; it is told and tried again, ever more slowly', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const error = new TypeError('Failed to fetch');
    const { timer, fetch, last, log } = kept(error, new Response(null, { status: 502 }), ok);
    timer.start();
    await pass(INTERVAL);
    press();
    await pass(0);
    const first = 0.2 * INTERVAL;
    expect(last('pingerror')).toMatchObject({ status: 0, error, retryIn: first });
    await pass(first);
    expect(last('pingerror')).toMatchObject({ status: 502, error: undefined, retryIn: 2 * first });
    await pass(2 * first);
    expect(fetch).toHaveBeenCalledTimes(3);
    expect(log.at(-1)).toBe('ping');
    expect(timer.state).toBe('active');
  });

  test('back online it is tried at once', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.9);
    const { timer, fetch } = kept(new TypeError('Failed to fetch'), ok);
    timer.start();
    await pass(INTERVAL);
    press();
    await pass(0);
    window.dispatchEvent(new Event('online'));
    await pass(0);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  test('where the server says how long its session lives, the end follows it', async () => {
    const { timer, last } = kept(json({ expiresIn: 200 }));
    timer.start();
    await pass(INTERVAL);
    press();
    await pass(0);
    expect(last('ping')).toMatchObject({ status: 200, expiresIn: 200 });
    expect(timer.remaining).toBe(200 * SECOND);
  });

  test('a ping under way is aborted when the session ends, before the logout goes out', async () => {
    const order: string[] = [];
    const endSession = {
      url: '/logout',
      fetch: async () => {
        order.push('logout');
        return ok;
      },
    };
    const fetch = serve('never');
    const { timer } = watch({ ...TIMES, endSession, keepAlive: { url: '/ping', interval: INTERVAL, fetch } });
    timer.start();
    await pass(INTERVAL);
    press();
    await pass(0);
    fetch.mock.calls[0]?.[1].signal?.addEventListener('abort', () => order.push('abort'));
    timer.expire();
    await pass(SECOND);
    expect(order).toEqual(['abort', 'logout']);
  });

  test.for(['stop', 'leave'] as const)('and when the page or the timer goes: %s', async (way) => {
    const { timer, fetch, log } = kept('never');
    timer.start();
    await pass(INTERVAL);
    press();
    await pass(0);
    expect(fetch).toHaveBeenCalledTimes(1);
    if (way === 'stop') timer.stop();
    else pageEvent('pagehide');
    expect(fetch.mock.calls[0]?.[1].signal?.aborted).toBe(true);
    await pass(0);
    expect(log).not.toContain('pingerror');
  });

  test('P5: restored from the back/forward cache it sends the ping that was cut off', async () => {
    const { timer, fetch } = kept('never');
    timer.start();
    await pass(INTERVAL);
    press();
    await pass(0);
    pageEvent('pagehide', true);
    await pass(0);
    pageEvent('pageshow', true);
    await pass(2 * SECOND);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  test('pings that do not renew the session of the server are told to the developer, once', async () => {
    const fetch = async () => json({ expiresIn: (NOON + HOUR - Date.now()) / SECOND });
    const { timer } = watch({ ...TIMES, keepAlive: { url: '/ping', interval: INTERVAL, fetch } });
    timer.start();
    for (let i = 0; i < 12; i++) {
      await pass(MINUTE);
      press();
    }
    expect(console.warn).toHaveBeenCalledTimes(1);
    expect(console.warn).toHaveBeenCalledWith(expect.stringContaining('pings do not renew the session of the server'));
  });
});

describe('check: what the server knows of other devices', () => {
  test('it is asked at the start and before the end, and the session goes on from what was done there', async () => {
    const fetch = vi.fn(async (_url: string | URL, _init: RequestInit) => json({ expiresIn: 20 * 60 }));
    const { timer } = watch({ ...TIMES, check: { url: '/session', fetch } });
    timer.start();
    await pass(10 * MINUTE - 1);
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(fetch.mock.calls[0]?.[1]).toMatchObject({ method: 'GET', redirect: 'manual' });
    await pass(1);
    expect(fetch).toHaveBeenCalledTimes(2);
    expect(timer.state).toBe('active');
    expect(timer.remaining).toBe(10 * MINUTE);
  });

  test('where it does not answer the session ends 3 s later', async () => {
    const { timer, last } = watch({ ...TIMES, check: { url: '/session', fetch: serve('never') } });
    timer.start();
    await pass(10 * MINUTE);
    expect(timer.state).toBe('warning');
    await pass(3 * SECOND);
    expect(last('expire').reason).toBe('idle');
  });

  test('it is asked when the page wakes', async () => {
    const fetch = serve(new Response(null, { status: 401 }));
    const { timer, last } = watch({ ...TIMES, check: { url: '/session', fetch } });
    timer.start();
    await pass(MINUTE);
    document.dispatchEvent(new Event('resume'));
    await pass(0);
    expect(last('expire').reason).toBe('server');
  });

  test('P6: a server that keeps sessions longer than `timeout` is not taken for a person elsewhere', async () => {
    const LIFETIME = 20 * MINUTE;
    const fetch = async () => json({ expiresIn: (NOON + LIFETIME - Date.now()) / SECOND });
    const { timer, last } = watch({ ...TIMES, check: { url: '/session', fetch } });
    timer.start();
    await pass(10 * MINUTE + 5 * SECOND);
    expect(timer.state).toBe('expired');
    expect(last('expire').reason).toBe('idle');
  });
});

describe('endSession: the logout', () => {
  const ok = new Response(null, { status: 204 });
  const ending = (fetch: ReturnType<typeof serve>) => watch({ ...TIMES, endSession: { url: '/logout', fetch } });

  test('goes out once, and outlives the page', async () => {
    const fetch = serve(ok);
    const { timer } = ending(fetch);
    timer.start();
    await pass(HOUR);
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(fetch.mock.calls[0]).toEqual(['/logout', expect.objectContaining({ method: 'POST', keepalive: true })]);
  });

  test('waitUntil() lets a page save a draft before', async () => {
    const fetch = serve(ok);
    const { timer } = ending(fetch);
    timer.addEventListener('expire', ({ waitUntil }) => {
      waitUntil(new Promise((resolve) => setTimeout(resolve, 3 * SECOND)));
      waitUntil(Promise.reject(new Error('not saved')));
    });
    timer.start();
    timer.expire();
    await pass(3 * SECOND - 1);
    expect(fetch).not.toHaveBeenCalled();
    await pass(1);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test('but no longer than 5 s', async () => {
    const fetch = serve(ok);
    const { timer } = ending(fetch);
    timer.addEventListener('expire', ({ waitUntil }) => waitUntil(new Promise(() => {})));
    timer.start();
    timer.expire();
    await pass(5 * SECOND - 1);
    expect(fetch).not.toHaveBeenCalled();
    await pass(1);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test('a page that goes meanwhile sends it as it goes', async () => {
    const fetch = serve(ok);
    const { timer } = ending(fetch);
    timer.addEventListener('expire', ({ waitUntil }) => waitUntil(new Promise(() => {})));
    timer.start();
    timer.expire();
    await pass(SECOND);
    pageEvent('pagehide');
    await pass(0);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test('stop() does not call it off', async () => {
    const fetch = serve(ok);
    const { timer } = ending(fetch);
    timer.addEventListener('expire', ({ waitUntil }) =>
      waitUntil(new Promise((resolve) => setTimeout(resolve, SECOND))),
    );
    timer.start();
    timer.expire();
    timer.stop();
    await pass(SECOND);
    expect(fetch).toHaveBeenCalledTimes(1);
    await pass(MINUTE);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('P4: a next session that begins while it is held back has a leader at its end too', async () => {
    const fetch = serve(ok);
    const { timer, last } = ending(fetch);
    timer.addEventListener('expire', ({ waitUntil }) => waitUntil(new Promise(() => {})));
    timer.start();
    timer.expire();
    await pass(SECOND);
    timer.start();
    await pass(SECOND);
    timer.expire();
    await pass(10 * SECOND);
    expect(last('expire').leader).toBe(true);
  });

  test.for([
    ['fails', () => serve(new TypeError('Failed to fetch'))],
    ['never ends', () => serve('never')],
  ] as const)('one that %s hurts nobody: the next session goes its way', async ([, make]) => {
    const fetch = make();
    const { timer } = ending(fetch);
    timer.start();
    timer.expire();
    await pass(MINUTE);
    expect(fetch).toHaveBeenCalledTimes(2);
    timer.start();
    await pass(HOUR);
    expect(fetch).toHaveBeenCalledTimes(4);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('waitUntil() after the event has no effect and does no harm', async () => {
    const fetch = serve(ok);
    const { timer, last } = ending(fetch);
    timer.start();
    timer.expire();
    await pass(SECOND);
    last('expire').waitUntil(Promise.reject(new Error('late')).catch(() => {}));
    timer.stop();
    last('expire').waitUntil(Promise.resolve());
    expect(fetch).toHaveBeenCalledTimes(1);
  });
});

describe('a page that is hidden, left or restored', () => {
  test('counts what was seen up to then', async () => {
    for (const leave of [() => show('hidden'), () => pageEvent('pagehide')]) {
      const { timer } = watch(TIMES);
      timer.start();
      const start = Date.now();
      press();
      await pass(300);
      press();
      expect(timer.lastActive).toBe(start);
      leave();
      expect(timer.lastActive).toBe(start + 300);
      timer.stop();
      await pass(SECOND);
    }
  });

  test('in time it goes on when it is shown again', async () => {
    const { timer } = watch({ ...TIMES, events: [] });
    timer.start();
    pageEvent('pagehide', true);
    await pass(9 * MINUTE);
    pageEvent('pageshow', true);
    expect(timer.state).toBe('warning');
    expect(timer.remaining).toBe(MINUTE);
  });
});
