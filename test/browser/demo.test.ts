import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Demo, serve } from '../../demo/server.mjs';
import type { State } from '../../src/index.js';
import { type Engine, engines, enginesOfTables, launch, type Tab } from '../engines/index.js';

/** Long enough for any lifetime used here, on a slow machine. */
const PATIENCE = { timeout: 40_000, interval: 50 };

interface Known {
  session: { expiresIn: number } | null;
  requests: { method: string; path: string; status: number; tab: string }[];
}

let demo: Demo;
let tabs: Tab[] = [];

beforeEach(async () => {
  demo = await serve();
});
afterEach(async () => {
  for (const tab of tabs) await tab.close();
  tabs = [];
  await demo?.close();
});

async function open(browser: Engine, query: string): Promise<Tab> {
  const tab = await browser.tab(demo.url + query);
  tabs.push(tab);
  await tab.show();
  return tab;
}

/** The path of the page, once it has loaded: before, the layout is not what will be clicked. */
const address = (tab: Tab) =>
  expect.poll(() => tab.evaluate(() => document.readyState === 'complete' && location.pathname), PATIENCE);

const becomes = (tab: Tab, state: State) =>
  expect.poll(() => tab.evaluate(() => document.body?.dataset.state), PATIENCE).toBe(state);

/** Clicks the middle of what the page, or the dialog, has under a selector. */
async function click(tab: Tab, selector: string): Promise<void> {
  const [x, y] = await tab.evaluate((wanted) => {
    const dialog = document.querySelector('stillhere-dialog')?.shadowRoot;
    const element = document.querySelector(wanted) ?? dialog?.querySelector(wanted);
    element?.scrollIntoView({ block: 'center', behavior: 'instant' });
    const box = element?.getBoundingClientRect();
    return box ? [box.x + box.width / 2, box.y + box.height / 2] : [];
  }, selector);
  if (x === undefined || y === undefined) throw new Error(`there is no ${selector}`);
  await tab.click(Math.round(x), Math.round(y));
}

async function signIn(tab: Tab): Promise<void> {
  await address(tab).toBe('/login');
  await click(tab, 'button[type=submit]');
  await becomes(tab, 'active');
}

/** Presses Tab until the focus is on a control of that name, and then Enter. */
async function pressOn(tab: Tab, name: string): Promise<void> {
  const focused = () =>
    tab.evaluate(() => {
      const outer = document.activeElement;
      const focus = outer?.shadowRoot?.activeElement ?? outer;
      return focus?.matches('button, a, input') ? focus.textContent : '';
    });
  for (let presses = 0; presses < 12 && (await focused()) !== name; presses += 1) await tab.press('Tab');
  expect(await focused()).toBe(name);
  await tab.press('Enter');
}

const known = (tab: Tab) => tab.evaluate(async () => (await fetch('/events')).json() as Promise<Known>);

const sent = async (tab: Tab, path: string) => (await known(tab)).requests.filter((request) => request.path === path);

/** The answer to a request that tells of the session without renewing it. */
const statusOfSession = (tab: Tab) => tab.evaluate(async () => (await fetch('/session')).status);

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe.each(enginesOfTables)('the demo in %s', (name) => {
  let browser: Engine;
  beforeAll(async () => {
    browser = await launch(name);
  });
  afterAll(() => browser?.close());

  it('warns a person who does nothing, lets them stay, and signs them out, on the server too', async () => {
    const tab = await open(browser, '?timeout=9&warnBefore=7&interval=2&lifetime=15');
    await signIn(tab);
    await becomes(tab, 'warning');
    await click(tab, '[part=stay]');
    await becomes(tab, 'active');
    await becomes(tab, 'warning');
    await becomes(tab, 'expired');
    expect(tab.errors ?? []).toEqual([]);
    await expect.poll(() => statusOfSession(tab), PATIENCE).toBe(401);
    expect(await sent(tab, '/logout')).toMatchObject([{ method: 'POST', status: 204 }]);

    await click(tab, '[part=sign-in]');
    await signIn(tab);
    expect(await statusOfSession(tab)).toBe(200);
  });

  it('needs no mouse: sign in, stay, sign out and come back by the keyboard', async () => {
    const tab = await open(browser, '?timeout=14&warnBefore=12');
    await address(tab).toBe('/login');
    await pressOn(tab, 'Sign in');
    await becomes(tab, 'warning');
    await pressOn(tab, 'Stay signed in');
    await becomes(tab, 'active');
    await becomes(tab, 'warning');
    await pressOn(tab, 'Sign out');
    await becomes(tab, 'expired');
    await pressOn(tab, 'Sign in');
    await address(tab).toBe('/login');
  });

  it('warns no tab while a person is busy in another; then all end together and one logs out', async () => {
    const query = '?timeout=12&warnBefore=4&interval=2&lifetime=24';
    const busy = await open(browser, query);
    await signIn(busy);
    const other = await open(browser, query);
    await becomes(other, 'active');
    await other.evaluate(() => {
      const states = new MutationObserver(() => {
        document.body.dataset.seen = `${document.body.dataset.seen ?? ''} ${document.body.dataset.state}`;
      });
      states.observe(document.body, { attributeFilter: ['data-state'] });
    });
    await busy.show();
    // Half as long again as an untouched tab goes without a warning.
    const until = Date.now() + 12_000;
    for (let x = 100; Date.now() < until; x += 7) {
      await busy.move(x % 500, 20);
      await pause(100);
    }
    expect(await other.evaluate(() => document.body.dataset.seen ?? '')).not.toContain('warning');

    await Promise.all([becomes(busy, 'expired'), becomes(other, 'expired')]);
    await expect.poll(() => statusOfSession(busy), PATIENCE).toBe(401);
    // A second logout would have come by now.
    await pause(1_500);
    expect(await sent(busy, '/logout')).toHaveLength(1);
  });

  it('an open page that nobody touches keeps nothing alive: the server’s time runs down under it', async () => {
    const tab = await open(browser, '?timeout=60&interval=1&lifetime=90');
    await signIn(tab);
    // What arriving brought about, a move of the pointer and its ping, is over.
    await pause(2_500);
    const before = await known(tab);
    await tab.evaluate(() => performance.clearResourceTimings());
    const began = Date.now();
    await pause(4_000);
    const after = await known(tab);
    const passed = (Date.now() - began) / 1000;
    expect(before.session!.expiresIn - after.session!.expiresIn).toBeGreaterThan(passed - 1);
    expect(after.requests).toHaveLength(before.requests.length);
    const paths = await tab.evaluate(() =>
      performance.getEntriesByType('resource').map((x) => new URL(x.name).pathname),
    );
    // The display's own question, and the careless timer that is there for comparison.
    expect(paths.filter((path) => !['/events', '/naive/ping'].includes(path))).toEqual([]);
  });

  it('a lifetime that a person chose is the server’s: without pings it ends under a busy page', async () => {
    const tab = await open(browser, '?timeout=60&keepAlive=false&lifetime=4');
    await signIn(tab);
    expect((await known(tab)).session!.expiresIn).toBeLessThanOrEqual(4);
    let x = 100;
    const busy = async () => {
      x += 7;
      await tab.move(x % 500, 20);
      return statusOfSession(tab);
    };
    await expect.poll(busy, PATIENCE).toBe(401);
    await becomes(tab, 'active');
  });

  it('a ping that is sent to the login page signs out all tabs', async () => {
    const query = '?timeout=60&interval=1&lifetime=90';
    const tab = await open(browser, query);
    await signIn(tab);
    const other = await open(browser, query);
    await becomes(other, 'active');
    await tab.show();
    await click(tab, '#faults label:has([value=redirecting])');
    let x = 100;
    const busy = async () => {
      x += 7;
      await tab.move(x % 500, 20);
      return tab.evaluate(() => document.body.dataset.state);
    };
    await expect.poll(busy, PATIENCE).toBe('expired');
    await becomes(other, 'expired');
    expect(await other.evaluate(() => document.getElementById('explanation')?.textContent)).toBe(
      'The server’s session is gone.',
    );
  });
});

const SCHEMES = { light: '1', dark: '0' };

describe.runIf(engines.includes('chromium')).each(Object.entries(SCHEMES))(
  'the demo in %s colours',
  (scheme, setting) => {
    let browser: Engine;
    let axe: () => void;
    beforeAll(async () => {
      // A function of the test, so that the page's Content-Security-Policy has no say in it.
      axe = new Function(
        await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'),
      ) as typeof axe;
      browser = await launch('chromium', { args: [`--blink-settings=preferredColorScheme=${setting}`] });
    });
    afterAll(() => browser?.close());

    it('axe finds nothing against it: signed out, active, warned, expired, and with a wrong setting', async () => {
      const tab = await open(browser, '?timeout=12&warnBefore=8');
      const violations = async () => {
        // Half-way from one colour to another nothing can be judged.
        await tab.evaluate(() =>
          Promise.allSettled(document.getAnimations().map(({ finished }) => finished)).then(() => {}),
        );
        await tab.evaluate(axe);
        return tab.evaluate(async () => {
          const { run } = (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe;
          return (await run()).violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
        });
      };
      expect(await tab.evaluate((wanted) => matchMedia(`(prefers-color-scheme: ${wanted})`).matches, scheme)).toBe(
        true,
      );
      expect(await violations()).toEqual([]);
      await signIn(tab);
      expect(await violations()).toEqual([]);
      await becomes(tab, 'warning');
      expect(await violations()).toEqual([]);
      await becomes(tab, 'expired');
      expect(await violations()).toEqual([]);
      await click(tab, '#look');
      await click(tab, '[name=warnBefore]');
      for (const key of ['9', '9', 'Tab']) await tab.press(key);
      await expect
        .poll(() => tab.evaluate(() => document.getElementById('problem')?.textContent))
        .toContain('warnBefore');
      expect(await violations()).toEqual([]);
    });
  },
);
