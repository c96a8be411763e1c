import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, enginesOfTables, launch, type Tab } from '../engines/index.js';
import { type Site, serve } from '../engines/site.js';
import { until } from '../engines/until.js';
import { type Means, pressBy } from './dialog-page.js';
import { seen, serveTags, tagUrl } from './tag.js';

const ATTRIBUTES = { 'data-timeout': '12s', 'data-warn-before': '6s', 'data-keep-alive': '/ping' };

describe.each(enginesOfTables)('P12: a "stay" that does not reach the server, in %s', (name) => {
  let site: Site;
  let browser: Engine;
  let tab: Tab;
  let sessions = 0;
  let pings = 0;
  /** A status, or 0: the connection breaks, as it does offline. */
  let answer = 0;
  beforeAll(async () => {
    site = await serve((app) => {
      serveTags(app);
      app.post('/ping', (request, response) => {
        pings += 1;
        if (answer) response.sendStatus(answer);
        else request.socket.destroy();
      });
      app.post('/old-token', (_request, response) => response.sendStatus(403));
    });
    browser = await launch(name);
  });
  afterEach(() => tab?.close());
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });
  const warn = async () => {
    sessions += 1;
    pings = 0;
    const attributes = { ...ATTRIBUTES, 'data-name': `test ${sessions}` };
    tab = await browser.tab(tagUrl(site.url, { attributes }));
    await tab.show();
    await until(tab, seen).toMatchObject({ open: true, face: 'warning' });
  };
  const heading = () =>
    document.querySelector('stillhere-dialog')?.shadowRoot?.querySelector('dialog[open] h2:not(.unseen)')?.textContent;
  const told = async () => {
    await until(tab, seen).toMatchObject({ open: true, face: 'unheard', buttons: ['Continue', 'Sign out'] });
    expect(await tab.evaluate(heading)).toBe('We could not reach the server');
  };

  it.each<[string, Means, number]>([
    ['the connection breaks', 'mouse', 0],
    ['the connection breaks', 'Tab and Enter', 0],
    ['the server answers 503', 'mouse', 503],
  ])(
    '%s (%s): the dialog comes back and says so, and closes when a later ping is answered',
    async (_, means, status) => {
      answer = status;
      await warn();
      await pressBy(tab, means, 'stay');
      await told();
      expect(pings).toBeGreaterThan(0);
      answer = 204;
      await until(tab, seen).toMatchObject({ open: false });
      expect(await tab.evaluate(() => stillhere?.timer?.state)).toBe('active');
    },
  );

  it('refused here and then answered to another tab, it is heard here too', async () => {
    answer = 204;
    sessions += 1;
    const attributes = { ...ATTRIBUTES, 'data-name': `test ${sessions}` };
    const other = await browser.tab(tagUrl(site.url, { attributes }));
    // This tab's pings are refused.
    tab = await browser.tab(tagUrl(site.url, { attributes: { ...attributes, 'data-keep-alive': '/old-token' } }));
    await tab.show();
    await until(tab, seen).toMatchObject({ open: true, face: 'warning' });
    await pressBy(tab, 'mouse', 'stay');
    await until(tab, seen).toMatchObject({ open: false });
    expect(await tab.evaluate(() => stillhere?.timer?.state)).toBe('active');
    await other.close();
  });

  it('never answered, it counts down to the end, and then is over', async () => {
    answer = 0;
    await warn();
    await pressBy(tab, 'mouse', 'stay');
    await told();
    expect((await tab.evaluate(seen)).face).toBe('unheard');
    await until(tab, seen).toMatchObject({ face: 'unheard', time: '0:05' });
    await until(tab, seen).toMatchObject({ open: true, face: 'over' });
  });

  it('"Continue" lets the person go on, and the next warning is an ordinary one', async () => {
    answer = 0;
    await warn();
    await pressBy(tab, 'mouse', 'stay');
    await told();
    await pressBy(tab, 'mouse', 'go-on');
    await until(tab, seen).toMatchObject({ open: false });
    await until(tab, seen).toMatchObject({ open: true, face: 'warning' });
  });
});
