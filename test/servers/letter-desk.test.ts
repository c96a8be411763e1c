import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Engine, engines, launch, type Tab } from '../engines/index.js';
import { flask, type Site } from './kinds.js';
import { answered } from './page.js';

/** Seconds. The page gives a person three quarters of it, less one second. */
const LIFETIME = 7;
const LETTER = 'dear ada';

describe.concurrent.each(engines)('the letter desk of demo/flask, %s', (name) => {
  let engine: Engine;
  let site: Site;

  beforeAll(async () => {
    site = await flask.start(LIFETIME);
    engine = await launch(name);
  });
  afterAll(async () => {
    await engine?.close();
    await site?.close();
  });

  const write = async (tab: Tab, text: string) => {
    for (const key of text) await tab.press(key);
  };
  const arrivesAt = (tab: Tab, path: string) =>
    vi.waitFor(
      async () => {
        const place = await tab.evaluate(() => [location.pathname, document.readyState]);
        expect(place).toEqual([path, 'complete']);
      },
      { timeout: 5_000, interval: 50 },
    );
  const signIn = async (tab: Tab, name: string) => {
    await tab.evaluate(() => document.getElementById('name')!.focus());
    await write(tab, name);
    await tab.press('Enter');
    await arrivesAt(tab, '/');
  };
  /** What the ready-made dialog shows; undefined while it is closed. */
  const face = () => {
    const dialog = document.querySelector('stillhere-dialog')?.shadowRoot?.querySelector('dialog');
    return dialog?.open ? dialog.dataset.face : undefined;
  };
  const warned = (tab: Tab) =>
    vi.waitUntil(() => tab.evaluate(face).then((shown) => shown === 'warning'), { timeout: 10_000 });
  const letter = (tab: Tab) => tab.evaluate(() => document.querySelector('textarea')!.value);

  it.sequential('a letter outlives the session in which it was begun', async () => {
    const tab = await engine.tab(`${site.url}/`);
    await signIn(tab, 'ada');
    await tab.evaluate(() => document.querySelector('textarea')!.focus());
    await write(tab, LETTER);
    const written = Date.now();
    await warned(tab);

    const draft = await answered(site, '/draft', written);
    const logout = await answered(site, '/logout', written);
    expect([draft.status, logout.status]).toEqual([204, 204]);
    expect(logout.at).toBeGreaterThanOrEqual(draft.ended);
    await vi.waitUntil(() => tab.evaluate(face).then((shown) => shown === 'over'), { timeout: 10_000 });
    await tab.press('Tab');
    await tab.press('Enter');
    await arrivesAt(tab, '/login');
    expect(await tab.evaluate(() => document.body.textContent)).toContain('nobody was here');
    expect(await tab.evaluate(async () => (await fetch('/session/check')).status)).toBe(401);

    await signIn(tab, 'ada');
    expect(await letter(tab)).toBe(LETTER);
    await tab.close();
  });

  it.sequential('P12: Esc answers the warning, another key does not', async () => {
    const tab = await engine.tab(`${site.url}/login`);
    await signIn(tab, 'eve');
    await warned(tab);
    // Where the machine is slow the next warning may have begun before anybody looks: the page itself notes the close.
    await tab.evaluate(() => {
      const dialog = document.querySelector('stillhere-dialog')!.shadowRoot!.querySelector('dialog')!;
      dialog.addEventListener('close', () => document.body.setAttribute('data-closed', dialog.dataset.face ?? ''));
    });
    const since = Date.now();
    await tab.press('ArrowDown');
    expect(await tab.evaluate(() => document.body.dataset.closed)).toBeUndefined();
    expect(site.exchanges.filter(({ path, at }) => path === '/session/ping' && at >= since)).toEqual([]);
    await tab.press('Escape');
    await answered(site, '/session/ping', since);
    await vi.waitUntil(() => tab.evaluate(() => document.body.dataset.closed === 'warning'), { timeout: 10_000 });
    expect(await letter(tab)).toBe('');
    expect(tab.errors ?? []).toEqual([]);
    await tab.close();
  });

  it.sequential('signing out in one tab signs out the other', async () => {
    const first = await engine.tab(`${site.url}/login`);
    await signIn(first, 'bob');
    const second = await engine.tab(`${site.url}/`);
    const began = Date.now();
    await second.evaluate(() => document.querySelector<HTMLButtonElement>('#sign-out button')!.click());
    await answered(site, '/logout', began);
    for (const tab of [first, second])
      await vi.waitUntil(() => tab.evaluate(face).then((shown) => shown === 'over'), { timeout: 10_000 });
    expect(await first.evaluate(async () => (await fetch('/session/check')).status)).toBe(401);
    await Promise.all([first, second].map((tab) => tab.close()));
  });
});
