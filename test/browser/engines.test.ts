import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Engine, engines, launch, type Tab } from '../engines/index.js';
import { middleOf } from '../engines/place.js';
import { type Site, serve } from '../engines/site.js';
import { until } from '../engines/until.js';

const TIMEOUT = 1_500;
/** Far longer than a busy machine holds a timer up. */
const SLEEP = 2_500;
/** Some turns of a hidden page's timer. */
const FREEZE = 500;

declare global {
  /** What these tests record in the page. */
  var notes: string[];
  var message: Promise<unknown>;
}

describe.each(engines)('%s', (name) => {
  let site: Site;
  let engine: Engine;
  let tabs: Tab[] = [];

  const open = async (...page: Parameters<Site['page']>): Promise<Tab> => {
    const tab = await engine.tab(site.page(...page));
    tabs.push(tab);
    return tab;
  };
  const watch = (tab: Tab, ...types: string[]) =>
    tab.evaluate((all) => {
      globalThis.notes = [];
      for (const type of all)
        addEventListener(type, ({ isTrusted }) => notes.push(`${type} ${isTrusted}`), { capture: true });
    }, types);
  const seen = () => [...new Set(notes)];
  const happened = () => life.map(({ type }) => type);

  beforeAll(async () => {
    site = await serve((app) => app.get('/other', (_request, response) => void response.send('<title>other</title>')));
    engine = await launch(name, { backForwardCache: true, scrollbars: true });
  });
  afterEach(async () => {
    await Promise.all(tabs.map((tab) => tab.close()));
    tabs = [];
  });
  afterAll(async () => {
    await engine?.close();
    await site?.close();
  });

  it('says its version', () => expect(engine.version).toMatch(/\/\d+/));

  it('evaluates functions, with arguments and promises', async () => {
    const tab = await open();
    expect(await tab.evaluate((a, b) => ({ sum: a + b }), 1, 2)).toEqual({ sum: 3 });
    expect(await tab.evaluate(() => {})).toBeUndefined();
    expect(await tab.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100, 'late')))).toBe('late');
    await expect(tab.evaluate(() => Promise.reject(new TypeError('no')))).rejects.toThrow('TypeError: no');
    await expect(
      tab.evaluate(() => {
        throw new TypeError('no');
      }),
    ).rejects.toThrow('TypeError: no');
  });

  it('gives the page no activation by evaluating', async () => {
    const tab = await open();
    await tab.evaluate(() => {});
    expect(await tab.evaluate(() => navigator.userActivation.hasBeenActive)).toBe(false);
    await tab.press('x');
    await until(tab, () => navigator.userActivation.hasBeenActive).toBe(true);
  });

  it('waits in one tab for what is done in another', async () => {
    const [a, b] = [await open(), await open()];
    await a.evaluate(() => {
      const channel = new BroadcastChannel('test');
      globalThis.message = new Promise((resolve) => channel.addEventListener('message', ({ data }) => resolve(data)));
    });
    const heard = a.evaluate(() => message);
    await b.evaluate(() => new BroadcastChannel('test').postMessage('hello'));
    expect(await heard).toBe('hello');
  });

  it('makes trusted input', async () => {
    const tab = await open();
    await tab.show();
    await watch(tab, 'keydown', 'pointermove', 'mousemove', 'pointerdown', 'click', 'wheel', 'scroll');
    await tab.press('x');
    await tab.press('ArrowLeft');
    await tab.move(40, 300);
    await tab.click(60, 310);
    await tab.wheel(50);
    await until(tab, seen).toEqual([
      'keydown true',
      'pointermove true',
      'mousemove true',
      'pointerdown true',
      'click true',
      'wheel true',
      'scroll true',
    ]);
  });

  it('types where it clicked', async () => {
    const tab = await open();
    await tab.show();
    await tab.click(...(await middleOf(tab, '#input')));
    await tab.press('x');
    await until(tab, () => document.querySelector('input')!.value).toBe('x');
  });

  it('touches', async ({ skip }) => {
    const tab = await open();
    if (!tab.touch) return skip('its driver makes mouse events of it');
    await tab.show();
    await watch(tab, 'touchstart', 'touchend');
    await tab.touch(60, 310);
    await until(tab, seen).toEqual(['touchstart true', 'touchend true']);
  });

  it.each([
    ['of an element', '#scroller'],
    ['of the page', 'html'],
  ])('drags the scrollbar %s', async (_of, selector) => {
    const tab = await open();
    await tab.show();
    const [x, y] = await tab.evaluate((wanted) => {
      const root = wanted === 'html';
      const { right, top } = document.querySelector(wanted)!.getBoundingClientRect();
      return [(root ? innerWidth : right) - 5, (root ? 0 : top) + 30];
    }, selector);
    await tab.move(x, y);
    await watch(tab, 'pointerdown', 'pointermove', 'scroll', 'pointerup');
    await tab.down();
    await tab.move(x, y + 20);
    // A page hears of no move.
    await until(tab, seen).toEqual(['pointerdown true', 'scroll true']);
    await tab.up();
    await until(tab, seen).toEqual(['pointerdown true', 'scroll true', 'pointerup true']);
  });

  it('hides and shows', async () => {
    const tab = await open();
    await tab.show();
    await tab.evaluate(() => life.splice(0));
    await tab.hide();
    await tab.show();
    await until(tab, () =>
      life.filter(({ type }) => type === 'visibilitychange').map(({ visibility }) => visibility),
    ).toEqual(['hidden', 'visible']);
  });

  it('goes back and forward through the cache', async () => {
    const tab = await open();
    const last = () => life.filter(({ type }) => type === 'pageshow').at(-1)?.persisted;
    await tab.evaluate(() => timer.stop());
    await tab.goto(`${site.url}/other`);
    await tab.back();
    expect(await tab.evaluate(last)).toBe(true);
    await tab.forward();
    expect(await tab.evaluate(() => document.title)).toBe('other');
    await tab.back();
    await tab.reload();
    await until(tab, last).toBe(false);
  });

  it('freezes and resumes', async ({ skip }) => {
    const tab = await open();
    if (!tab.freeze || !tab.resume) return skip('its driver cannot');
    await tab.hide();
    await tab.evaluate(() => {
      globalThis.notes = [];
      setInterval(() => notes.push('tick'), 50);
    });
    const ticks = () => notes.length;
    await until(tab, ticks).toBeGreaterThan(0);
    await tab.freeze();
    const frozen = await tab.evaluate(ticks);
    await pass(FREEZE);
    expect(await tab.evaluate(ticks)).toBe(frozen);
    await tab.resume();
    await until(tab, ticks).toBeGreaterThan(frozen);
    expect(await tab.evaluate(happened)).toEqual(expect.arrayContaining(['freeze', 'resume']));
  });

  it('sleeps and wakes', async () => {
    const tab = await open({ options: { timeout: 60_000 } });
    await tab.evaluate(() => {
      let last = Date.now();
      globalThis.notes = [];
      setInterval(() => {
        if (Date.now() - last > 1_500) notes.push('slept');
        last = Date.now();
      }, 50);
    });
    engine.suspend();
    await pass(SLEEP);
    engine.wake();
    await until(tab, seen).toEqual(['slept']);
  });

  it('crashes one tab alone', async ({ skip }) => {
    const [tab, other] = [await open(), await open()];
    if (!tab.crash) return skip('its driver cannot');
    await tab.crash();
    expect(await other.evaluate(() => timer.state)).toBe('active');
  });

  it('goes offline', async ({ skip }) => {
    const tab = await open();
    if (!tab.offline) return skip('its driver cannot');
    await tab.offline(true);
    await expect(tab.evaluate(() => fetch('/page').then(() => {}))).rejects.toThrow('TypeError');
    await tab.offline(false);
    await tab.evaluate(() => fetch('/page').then(() => {}));
    expect(await tab.evaluate(happened)).toEqual(expect.arrayContaining(['offline', 'online']));
  });

  it('collects errors', async () => {
    const tab = await open();
    await tab.evaluate(() => {
      setTimeout(() => {
        throw new Error('thrown');
      });
      void Promise.reject(new Error('rejected'));
      console.error('logged');
    });
    await until(tab, happened).toEqual(expect.arrayContaining(['error', 'unhandledrejection']));
    if (!tab.errors) return;
    await expect.poll(() => tab.errors?.join()).toMatch(/^(?=.*thrown)(?=.*rejected)(?=.*logged)/s);
  });

  it('takes pictures', async () => {
    const tab = await open();
    await tab.show();
    const folder = await mkdtemp(join(tmpdir(), 'stillhere-'));
    await tab.screenshot(join(folder, 'page.png'));
    expect((await readFile(join(folder, 'page.png'))).subarray(1, 4).toString()).toBe('PNG');
    await rm(folder, { recursive: true });
  });

  it.each(['visible', 'hidden'])('runs the timer of a page that is %s', async (visibility) => {
    const tab = await open({ start: false, strict: true, options: { timeout: TIMEOUT, warnBefore: 500 } });
    await (visibility === 'visible' ? tab.show() : tab.hide());
    const started = await tab.evaluate(() => {
      const before = Date.now();
      timer.start();
      return before;
    });
    await until(tab, () => log.map(({ type }) => type)).toEqual(expect.arrayContaining(['warn', 'expire']));
    const expired = await tab.evaluate(() => log.find(({ type }) => type === 'expire')!);
    expect(expired).toMatchObject({ state: 'expired', reason: 'idle', leader: true });
    // Each clock rounds.
    expect(expired.at - started).toBeGreaterThan(TIMEOUT - 3);
    expect(await tab.evaluate(() => document.visibilityState)).toBe(visibility);
    expect(await tab.evaluate(happened)).not.toContain('securitypolicyviolation');
  });
});

it.each(engines.filter((name) => name !== 'webkit'))('blocks cookies and storage in %s', async (name) => {
  const site = await serve();
  const engine = await launch(name, { blockCookies: true });
  const tab = await engine.tab(site.page());
  await expect(tab.evaluate(() => localStorage.length)).rejects.toThrow('SecurityError');
  await engine.close();
  await site.close();
});

it.each([
  ['chromium', 'CHROMIUM_BIN'],
  ['firefox', 'FIREFOX_BIN'],
  ['webkit', 'WEBKIT_DRIVER_BIN'],
] as const)('says how to install %s where it is missing', async (name, variable) => {
  vi.stubEnv(variable, '/nowhere');
  await expect(launch(name)).rejects.toThrow(/npm run setup/);
  vi.unstubAllEnvs();
});
