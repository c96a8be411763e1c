import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ChromiumTab } from '../engines/chromium.js';
import { type Engine, enginesOfTables, launch, type Tab } from '../engines/index.js';
import { type Site, serve } from '../engines/site.js';
import { until } from '../engines/until.js';

const COUNTED_BY = 1_200;

describe.each(enginesOfTables)('P7: all people in %s', (name) => {
  let site: Site;
  let browser: Engine;
  let tab: Tab;
  beforeAll(async () => {
    site = await serve();
    browser = await launch(name);
  });
  afterEach(() => tab?.close());
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  const open = async (events?: string[]) => {
    tab = await browser.tab(site.page({ options: { timeout: 600_000, crossTab: false, ...(events && { events }) } }));
    await tab.show();
    await tab.move(600, 20);
    await counted();
  };
  const counted = () => tab.evaluate((time) => new Promise((resolve) => setTimeout(resolve, time)), COUNTED_BY);
  const lastActive = () => tab.evaluate(() => timer.lastActive);
  const counts = async (act: () => Promise<unknown>) => {
    const before = await lastActive();
    await act();
    await until(tab, () => timer.lastActive).toBeGreaterThan(before);
  };
  const focus = () => tab.evaluate(() => document.getElementById('input')?.focus());

  it('text that is put in counts by itself', async () => {
    await open(['beforeinput']);
    await focus();
    await counted();
    await counts(() => tab.press('x'));
  });

  it('text without keys counts: dictation, emoji panels, predictive keyboards', async ({ skip }) => {
    await open();
    if (!('cdp' in tab)) return skip('the driver presses keys only');
    const { cdp } = tab as ChromiumTab;
    await focus();
    for (const text of ['Dear', ' Sir', '🙂']) {
      await counted();
      await counts(() => cdp.send('Input.insertText', { text }));
    }
    expect(await tab.evaluate(() => (document.getElementById('input') as HTMLInputElement).value)).toBe('Dear Sir🙂');
  });

  it('something that is dragged counts, all the while', async () => {
    await open();
    await tab.evaluate(() => {
      const item = document.body.appendChild(document.createElement('div'));
      item.draggable = true;
      item.style.cssText = 'position:fixed;left:100px;top:100px;width:90px;height:40px;background:red;z-index:9';
    });
    await tab.move(120, 120);
    await tab.down();
    await tab.move(140, 140);
    for (let i = 1; i < 4; i += 1) {
      await counted();
      await counts(() => tab.move(140 + 20 * i, 140 + 20 * i).then(() => tab.move(145 + 20 * i, 145 + 20 * i)));
    }
    await tab.up();
  });

  it('P9: listeners survive document.open(): what a script writes into the page is listened to', async () => {
    await open();
    await tab.evaluate(() => {
      document.open();
      document.write('<body style="height:900px"><input autofocus>');
      document.close();
    });
    await counted();
    await counts(() => tab.press('x'));
    await counted();
    await counts(() => tab.move(200, 200).then(() => tab.move(220, 220)));
    // What becomes of the page is heard too: hidden, it tells what it has seen.
    const before = await lastActive();
    await counted();
    await tab.hide();
    await tab.show();
    await until(tab, () => timer.lastActive).toBeGreaterThan(before);
  });
});
