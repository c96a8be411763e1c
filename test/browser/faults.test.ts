import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { IdleTimerOptions } from '../../src/index.js';
import { type Engine, engines, launch, type Tab } from '../engines/index.js';
import { type LogEntry, type Site, serve } from '../engines/site.js';
import { until } from '../engines/until.js';

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const state = () => timer.state;
const expiries = (tab: Tab): Promise<LogEntry[]> => tab.evaluate(() => log.filter(({ type }) => type === 'expire'));

/** What a page may have to do without: an old browser, a page that is not served securely, a browser that was told so. */
const REMOVALS = {
  BroadcastChannel: 'delete window.BroadcastChannel;',
  'Web Locks': 'Object.defineProperty(navigator, "locks", { value: undefined });',
  localStorage:
    'Object.defineProperty(window, "localStorage", { get() { throw new DOMException("denied", "SecurityError"); } });',
  fetch: 'delete window.fetch;',
};
type Removal = keyof typeof REMOVALS;

describe.each(engines)('what goes wrong in %s', (name) => {
  let site: Site;
  let browser: Engine;
  const tabs: Tab[] = [];
  let sessions = 0;
  const logouts: string[] = [];
  beforeAll(async () => {
    site = await serve((app) => {
      app.get('/removals.js', (request, response) => {
        const removed = String(request.query.what ?? '')
          .split(',')
          .filter(Boolean) as Removal[];
        response.type('js').send(removed.map((what) => REMOVALS[what]).join('\n'));
      });
      app.get('/without', (request, response) => {
        const scripts = [`/removals.js?what=${request.query.what}`, '/dist/stillhere.min.js', '/life.js', '/page.js'];
        const tags = scripts.map((src) => `<script src="${src}"></script>`).join('');
        response.type('html').send(`<!doctype html><link rel="icon" href="data:,">${tags}<input id="input">`);
      });
      app.post('/logout', (request, response) => {
        logouts.push(String(request.query.of));
        response.sendStatus(204);
      });
    });
    browser = await launch(name, { throttling: true, backForwardCache: true });
  });
  afterEach(async () => {
    for (const tab of tabs.splice(0)) await tab.close().catch(() => {});
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });
  const add = async (options: IdleTimerOptions, without: Removal[] = [], engine = browser) => {
    const own = { name: `fault ${sessions}`, endSession: `/logout?of=${sessions}`, ...options };
    const query = new URLSearchParams({ what: without.join(), options: JSON.stringify(own) });
    const tab = await engine.tab(`${site.url}/without?${query}`);
    tabs.push(tab);
    return tab;
  };
  const open = async (count: number, options: IdleTimerOptions, without: Removal[] = [], engine = browser) => {
    sessions += 1;
    for (let tab = 0; tab < count; tab += 1) await add(options, without, engine);
    return tabs as [Tab, Tab, ...Tab[]];
  };
  const all = <R>(fn: () => R) => Promise.all(tabs.map((tab) => tab.evaluate(fn)));
  const allReach = (wanted: string) =>
    expect.poll(() => all(state), { timeout: 20_000, interval: 50 }).toEqual(tabs.map(() => wanted));
  const allTold = () =>
    expect
      .poll(async () => (await Promise.all(tabs.map(expiries))).map(({ length }) => length), { timeout: 10_000 })
      .toEqual(tabs.map(() => 1));
  /** The logouts of this very session: that of an earlier test may come late. */
  const own = () => logouts.filter((of) => of === String(sessions));
  /** As each tab is told; a hidden one, which may lead, takes its time to send it. */
  const logoutIsAnswered = () => all(() => log.find(({ type }) => type === 'expire')?.finished as Promise<void>);
  const leaders = async () => (await Promise.all(tabs.map(expiries))).flat().filter(({ leader }) => leader);

  /** The end that one of two tabs declares, after the other has answered a warning of both. */
  const endTogether = async (without: Removal[]) => {
    const [first, second] = await open(2, { timeout: 5_000, warnBefore: 3_000, extendOn: 'explicit' }, without);
    // A `storage` event reaches only pages that have touched the storage.
    await allReach('warning');
    await first.evaluate(() => timer.extend());
    await allReach('active');
    await second.evaluate(() => timer.expire());
    await allReach('expired');
    await allTold();
    await logoutIsAnswered();
  };

  it.each<[string, Removal[]]>([
    ['BroadcastChannel', ['BroadcastChannel']],
    ['storage', ['localStorage']],
  ])('P9: without %s two tabs are still one session, with one leader and one logout', async (_what, without) => {
    await endTogether(without);
    expect(await leaders()).toHaveLength(1);
    expect(own()).toHaveLength(1);
  });

  it.each<[string, Removal[]]>([
    ['Web Locks', ['Web Locks']],
    ['Web Locks and BroadcastChannel', ['Web Locks', 'BroadcastChannel']],
  ])('P9: without %s two tabs are still one session, and each that leads logs out once', async (_what, without) => {
    await endTogether(without);
    // On a busy machine two tabs can come to it before they hear of each other: README, "Without HTTPS".
    const leading = (await leaders()).length;
    expect(leading).toBeGreaterThanOrEqual(1);
    expect(own()).toHaveLength(leading);
  });

  it('P9: with nothing left but itself a timer still does its work', async () => {
    const [tab] = await open(1, { timeout: 3_000, warnBefore: 1_500, keepAlive: { url: '/ping', interval: 200 } }, [
      'BroadcastChannel',
      'Web Locks',
      'localStorage',
      'fetch',
    ]);
    await tab.press('x');
    await until(tab, state).toBe('warning');
    await until(tab, state).toBe('expired');
    await until(tab, () => log.filter(({ type }) => type === 'expire')).toMatchObject([{ leader: true }]);
    expect(tab.errors ?? []).toEqual([]);
  });

  it('P9: in a browser that blocks cookies, and with them storage, a timer works', async ({ skip }) => {
    if (name === 'webkit') return skip('the driver cannot set it');
    const blocking = await launch(name, { blockCookies: true });
    try {
      const [tab] = await open(1, { timeout: 3_000, warnBefore: 1_500 }, [], blocking);
      await until(tab, state).toBe('warning');
      await tab.press('x');
      await until(tab, state).toBe('active');
      await until(tab, () => log.filter(({ type }) => type === 'expire')).toMatchObject([{ leader: true }]);
      expect(tab.errors ?? []).toEqual([]);
    } finally {
      await blocking.close();
    }
  });

  it('P9: a listener that throws stops nothing, and is reported to the page', async () => {
    const [tab] = await open(1, { timeout: 3_000, warnBefore: 1_500 });
    await tab.evaluate(() => {
      Object.assign(window, { reported: [] as string[], later: 0 });
      addEventListener('error', (event) => {
        (window as unknown as { reported: string[] }).reported.push(event.message);
        event.preventDefault();
      });
      for (const type of ['warn', 'expire'] as const) {
        timer.addEventListener(type, () => {
          throw new Error(`mine, in ${type}`);
        });
        timer.addEventListener(type, () => {
          (window as unknown as { later: number }).later += 1;
        });
      }
      timer.subscribe(() => {
        if (timer.state !== 'active') throw new Error('mine, in subscribe');
      });
    });
    await until(tab, state).toBe('expired');
    await until(tab, () => (window as unknown as { later: number }).later).toBe(2);
    const reported = await tab.evaluate(() => (window as unknown as { reported: string[] }).reported.join());
    expect(reported).toContain('mine, in warn');
    expect(reported).toContain('mine, in expire');
    expect(reported).toContain('mine, in subscribe');
  });

  it('site data that is cleared meanwhile changes nothing', async () => {
    const [first] = await open(2, { timeout: 5_000, warnBefore: 2_000 });
    const clearing = setInterval(() => first.evaluate(() => localStorage.clear()).catch(() => {}), 200);
    await allReach('warning');
    await allReach('expired');
    clearInterval(clearing);
    await allTold();
    expect(await leaders()).toHaveLength(1);
  });

  it('P4: a tab that is killed in the second of the end blocks nobody, and the logout goes out once', async ({
    skip,
  }) => {
    for (const early of [400, 150, 20, 0, -10]) {
      const [victim] = await open(3, { timeout: 3_000, warnBefore: 0 });
      if (!victim.crash) return skip('the driver cannot kill a tab');
      const remaining = await victim.evaluate(() => timer.remaining);
      await wait(Math.max(0, remaining - early));
      await victim.crash();
      tabs.shift();
      await allReach('expired');
      await allTold();
      expect((await leaders()).length).toBeLessThanOrEqual(1);
      await expect.poll(own).toHaveLength(1);
      for (const tab of [...tabs.splice(0), victim]) await tab.close();
    }
  });

  it('P2, P3, P4: a frozen tab keeps the others from nothing, and is right when it runs again', async ({ skip }) => {
    const [frozen, second, third] = (await open(3, { timeout: 4_000, warnBefore: 1_000 })) as [Tab, Tab, Tab];
    if (!frozen.freeze) return skip('the driver cannot freeze a page');
    await third.show();
    await frozen.freeze();
    for (let key = 0; key < 7; key += 1) {
      await third.press('x');
      await wait(700);
    }
    await frozen.resume?.();
    // Nobody was idle for long: the frozen one learns it before it says anything.
    expect(await frozen.evaluate(() => log.filter(({ type }) => type === 'warn' || type === 'expire'))).toEqual([]);
    await frozen.freeze();
    const heard = await frozen.evaluate(() => log.length);
    await until(second, state).toBe('expired');
    await until(third, state).toBe('expired');
    await expect
      .poll(async () => (await expiries(second)).length + (await expiries(third)).length, { timeout: 10_000 })
      .toBe(2);
    // Messages reach it still. If it acted on them it could take the claim, and could not say so.
    expect(await frozen.evaluate(() => log.length)).toBe(heard);
    await frozen.resume?.();
    await until(frozen, state).toBe('expired');
    await allTold();
    expect(await leaders()).toHaveLength(1);
    await logoutIsAnswered();
    expect(own()).toHaveLength(1);
  });

  it('P8: a page in the back/forward cache stays there while other tabs talk', async ({ skip }) => {
    const [first, second] = await open(2, { timeout: 60_000 });
    await first.goto(`${site.url}/life.js`);
    await second.show();
    for (let key = 0; key < 4; key += 1) {
      await second.press('x');
      await wait(600);
    }
    const active = await second.evaluate(() => timer.lastActive);
    await first.show();
    await first.back();
    const [entry, restored] = await first.evaluate(() => [
      (performance.getEntriesByType('navigation') as { notRestoredReasons?: unknown }[])[0]?.notRestoredReasons ?? null,
      life.some(({ type, persisted }) => type === 'pageshow' && persisted),
    ]);
    expect(entry).toBeNull();
    if (!restored) return skip('the engine, or its driver, did not keep the page');
    expect(await first.evaluate(() => timer.lastActive)).toBeGreaterThanOrEqual(active);
    await second.evaluate(() => timer.expire());
    await until(first, state).toBe('expired');
  });

  it('a person who cancels the leaving of a page changes nothing', async () => {
    const [tab] = await open(1, { timeout: 4_000, warnBefore: 1_000 });
    await tab.evaluate(() => {
      // Stands for the answer "stay on the page": the driver answers such questions by itself.
      window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
    });
    await until(tab, state).toBe('warning');
    await tab.press('x');
    await until(tab, state).toBe('active');
    await until(tab, state).toBe('expired');
  });

  it('a page that is left takes its draft along: the logout waits for waitUntil, and goes out when the page goes', async () => {
    const [tab] = await open(1, { timeout: 60_000 });
    await tab.evaluate(() => {
      timer.addEventListener('expire', ({ waitUntil }) => waitUntil(new Promise(() => {})));
      timer.expire();
    });
    await until(tab, () => log.filter(({ type }) => type === 'expire')).toHaveLength(1);
    expect(own()).toEqual([]);
    await tab.goto(`${site.url}/life.js`);
    await expect.poll(own).toHaveLength(1);
  });

  it('P3, P4: twenty tabs end together, with one leader', async () => {
    await open(name === 'chromium' ? 20 : 6, { timeout: 60_000 });
    await tabs[0]?.evaluate(() => timer.expire());
    await allReach('expired');
    await allTold();
    expect(await leaders()).toHaveLength(1);
    await logoutIsAnswered();
    expect(own()).toHaveLength(1);
  });
});
