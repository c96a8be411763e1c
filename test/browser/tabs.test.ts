import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { IdleTimerOptions } from '../../src/index.js';
import { type Engine, engines, launch, type Tab } from '../engines/index.js';
import { type LogEntry, type Site, serve } from '../engines/site.js';
import { until } from '../engines/until.js';

/** What a message takes, and not a second, which the alarm of a hidden tab may be late by; with room for a busy machine. */
const TOGETHER = 600;
const COUNT = { chromium: 5, firefox: 3, webkit: 3 } as const;

const state = () => timer.state;
const entries = (tab: Tab, type: string): Promise<LogEntry[]> =>
  tab.evaluate((type) => log.filter((entry) => entry.type === type), type);
const typing = async (tab: Tab, ms: number) => {
  for (const end = Date.now() + ms; Date.now() < end; ) {
    await tab.press('x');
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
};

describe.each(engines)('all tabs are one session in %s', (name) => {
  let site: Site;
  let browser: Engine;
  const tabs: Tab[] = [];
  let sessions = 0;
  beforeAll(async () => {
    site = await serve();
    browser = await launch(name, { throttling: true });
  });
  afterEach(async () => {
    for (const tab of tabs.splice(0)) await tab.close().catch(() => {});
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });
  const address = (options: IdleTimerOptions) => site.page({ options: { name: `${name} ${sessions}`, ...options } });
  const add = async (options: IdleTimerOptions) => {
    const tab = await browser.tab(address(options));
    tabs.push(tab);
    return tab;
  };
  const open = async (count: number, options: IdleTimerOptions) => {
    sessions += 1;
    for (let tab = 0; tab < count; tab += 1) await add(options);
    return tabs as [Tab, Tab, ...Tab[]];
  };
  const all = <R>(fn: () => R) => Promise.all(tabs.map((tab) => tab.evaluate(fn)));
  const allReach = (wanted: string) =>
    expect.poll(() => all(state), { timeout: 20_000, interval: 50 }).toEqual(tabs.map(() => wanted));
  /** The state changes before the page is told: who leads has to be settled first. */
  const allTold = (type: string) =>
    expect
      .poll(async () => (await Promise.all(tabs.map((tab) => entries(tab, type)))).map(({ length }) => length), {
        timeout: 10_000,
      })
      .not.toContain(0);
  const together = async (type: string) => {
    await allTold(type);
    const times = (await Promise.all(tabs.map((tab) => entries(tab, type)))).map((found) => found.at(-1)?.at ?? 0);
    expect(Math.max(...times) - Math.min(...times)).toBeLessThan(TOGETHER);
  };
  const leaders = async () => {
    await allTold('expire');
    return (await Promise.all(tabs.map((tab) => entries(tab, 'expire')))).flat().filter(({ leader }) => leader);
  };

  it('P2, P3, P4: kept alive by one, then warned, extended and expired together, and one of them leads', async () => {
    const options: IdleTimerOptions = { timeout: 8_000, warnBefore: 3_000, extendOn: 'explicit' };
    const [first] = await open(COUNT[name], options);
    await first.show();
    await typing(first, 6_500);
    for (const tab of tabs) expect(await entries(tab, 'warn')).toEqual([]);
    await allReach('warning');
    await together('warn');
    await tabs.at(-1)?.evaluate(() => timer.extend());
    await allReach('active');
    await together('active');
    await allReach('expired');
    await together('expire');
    expect(await leaders()).toHaveLength(1);
    for (const tab of tabs) expect(await entries(tab, 'expire')).toMatchObject([{ reason: 'idle' }]);
  });

  it('P4: signing out in one signs out all, and one of them leads', async () => {
    const [first] = await open(COUNT[name], { timeout: 60_000 });
    await first.evaluate(() => timer.expire());
    await allReach('expired');
    await together('expire');
    for (const tab of tabs) expect(await entries(tab, 'expire')).toMatchObject([{ reason: 'ended' }]);
    expect(await leaders()).toHaveLength(1);
  });

  it('P4: of many expiries each has exactly one leader', async () => {
    const ROUNDS = 70;
    await open(COUNT[name], { timeout: 60_000 });
    await Promise.all(
      tabs.map((tab) =>
        tab.evaluate((rounds) => {
          Object.assign(window, { led: [], ended: 0 });
          for (let round = 0; round < rounds; round += 1) {
            const timer = new (stillhere as NonNullable<typeof stillhere>).IdleTimer({
              name: `round ${round}`,
              // Spread, so that each expiry is its own.
              timeout: 4_000 + round * 40,
              warnBefore: 0,
            });
            timer.addEventListener('expire', ({ leader }) => {
              (window as unknown as { ended: number }).ended += 1;
              if (leader) (window as unknown as { led: number[] }).led.push(round);
            });
            timer.start();
          }
        }, ROUNDS),
      ),
    );
    await expect
      .poll(() => all(() => (window as unknown as { ended: number }).ended), { timeout: 40_000 })
      .toEqual(tabs.map(() => ROUNDS));
    const led = (await all(() => (window as unknown as { led: number[] }).led)).flat();
    expect(led.sort((a, b) => a - b)).toEqual(Array.from({ length: ROUNDS }, (_, round) => round));
  });

  it('P3: a tab that opens late is right at once, and its load is activity only where activity counts', async () => {
    const [first] = await open(1, { timeout: 8_000, warnBefore: 6_000, extendOn: 'explicit' });
    await until(first, state).toBe('warning');
    const late = await add({ timeout: 8_000, warnBefore: 6_000, extendOn: 'explicit' });
    // From the very start of its first script on, not after a message.
    expect((await entries(late, 'change'))[0]).toMatchObject({ previous: 'stopped', state: 'warning' });
    expect(await first.evaluate(state)).toBe('warning');
    const counting = await add({ timeout: 8_000, warnBefore: 6_000, extendOn: 'activity' });
    expect(await counting.evaluate(state)).toBe('active');
    // Nothing is cancelled in silence: those who were warned are told.
    await allReach('active');
    expect(await entries(first, 'active')).toHaveLength(1);
  });

  it('after the end the next session begins where somebody signs in; the others are told, and wait', async () => {
    const [first, second] = await open(2, { timeout: 60_000 });
    await first.evaluate(() => timer.expire());
    await allReach('expired');
    await second.evaluate(() => timer.start());
    await expect.poll(() => entries(first, 'restart')).toHaveLength(1);
    expect(await all(state)).toEqual(['expired', 'active']);
    await first.evaluate(() => timer.start());
    expect(await all(state)).toEqual(['active', 'active']);
    await second.evaluate(() => timer.expire());
    await allReach('expired');
  });

  it('a tab that a sign-in overtakes is told that its session has ended, and that the next has begun', async () => {
    const [first, second] = await open(2, { timeout: 60_000 });
    await second.evaluate(() => {
      timer.stop();
      timer.start({ fresh: true });
    });
    await until(first, () => log.slice(-2).map(({ type }) => type)).toEqual(['expire', 'restart']);
    expect((await entries(first, 'expire'))[0]).toMatchObject({ reason: 'ended', leader: false });
    expect(await all(state)).toEqual(['expired', 'active']);
  });

  it('a record that a closed browser left does not expire a fresh sign-in, unless persist asks for that', async () => {
    const [first] = await open(1, { timeout: 2_000, warnBefore: 0 });
    await until(first, () => localStorage.length).toBeGreaterThan(0);
    await first.goto(`${site.url}/page.css`);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const again = await add({ timeout: 2_000, warnBefore: 0 });
    expect((await entries(again, 'change'))[0]).toMatchObject({ state: 'active' });
    await again.goto(`${site.url}/page.css`);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const persistent = await add({ timeout: 2_000, warnBefore: 0, persist: true });
    await until(persistent, state).toBe('expired');
  });

  it('a hold in one tab keeps all, and stops counting with the tab', async () => {
    const [first, second] = await open(2, { timeout: 3_000, warnBefore: 1_000 });
    await first.evaluate(() => void timer.hold());
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    expect(await all(state)).toEqual(['active', 'active']);
    await (first.crash?.() ?? first.goto(`${site.url}/page.css`));
    tabs.shift();
    await until(second, state).toBe('expired');
    await first.close();
  });

  it('two apps of one origin have two sessions', async () => {
    const [first] = await open(1, { timeout: 60_000 });
    const other = await add({ timeout: 60_000, name: 'the other app' });
    await first.evaluate(() => timer.expire());
    await until(first, state).toBe('expired');
    expect(await other.evaluate(state)).toBe('active');
  });

  it('crossTab: false touches neither channel nor storage', async () => {
    const [tab] = await open(1, { timeout: 60_000 });
    const touched = await tab.evaluate(() => {
      const touched: string[] = [];
      for (const name of ['getItem', 'setItem', 'removeItem'] as const)
        Storage.prototype[name] = () => touched.push(name) as never;
      window.BroadcastChannel = class {
        constructor() {
          touched.push('channel');
        }
      } as never;
      navigator.locks.request = (() => touched.push('lock')) as never;
      const alone = new (stillhere as NonNullable<typeof stillhere>).IdleTimer({ crossTab: false, timeout: 60_000 });
      alone.start();
      alone.extend();
      alone.expire();
      return { touched, state: alone.state };
    });
    expect(touched).toEqual({ touched: [], state: 'expired' });
  });

  it('P8: constant activity makes at most a message a second', async () => {
    const [first, second] = await open(2, { timeout: 60_000 });
    await first.show();
    await second.evaluate((name) => {
      Object.assign(window, { heard: 0 });
      new BroadcastChannel(`stillhere:2:${name}`).onmessage = () => {
        (window as unknown as { heard: number }).heard += 1;
      };
    }, `${name} ${sessions}`);
    const began = Date.now();
    for (let step = 0; Date.now() - began < 4_000; step += 1) await first.move(100 + (step % 300), 100 + (step % 7));
    const seconds = (Date.now() - began) / 1_000;
    const heard = await second.evaluate(() => (window as unknown as { heard: number }).heard);
    expect(heard).toBeGreaterThan(0);
    expect(heard).toBeLessThanOrEqual(Math.ceil(seconds) + 1);
  });

  it('P10: a hostile script on the channel and in storage keeps nothing alive and breaks nothing', async () => {
    const [first, second] = await open(2, { timeout: 4_000, warnBefore: 1_000 });
    const began = Date.now();
    await second.evaluate((name) => {
      const channel = new BroadcastChannel(`stillhere:2:${name}`);
      const record = (localStorage.getItem(`stillhere:2:${name}`) ?? '').split(',').map(Number);
      if (record.length < 10) throw new Error('nothing is stored: the key or the format has changed');
      const forged = (changes: Record<number, number>) => Object.assign([...record], changes).join();
      const year = Date.now() + 31_536_000_000;
      const hostile = [
        'x'.repeat(1_000_000),
        // Each field in turn far ahead, and below what is possible.
        ...record.flatMap((_, field) => [forged({ [field]: year }), forged({ [field]: -1 })]),
        forged({ 0: Number.MAX_SAFE_INTEGER, 8: year }),
        forged({ 3: year, 15: Date.now() }),
        '{"session":1}',
        '[1,2,3]',
        'null',
        `?${'y'.repeat(5_000)}`,
        { active: year },
        [record],
        null,
        42,
        new ArrayBuffer(100_000),
      ];
      const timer = setInterval(() => {
        for (const message of hostile) channel.postMessage(message);
        for (const text of hostile)
          if (typeof text === 'string' && text.length < 10_000) localStorage.setItem(`stillhere:2:${name}`, text);
      }, 20);
      setTimeout(() => clearInterval(timer), 8_000);
    }, `${name} ${sessions}`);
    await allReach('expired');
    // It is told only after a leader is found, for whom a busy machine may take its time.
    for (const tab of tabs) await until(tab, () => log.some(({ type }) => type === 'expire')).toBe(true);
    // By the pages' clocks: the driver may take its time under such a flood.
    const ends = await Promise.all(
      tabs.map((tab) => tab.evaluate(() => log.find(({ type }) => type === 'expire')!.at)),
    );
    for (const end of ends) {
      expect(end - began).toBeGreaterThan(2_500);
      expect(end - began).toBeLessThan(8_000);
    }
    expect(await leaders()).toHaveLength(1);
    for (const tab of tabs) expect(tab.errors ?? []).toEqual([]);
    expect(await first.evaluate(() => log.filter(({ type }) => type === 'expire'))).toHaveLength(1);
  });
});
