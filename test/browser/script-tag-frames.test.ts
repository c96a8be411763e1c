import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import { type Engine, enginesOfTables, launch, type Tab } from '../engines/index.js';
import { type Site, serve } from '../engines/site.js';
import { until } from '../engines/until.js';
import { seen, serveTags, type TagOptions, tagUrl } from './tag.js';

const SHORT = { 'data-timeout': '5s', 'data-warn-before': '4s' };

describe.each(enginesOfTables)('a page with the tag in a frame of its origin, in %s', (name) => {
  let site: Site;
  let browser: Engine;
  let tab: Tab;
  beforeAll(async () => {
    site = await serve(serveTags);
    browser = await launch(name);
  });
  afterEach(() => tab?.close());
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  const open = async (outer: TagOptions, inner: Record<string, string> = {}) => {
    const src = tagUrl('', { attributes: { ...SHORT, ...inner } })
      .replaceAll('&', '&amp;')
      .replaceAll('"', '&quot;');
    tab = await browser.tab(tagUrl(site.url, { body: `<h1>Outside</h1><iframe src="${src}"></iframe>`, ...outer }));
    await tab.show();
  };
  const inFrame = () => {
    const { stillhere, document } = frames[0] as unknown as typeof globalThis;
    const root = document.querySelector('stillhere-dialog')?.shadowRoot;
    return { state: stillhere?.timer?.state, open: root?.querySelector('dialog')?.open === true };
  };

  it.each<[string, TagOptions]>([
    ['at once', {}],
    ['deferred, so that the frame may be first', { attributes: { defer: '' } }],
  ])('whose page has it too, %s: one dialog asks, that of the page around', async (_how, outer) => {
    await open({ attributes: { ...SHORT, ...outer.attributes } });
    await until(tab, seen).toMatchObject({ open: true, face: 'warning' });
    await until(tab, inFrame).toEqual({ state: 'warning', open: false });
    await until(tab, seen).toMatchObject({ open: true, face: 'over' });
    await until(tab, inFrame).toEqual({ state: 'expired', open: false });
  });

  it.each<[string, TagOptions, Record<string, string>]>([
    ['has none', { attributes: {} }, {}],
    ['has another session', { attributes: { 'data-timeout': '60s' } }, { 'data-name': 'inner' }],
    ['has an element of that name', { attributes: {}, head: '<form id="stillhere"></form>' }, {}],
  ])('whose page %s asks by itself', async (_how, outer, inner) => {
    await open(outer, inner);
    await until(tab, inFrame).toEqual({ state: 'warning', open: true });
  });
});
