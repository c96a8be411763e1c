import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, engines, launch, type Tab } from '../engines/index.js';
import { type Site, serve } from '../engines/site.js';
import { until } from '../engines/until.js';
import { STRICT, seen, serveTags, type TagOptions, tagUrl } from './tag.js';

/** Long enough for a slow machine to look at a warning, short enough to wait for. */
const SHORT = { 'data-timeout': '6s', 'data-warn-before': '5s' };

describe.each(engines)('the ready-made warning in %s', (name) => {
  let site: Site;
  let browser: Engine;
  let tab: Tab;
  let sessions = 0;
  beforeAll(async () => {
    site = await serve(serveTags);
    browser = await launch(name);
  });
  afterEach(() => tab?.close());
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });
  /** Each test has a session of its own. */
  const named = (attributes: Record<string, string>) => ({ 'data-name': `test ${sessions}`, ...attributes });
  const open = async ({ attributes = {}, ...options }: TagOptions) => {
    sessions += 1;
    tab = await browser.tab(tagUrl(site.url, { ...options, attributes: named(attributes) }));
    await tab.show();
    return tab;
  };
  const warned = () => until(tab, seen).toMatchObject({ open: true, face: 'warning' });
  const state = () => stillhere?.timer?.state;

  it('opens as a modal dialog, and gives the focus to its heading, never to a button', async () => {
    await open({ attributes: SHORT, csp: STRICT });
    await warned();
    await until(tab, seen).toMatchObject({ focus: 'heading', buttons: ['Stay signed in', 'Sign out'] });
    await tab.press(' ');
    await tab.press('Enter');
    expect(await tab.evaluate(state)).toBe('warning');
    expect(
      await tab.evaluate(() =>
        document.querySelector('stillhere-dialog')?.shadowRoot?.querySelector('dialog')?.matches(':modal'),
      ),
    ).toBe(true);
    expect(await tab.evaluate(() => problems)).toEqual([]);
  });

  it('counts the seconds down for the eyes, and says them at sensible moments only', async () => {
    await open({ attributes: { ...SHORT, 'data-timeout': '13s', 'data-warn-before': '12s' } });
    await warned();
    const left = () => document.querySelector('stillhere-dialog')?.shadowRoot?.getElementById('left')?.textContent;
    expect(await tab.evaluate(left)).toMatch(/ in 12 seconds /);
    await until(tab, seen).toMatchObject({ time: '0:11', spoken: '' });
    await until(tab, seen).toMatchObject({ time: '0:10', spoken: '10 seconds' });
    await until(tab, seen).toMatchObject({ time: '0:09', spoken: '10 seconds' });
  });

  it('Esc means stay, also in a page that nobody has touched yet', async () => {
    await open({ attributes: SHORT });
    await warned();
    await tab.press('Escape');
    await until(tab, seen).toMatchObject({ open: false });
    expect(await tab.evaluate(state)).toBe('active');
    await warned();
    await tab.press('Escape');
    await until(tab, state).toBe('active');
  });

  it('gives the focus back to where the person was typing', async () => {
    await open({ attributes: SHORT });
    await tab.evaluate(() => document.getElementById('input')?.focus());
    await warned();
    await tab.press('Tab');
    await until(tab, seen).toMatchObject({ focus: 'BUTTON' });
    await tab.press('Enter');
    await until(tab, seen).toMatchObject({ open: false, focus: 'input' });
    expect(await tab.evaluate(state)).toBe('active');
  });

  it('the focus that the dialog moves is not a person', async () => {
    await open({ attributes: { ...SHORT, 'data-extend-on': 'activity' } });
    await until(tab, seen).toMatchObject({ open: true, face: 'activity' });
    await until(tab, state).toBe('expired');
    await until(tab, seen).toMatchObject({ open: true, face: 'over', buttons: ['Sign in'] });
  });

  it('leaves the person with a way back in after the end, and hides the page where that is asked for', async () => {
    await open({ attributes: { ...SHORT, 'data-expired-url': '/tag?again', 'data-cover': '' } });
    await warned();
    await tab.press('Tab');
    await tab.press('Tab');
    await tab.press('Enter');
    await until(tab, seen).toMatchObject({ face: 'over', focus: 'heading' });
    await tab.press('Escape');
    expect(await tab.evaluate(seen)).toMatchObject({ open: true, face: 'over' });
    const backdrop = await tab.evaluate(() => {
      const dialog = document.querySelector('stillhere-dialog')?.shadowRoot?.querySelector('dialog');
      return dialog ? getComputedStyle(dialog, '::backdrop').backgroundColor : '';
    });
    expect(backdrop).toBe('rgb(255, 255, 255)');
    await tab.press('Tab');
    await tab.press('Enter');
    await until(tab, () => location.search).toBe('?again');
  });

  it('the title of a hidden tab counts down, and is itself again afterwards', async () => {
    await open({ attributes: { ...SHORT, 'data-timeout': '9s', 'data-warn-before': '8s' } });
    await tab.hide();
    await until(tab, () => document.title).toMatch(/^0:0\d · A title$/);
    await tab.show();
    await until(tab, () => document.title).toBe('A title');
  });

  it('before an absolute limit it can be put aside, and says that it cannot be extended', async () => {
    await open({ attributes: { 'data-timeout': '30s', 'data-warn-before': '4s', 'data-max-age': '6s' } });
    await until(tab, seen).toMatchObject({ open: true, face: 'limit', buttons: ['Continue', 'Sign out'] });
    await tab.press('Escape');
    await until(tab, seen).toMatchObject({ open: false });
    expect(await tab.evaluate(state)).toBe('warning');
    await until(tab, seen).toMatchObject({ open: true, face: 'over' });
  });

  it.each([
    ['de', 'ltr', 'Angemeldet bleiben'],
    ['pt-BR', 'ltr', 'Manter sessão'],
    ['ar', 'rtl', 'البقاء مسجلاً'],
    ['xx', 'ltr', 'Stay signed in'],
  ])('speaks the language of the page: %s', async (lang, dir, stay) => {
    await open({ attributes: SHORT, html: `lang="${lang}"` });
    await warned();
    const { lang: used, dir: direction, buttons } = await tab.evaluate(seen);
    expect([used, direction, buttons[0]]).toEqual([lang === 'xx' ? 'en' : lang, dir, stay]);
  });

  it('after a sign-in in another tab it leads back to the page', async () => {
    const attributes = { ...SHORT, 'data-timeout': '2s', 'data-warn-before': '1s', 'data-expired-url': '/login' };
    await open({ attributes });
    await until(tab, seen).toMatchObject({ face: 'over', buttons: ['Sign in'] });
    const other = await browser.tab(tagUrl(site.url, { attributes: named({ ...attributes, 'data-timeout': '60s' }) }));
    await until(tab, seen).toMatchObject({ face: 'over', buttons: ['Continue'] });
    await other.close();
  });
});
