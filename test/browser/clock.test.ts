import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, engines, launch, type Tab } from '../engines/index.js';
import { type Site, serve } from '../engines/site.js';
import { until } from '../engines/until.js';

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** As long as a laptop sleeps: longer than the session, which is the whole point. */
const sleep = async (browser: Engine, ms: number) => {
  browser.suspend();
  await wait(ms);
  browser.wake();
};
const expiries = () => log.filter(({ type }) => type === 'expire');
const state = () => timer.state;
const DAY = 86_400_000;

describe.each(engines)('time in %s', (name) => {
  let site: Site;
  let browser: Engine;
  let tab: Tab;
  beforeAll(async () => {
    site = await serve();
    browser = await launch(name, { backForwardCache: true, throttling: true });
  });
  afterEach(() => tab?.close());
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });
  const open = async (options: { timeout: number; warnBefore?: number; crossTab?: boolean }) => {
    tab = await browser.tab(site.page({ options: { warnBefore: 0, crossTab: false, ...options } }));
    await tab.show();
  };

  it('P1: after a sleep of the machine the first touch finds the session expired, and is not counted', async () => {
    await open({ timeout: 2_000 });
    const before = await tab.evaluate(() => {
      // Whatever comes first after the sleep, the timer's own alarm or this: nothing may come between.
      window.addEventListener('keydown', () =>
        log.push({ type: 'change', at: Date.now(), state: timer.state, key: true }),
      );
      return timer.lastActive;
    });
    await sleep(browser, 3_000);
    await tab.press('x');
    await until(tab, expiries).toMatchObject([{ reason: 'idle' }]);
    await tab.move(80, 80);
    await tab.move(90, 90);
    expect(await tab.evaluate(() => timer.state)).toBe('expired');
    // A focus in the throttled second of the start may have been taken in meanwhile; the key and the moves are not.
    expect(await tab.evaluate(() => timer.lastActive)).toBeLessThan(before + 1_000);
    const seen = await tab.evaluate(() => log.filter(({ key }) => key).map(({ state }) => state));
    expect(seen).toEqual(['expired']);
  });

  it('P1: after a sleep nobody has to touch anything for the session to end', async () => {
    await open({ timeout: 2_000 });
    await sleep(browser, 3_000);
    await until(tab, state).toBe('expired');
    expect(await tab.evaluate(expiries)).toHaveLength(1);
  });

  it('P1: input that waited behind a busy page does not revive what has ended meanwhile', async () => {
    await open({ timeout: 1_500 });
    const busy = tab.evaluate(() => {
      const until = Date.now() + 3_000;
      while (Date.now() < until);
    });
    await Promise.all([busy, tab.press('x')]);
    await until(tab, state).toBe('expired');
  });

  it('P1: a hidden tab expires in time', async () => {
    await open({ timeout: 2_500 });
    await tab.hide();
    await until(tab, expiries).toHaveLength(1);
    const late = await tab.evaluate(() => (log.at(-1)?.at ?? 0) - timer.lastActive - 2_500);
    expect(late).toBeGreaterThanOrEqual(0);
    // A hidden tab's timers run once a second.
    expect(late).toBeLessThan(2_500);
    await tab.show();
    expect(await tab.evaluate(state)).toBe('expired');
  });

  it('P1: a frozen tab finds itself expired when it runs again', async ({ skip }) => {
    await open({ timeout: 1_500 });
    if (!tab.freeze) return skip('the driver cannot freeze a page');
    await tab.hide();
    await tab.freeze();
    await wait(2_500);
    await tab.resume?.();
    await until(tab, state).toBe('expired');
    expect(await tab.evaluate(expiries)).toHaveLength(1);
  });

  it('P1: a page that comes back from the back/forward cache after the end is expired before it can be touched', async ({
    skip,
  }) => {
    await open({ timeout: 2_000 });
    await tab.goto(`${site.url}/page.css`);
    await wait(2_500);
    await tab.back();
    const restored = await tab.evaluate(() => life.some(({ type, persisted }) => type === 'pageshow' && persisted));
    if (!restored) return skip('the engine, or its driver, did not keep the page');
    expect(await tab.evaluate(state)).toBe('expired');
  });

  it('P8: the page goes into the back/forward cache, and what is left of its time is right when it returns', async ({
    skip,
  }) => {
    tab = await browser.tab(site.page({ options: { timeout: 20_000, name: 'cached' } }));
    await tab.show();
    const deadline = await tab.evaluate(() => timer.deadline);
    await tab.goto(`${site.url}/page.css`);
    await tab.back();
    const { restored, reasons } = await tab.evaluate(() => {
      const [entry] = performance.getEntriesByType('navigation') as (PerformanceNavigationTiming & {
        notRestoredReasons?: unknown;
      })[];
      return {
        restored: life.some(({ type, persisted }) => type === 'pageshow' && persisted),
        reasons: entry?.notRestoredReasons ?? null,
      };
    });
    expect(reasons).toBeNull();
    if (!restored) return skip('the engine, or its driver, did not keep the page');
    expect(await tab.evaluate(state)).toBe('active');
    expect(await tab.evaluate(() => timer.deadline)).toBeGreaterThanOrEqual(deadline);
  });

  // The machine's own clock is not the tests' to set: the page's view of it is.
  const setClock = (by: number) =>
    tab.evaluate((by) => {
      const { now } = Date;
      Date.now = () => now() + by;
    }, by);

  it('a wall clock set back a day neither keeps the session alive nor ends it', async () => {
    await open({ timeout: 3_000 });
    const started = Date.now();
    await setClock(-DAY);
    expect(await tab.evaluate(state)).toBe('active');
    await until(tab, state).toBe('expired');
    expect(Date.now() - started).toBeGreaterThan(2_000);
    await tab.press('x');
    expect(await tab.evaluate(state)).toBe('expired');
  });

  it('P1: a wall clock set forward looks like a sleep, and ends the session', async () => {
    await open({ timeout: 60_000 });
    await setClock(DAY);
    await tab.press('x');
    await until(tab, state).toBe('expired');
  });

  it('P1: a wall clock set forward and back again brings nothing back', async () => {
    await open({ timeout: 60_000 });
    await setClock(DAY);
    await until(tab, state).toBe('expired');
    await setClock(-2 * DAY);
    await tab.press('y');
    expect(await tab.evaluate(state)).toBe('expired');
  });

  it('a timeout of months does not end at once', async () => {
    await open({ timeout: 90 * DAY });
    await tab.press('x');
    await tab.move(50, 50);
    expect(await tab.evaluate(() => [timer.state, Math.round(timer.remaining / 86_400_000)])).toEqual(['active', 90]);
    expect(await tab.evaluate(() => log.filter(({ type }) => type !== 'change'))).toEqual([]);
  });

  it('is on time while the page is visible', async () => {
    await open({ timeout: 3_000, warnBefore: 1_500 });
    await until(tab, expiries).toHaveLength(1);
    const late = await tab.evaluate(() => {
      const of = (wanted: string) => log.find(({ type }) => type === wanted)?.at ?? 0;
      return [of('warn') - timer.lastActive - 1_500, of('expire') - timer.lastActive - 3_000];
    });
    for (const ms of late) {
      expect(ms).toBeGreaterThanOrEqual(-1);
      expect(ms).toBeLessThan(500);
    }
  });
});
