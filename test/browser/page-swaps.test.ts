import { fileURLToPath } from 'node:url';
import express from 'express';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { installIn } from '../../scripts/install.mjs';
import { type Engine, enginesOfTables, launch, type Tab } from '../engines/index.js';
import { type Site, serve } from '../engines/site.js';
import { until } from '../engines/until.js';
import { seen, serveTags } from './tag.js';

const LIBRARIES = {
  turbo: { file: '@hotwired/turbo/dist/turbo.es2017-umd.js', body: '' },
  htmx2: { file: 'htmx-2/dist/htmx.min.js', body: 'hx-boost="true"' },
  htmx4: { file: 'htmx.org/dist/htmx.min.js', body: 'hx-boost:inherited="true"' },
};
type Library = keyof typeof LIBRARIES;
type Place = 'head' | 'body';

const packages = fileURLToPath(new URL('swap', import.meta.url));

/** A site as a server renders it: its pages need a sign-in and have the tag, the page to sign in at has none. */
function site(requests: string[]): Promise<Site> {
  let signedIn = true;
  return serve((app) => {
    serveTags(app);
    app.use(express.urlencoded({ extended: false }));
    app.use('/packages', express.static(`${packages}/node_modules`));
    const from = (request: express.Request) => request.get('Referer')?.split('/').at(-1);
    app.post('/ping', (request, response) => {
      requests.push(`ping from ${from(request)}`);
      response.sendStatus(signedIn ? 204 : 401);
    });
    app.post('/end', (request, response) => {
      requests.push(`end from ${from(request)}`);
      signedIn = false;
      response.sendStatus(204);
    });
    app.get('/reset', (_request, response) => {
      signedIn = true;
      response.sendStatus(204);
    });
    const page = ({ library, place }: { library: Library; place: Place }, body: string, tag = '') => {
      const { file, body: attributes } = LIBRARIES[library];
      const script = tag && `<script src="/dist/stillhere.min.js" ${tag} defer></script>`;
      return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,"><script src="/problems.js"></script><script src="/packages/${file}"></script>${place === 'head' ? script : ''}</head><body ${attributes}>${body}<div>${place === 'body' ? script : ''}</div></body></html>`;
    };
    const TAG = {
      'data-timeout': '20s',
      'data-warn-before': '15s',
      'data-keep-alive': '/ping',
      'data-keep-alive-interval': '200ms',
      'data-end-session': '/end',
    };
    const tag = (more: Record<string, string> = {}) =>
      Object.entries({ ...TAG, ...more })
        .map(([name, value]) => `${name}="${value}"`)
        .join(' ');
    const LINKS =
      '<p><a id="second" href="second">Second</a> <a id="longer" href="longer">Longer</a></p><form id="out" action="logout" method="post"><button>Sign out</button></form>';
    app.get('/:library/:place/:page', (request, response) => {
      const { library, place, page: name } = request.params as { library: Library; place: Place; page: string };
      response.type('html');
      if (name === 'login') {
        response.send(
          page(
            { library, place },
            '<h1 id="login">Sign in</h1><form action="login" method="post"><input id="user" name="user"><button id="in">Sign in</button></form>',
          ),
        );
      } else if (!signedIn) response.redirect(303, 'login');
      else {
        const more = { home: {}, welcome: { 'data-fresh': '' }, longer: { 'data-timeout': '10m' } }[name];
        response.send(page({ library, place }, `<h1 id="${name}">${name}</h1>${LINKS}`, tag(more)));
      }
    });
    app.post('/:library/:place/login', (_request, response) => {
      signedIn = true;
      response.redirect(303, 'welcome');
    });
    app.post('/:library/:place/logout', (_request, response) => {
      signedIn = false;
      response.redirect(303, 'login');
    });
  });
}

describe.each(enginesOfTables)('what swaps pages by script, in %s', (name) => {
  const requests: string[] = [];
  let pages: Site;
  let browser: Engine;
  let tab: Tab;
  const tabs: Tab[] = [];
  beforeAll(async () => {
    installIn(packages);
    pages = await site(requests);
    browser = await launch(name);
  });
  afterEach(async () => {
    for (const other of tabs.splice(0)) await other.close();
    await fetch(`${pages.url}/reset`);
    requests.length = 0;
  });
  afterAll(async () => {
    await browser?.close();
    await pages?.close();
  });

  const open = async (library: Library, place: Place, page = 'home') => {
    tab = await browser.tab(`${pages.url}/${library}/${place}/${page}`);
    tabs.push(tab);
    await tab.show();
    await until(tab, () => stillhere?.timer?.state).toBe('active');
    // What a full load would lose.
    await tab.evaluate(() => void Object.assign(globalThis, { samePage: true }));
  };
  const click = async (selector: string) => {
    const { x, y } = await tab.evaluate((wanted) => {
      const box = document.querySelector(wanted)!.getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    }, selector);
    await tab.click(x, y);
  };
  /** The page is there, and it was swapped in. */
  const arrived = async (page: string) => {
    await until(tab, (id) => document.querySelector('h1')?.id === id, page).toBe(true);
    expect(await tab.evaluate(() => 'samePage' in globalThis)).toBe(true);
  };
  const state = () => stillhere?.timer?.state;
  const dialogs = () => document.querySelectorAll('stillhere-dialog').length;

  const CASES: [Library, Place][] = [
    ['turbo', 'head'],
    ['turbo', 'body'],
    ['htmx2', 'body'],
    ['htmx4', 'body'],
  ];
  describe.each(CASES)('%s with the tag in the %s', (library, place) => {
    it('one timer goes on from page to page, and warns', async () => {
      await open(library, place);
      await tab.evaluate(() => void Object.assign(stillhere!.timer!, { first: true }));
      await click('#second');
      await arrived('second');
      await until(tab, seen).toMatchObject({ open: true, face: 'warning' });
      expect(await tab.evaluate(() => 'first' in stillhere!.timer!)).toBe(true);
      expect(await tab.evaluate(dialogs)).toBe(1);
      expect(await tab.evaluate(() => problems)).toEqual([]);
    });

    it.each([
      ['as it is', false],
      ['that stops the timer', true],
    ])(
      'the site’s own sign-out, %s: quiet on the page to sign in at, and a new session after it',
      async (_how, stops) => {
        await open(library, place);
        await open(library, place);
        const [other] = tabs;
        if (stops) await tab.evaluate(() => addEventListener('submit', () => stillhere?.timer?.stop(), true));
        await click('#out button');
        await arrived('login');
        await until(tab, state).toBe('stopped');
        expect(await tab.evaluate(dialogs)).toBe(0);
        const before = requests.length;
        await click('#user');
        for (const key of 'ada') await tab.press(key);
        // Two intervals of pings.
        await new Promise((resolve) => setTimeout(resolve, 500));
        // The other tab may notice that it has no session any more; here nobody asks.
        expect(requests.slice(before).filter((request) => request.endsWith('login'))).toEqual([]);

        await click('#in');
        await arrived('welcome');
        await until(tab, state).toBe('active');
        expect(await tab.evaluate(dialogs)).toBe(1);
        // That of the person who has signed out is over.
        await until(other!, state).toBe('expired');
        await expect
          .poll(
            async () => {
              await tab.press('x');
              return requests;
            },
            { timeout: 10_000 },
          )
          .toContain('ping from welcome');
        expect(await tab.evaluate(() => problems)).toEqual([]);
      },
    );

    it('a page with other options is heard', async () => {
      await open(library, place);
      await click('#longer');
      await arrived('longer');
      await until(tab, () => (stillhere?.timer?.remaining ?? 0) > 60_000).toBe(true);
      expect(await tab.evaluate(state)).toBe('active');
      expect(await tab.evaluate(dialogs)).toBe(1);
    });
  });
});
