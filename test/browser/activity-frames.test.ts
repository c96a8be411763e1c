import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Engine, enginesOfTables, launch, type Tab } from '../engines/index.js';
import { type Site, serve } from '../engines/site.js';
import { until } from '../engines/until.js';

/** Events are counted once a second: what has not been counted by then is not. */
const COUNTED_BY = 1_200;
const BOX = 'position:fixed;left:0;top:0;width:200px;height:150px;border:0;background:white;z-index:9';
const INNER = '<body style="margin:0;height:3000px"><input id="field" style="width:90px;height:40px">';
const PDF =
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 900]>>endobj\ntrailer<</Root 1 0 R>>';

describe.each(enginesOfTables)('frames in %s', (name) => {
  let site: Site;
  let browser: Engine;
  let tab: Tab;
  beforeAll(async () => {
    site = await serve((app) => {
      app.get('/inner', (_request, response) => void response.type('html').send(INNER));
      app.get('/letter', (_request, response) => void response.type('application/pdf').send(Buffer.from(PDF)));
    });
    browser = await launch(name, {});
  });
  beforeEach(async () => {
    tab = await browser.tab(site.page({ options: { timeout: 600_000, crossTab: false } }));
    await tab.show();
    // What showing it and a pointer that comes in bring about is over before a test begins.
    await tab.move(600, 20);
    await counted();
  });
  afterEach(() => tab?.close());
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  const counted = () => tab.evaluate((time) => new Promise((resolve) => setTimeout(resolve, time)), COUNTED_BY);
  const lastActive = () => tab.evaluate(() => timer.lastActive);
  const counts = async (act: () => Promise<unknown>) => {
    const before = await lastActive();
    await act();
    await until(tab, () => timer.lastActive).toBeGreaterThan(before);
  };
  /** Puts markup over the upper left corner of the page, and waits until all that it loads is there. */
  const add = (html: string, shadow?: ShadowRootMode) =>
    tab.evaluate(
      async (html, shadow, box) => {
        const host = document.body.appendChild(document.createElement('div'));
        host.style.cssText = box;
        const root = shadow ? host.attachShadow({ mode: shadow }) : host;
        root.innerHTML = html;
        for (const element of root.querySelectorAll<HTMLElement>('iframe, embed, object')) {
          element.id = 'inner';
          element.style.cssText = box;
          if (html.includes('/letter')) continue;
          // WebKit does not tell of each that it has been loaded.
          const isLoaded = () => {
            const inner = (element as HTMLIFrameElement).contentDocument ?? window[0]?.document;
            return inner?.URL.endsWith('/inner') && inner.readyState === 'complete';
          };
          while (!isLoaded()) await new Promise((resolve) => setTimeout(resolve, 20));
        }
      },
      html,
      shadow,
      BOX,
    );

  describe('P7: a frame that unloads is nobody', () => {
    const ways: [string, (frame: HTMLIFrameElement) => void][] = [
      ['is removed', (frame) => frame.remove()],
      ['reloads itself', (frame) => frame.contentWindow?.location.reload()],
      [
        'goes to another page',
        (frame) => {
          frame.src = '/inner?2';
        },
      ],
      [
        'gets another srcdoc',
        (frame) => {
          frame.srcdoc = '<p>again</p>';
        },
      ],
      [
        'is hidden and shown',
        (frame) => {
          frame.hidden = true;
          frame.getBoundingClientRect();
          frame.hidden = false;
        },
      ],
    ];
    it.each(ways)('it %s', async (_what, change) => {
      await add('<iframe src="/inner"></iframe>');
      await counted();
      const before = await lastActive();
      await tab.evaluate((change) => {
        const frame = document.getElementById('inner');
        setTimeout(() => new Function(`return (${change})`)()(frame));
      }, `${change}`);
      await counted();
      expect(await lastActive()).toBe(before);
      // And the page still listens.
      await counts(() => tab.press('x'));
    });

    it('not even if somebody has typed in it: it is removed later, and the focus goes back to the page', async () => {
      await add('<iframe src="/inner"></iframe>');
      await tab.click(30, 20);
      await tab.press('x');
      await counted();
      await counted();
      const before = await lastActive();
      await tab.evaluate(() => void setTimeout(() => document.getElementById('inner')?.remove()));
      await counted();
      expect(await lastActive()).toBe(before);
    });

    it('P6: a page that loads hidden frames over and over is idle in time', async () => {
      await tab.goto(site.page({ options: { timeout: 3_000, warnBefore: 0, crossTab: false } }));
      await tab.evaluate(() => {
        setInterval(() => {
          document.getElementById('hidden')?.remove();
          const frame = document.body.appendChild(document.createElement('iframe'));
          frame.id = 'hidden';
          frame.hidden = true;
          frame.src = '/inner';
        }, 400);
      });
      await until(tab, () => timer.state).toBe('expired');
      const [lastActive, expired] = await tab.evaluate(() => [
        timer.lastActive,
        log.find(({ type }) => type === 'expire')?.at ?? 0,
      ]);
      expect(expired! - lastActive!).toBeLessThan(4_500);
      expect(await tab.evaluate(() => performance.now())).toBeLessThan(8_000);
    });
  });

  describe('P7: what the page cannot look into counts as far as the browser tells', () => {
    it.each([
      ['a PDF in an <iframe>', '<iframe src="/letter"></iframe>', undefined],
      ['a PDF in an <embed>', '<embed type="application/pdf" src="/letter">', undefined],
      ['a PDF in an <object>', '<object type="application/pdf" data="/letter"></object>', undefined],
      ['a frame in a closed shadow tree', '<iframe src="/inner"></iframe>', 'closed'],
    ] as const)('%s: each click and key', async (_what, html, shadow) => {
      await add(html, shadow);
      // A viewer is ready some time after it is loaded.
      const isInside = async () => {
        await tab.click(110, 110);
        return tab.evaluate(() => document.activeElement !== document.body);
      };
      await expect.poll(isInside, { timeout: 20_000, interval: 500 }).toBe(true);
      for (const act of [() => tab.press('PageDown'), () => tab.click(120, 110)]) {
        // An act counts for as long as the browser says that somebody was active.
        await until(tab, () => navigator.userActivation.isActive).toBe(false);
        await counted();
        await counts(act);
      }
    });

    it.each([
      ['<embed>', '<embed type="text/html" src="/inner">', undefined],
      ['<object>', '<object type="text/html" data="/inner"></object>', undefined],
      ['a frame in an open shadow tree', '<iframe src="/inner"></iframe>', 'open'],
    ] as const)('%s of the same origin: even a mouse that only moves', async (_what, html, shadow) => {
      await add(html, shadow);
      await tab.move(100, 100);
      await counted();
      await counts(() => tab.move(120, 110).then(() => tab.move(125, 115)));
    });
  });

  it('listeners survive document.open() in a frame, even without a close()', async () => {
    await add('<iframe src="/inner"></iframe>');
    await tab.evaluate(() => {
      const inner = (document.getElementById('inner') as HTMLIFrameElement).contentDocument as Document;
      inner.open();
      inner.write('<body><p>Loading');
    });
    await tab.move(100, 100);
    await counted();
    await counts(() => tab.move(120, 110).then(() => tab.move(125, 115)));
  });
});
