import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, enginesOfTables, launch, type Tab } from '../engines/index.js';
import { type Site, serve } from '../engines/site.js';
import { until } from '../engines/until.js';
import { BODY, MEANS, type Means, pressBy, SOON, SOON_LIMIT, servePeers } from './dialog-page.js';
import { seen, serveTags, tagUrl } from './tag.js';

const TRAP = `<div id="modal" style="position: relative; z-index: 3"><button>In a modal</button></div>
  <script src="/focus-trap.js"></script>
  <script>focusTrap.createFocusTrap('#modal', { escapeDeactivates: false }).activate()</script>`;
/** A page that lets nothing through its own guard. */
const GUARD = `<script>
  for (const type of ['pointerdown', 'mousedown', 'touchstart', 'mouseup', 'click', 'keydown', 'keyup'])
    document.addEventListener(type, (event) => { event.preventDefault(); event.stopImmediatePropagation() }, { capture: true, passive: false });
  </script>`;

const SETTINGS: [name: string, means: readonly Means[], attributes: Record<string, string>, more: string][] = [
  ['by default', MEANS, {}, ''],
  ['with extendOn explicit', ['mouse', 'Tab and Enter'], { 'data-extend-on': 'explicit' }, ''],
  ['over a focus-trap', ['mouse', 'tap', 'Tab and Enter'], {}, TRAP],
  ['over a page that guards its own modal', ['mouse', 'tap', 'Tab and Enter', 'click()'], {}, GUARD],
];

describe.each(enginesOfTables)('the controls do what they say, in %s', (name) => {
  let site: Site;
  let browser: Engine;
  let tab: Tab;
  let sessions = 0;
  beforeAll(async () => {
    site = await serve(serveTags);
    await servePeers(site.app);
    browser = await launch(name);
  });
  afterEach(() => tab?.close());
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });
  const open = async (attributes: Record<string, string>, face: string, more = '') => {
    sessions += 1;
    const named = { 'data-name': `means ${sessions}`, ...attributes };
    tab = await browser.tab(tagUrl(site.url, { attributes: named, body: BODY + more }));
    await tab.show();
    await until(tab, seen).toMatchObject({ open: true, face });
  };
  const state = () => stillhere?.timer?.state;
  const beneath = () => hits.filter((hit) => /submit|(click|down|start|press) /.test(hit));

  // Firefox’s driver makes a pointerdown of a tap on a modal dialog, and nothing more.
  const settings = SETTINGS.map(([setting, means, ...more]): (typeof SETTINGS)[number] => [
    setting,
    means.filter((way) => way !== 'tap' || name !== 'firefox'),
    ...more,
  ]);

  describe.each(settings)('%s', (_setting, means, attributes, more) => {
    it.each(means)('P12: “Stay signed in” extends, by %s, and nothing beneath is pressed', async (means) => {
      await open({ ...SOON, ...attributes }, 'warning', more);
      if (!(await pressBy(tab, means, 'stay'))) return;
      await until(tab, state).toBe('active');
      expect(await tab.evaluate(seen)).toMatchObject({ open: false });
      expect(await tab.evaluate(beneath)).toEqual([]);
    });

    it.each(means)('P12: “Sign out” signs out, by %s, and nothing beneath is pressed', async (means) => {
      await open({ ...SOON, ...attributes }, 'warning', more);
      if (!(await pressBy(tab, means, 'end'))) return;
      await until(tab, state).toBe('expired');
      expect(await tab.evaluate(() => stillhere?.timer?.getSnapshot().reason)).toBe('ended');
      expect(await tab.evaluate(beneath)).toEqual([]);
    });

    it('P12: Esc means stay, and the page does not hear it', async () => {
      await open({ ...SOON, ...attributes }, 'warning', more);
      await tab.press('Escape');
      await until(tab, state).toBe('active');
      expect(await tab.evaluate(() => hits.filter((hit) => hit.startsWith('key')))).toEqual([]);
    });

    it.each(means)('P12: before the limit “Continue” puts the warning aside, by %s', async (means) => {
      await open({ ...SOON_LIMIT, ...attributes }, 'limit', more);
      if (!(await pressBy(tab, means, 'go-on'))) return;
      await until(tab, seen).toMatchObject({ open: false });
      expect(await tab.evaluate(state)).toBe('warning');
      expect(await tab.evaluate(beneath)).toEqual([]);
    });

    it.each(means.filter((means) => means !== 'Tab and Space'))(
      'P12: after the end “Sign in” leads there, by %s',
      async (means) => {
        await open(
          { 'data-timeout': '1s', 'data-warn-before': '0', 'data-expired-url': '/tag?in', ...attributes },
          'over',
          more,
        );
        if (!(await pressBy(tab, means, 'sign-in'))) return;
        await until(tab, () => location.search).toBe('?in');
      },
    );
  });
});
