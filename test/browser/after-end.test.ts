import express from 'express';
import session from 'express-session';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Engine, enginesOfTables, launch, type Tab } from '../engines/index.js';
import { type Site, serve } from '../engines/site.js';
import { until } from '../engines/until.js';
import { type Means, pressBy } from './dialog-page.js';
import { seen, serveTags } from './tag.js';

declare module 'express-session' {
  interface SessionData {
    user: string;
    token: string;
  }
}

/*
 * A site with sign-in pages of its own: nothing in them knows of the timer. `/letter` and `/home` need a sign-in, and have
 * the tag. Whoever is `visitor` types their name into the sign-in form; without one nobody does.
 */

const TAG = {
  'data-timeout': '3s',
  'data-warn-before': '1s',
  'data-keep-alive': '/ping',
  'data-keep-alive-interval': '1s',
  'data-end-session': '/logout',
  'data-expired-url': '/login',
  'data-csrf-meta': 'csrf-token',
};
const SHOWN = { open: true, face: 'over' };
const where = () => location.pathname;

describe.each(enginesOfTables)('after the end, in %s', (name) => {
  let site: Site;
  let browser: Engine;
  const tabs: Tab[] = [];
  let tag: Record<string, string> = TAG;
  /** More of the pages' head. */
  let head = '';
  let visitor: string | undefined;
  let logoutAnswer = 204;
  let draftAnswer = 204;
  const drafts: unknown[] = [];
  const seenByServer: string[] = [];

  beforeAll(async () => {
    site = await serve((app) => {
      app.use(session({ secret: 'a test', resave: false, saveUninitialized: false }));
      app.use(express.urlencoded());
      serveTags(app);
      app.get(['/letter', '/home', /^\/\/evil\.example/], ({ session: { user, token }, path }, response) => {
        if (!user) return response.redirect('/login');
        const attributes = Object.entries({ ...tag, ...('data-owner' in tag && { 'data-owner': user }) });
        response.type('html').send(`<!doctype html><html lang="en"><head>
          <meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="csrf-token" content="${token}"><link rel="icon" href="data:,"><script src="/problems.js"></script>${head}
          <script src="/dist/stillhere.min.js" ${attributes.map(([key, value]) => `${key}="${value}"`).join(' ')}></script>
          </head><body><p id="user">${user}</p><form method="post">
          <input type="hidden" name="csrf_token" value="${token}"><textarea name="text">Dear ${user}</textarea><input type="password" name="secret"></form>
          <script>addEventListener('pagehide', () => navigator.sendBeacon('/left?path=${path}'))</script></body></html>`);
      });
      app.get('/login', (_request, response) => {
        const types = visitor
          ? `<script>document.querySelector('input').value = '${visitor}'; document.querySelector('form').submit()</script>`
          : '';
        response
          .type('html')
          .send(
            `<form method="post" action="/login"><input name="user"></form>${types}<link rel="icon" href="data:,">`,
          );
      });
      app.post('/login', (request, response) => {
        const { user } = request.body as { user: string };
        request.session.regenerate(() => {
          Object.assign(request.session, { user, token: crypto.randomUUID() });
          response.redirect('/home');
        });
      });
      app.get('/bye', (_request, response) => {
        response.type('html').send('<h1>Goodbye</h1><link rel="icon" href="data:,">');
      });
      app.post('/left', (request, response) => {
        seenByServer.push(`left ${request.query.path}`);
        response.sendStatus(204);
      });
      app.post(['/ping', '/logout', '/draft'], (request, response) => {
        const { session, path } = request;
        const status = !session.user ? 401 : request.get('X-CSRF-Token') === session.token ? 204 : 403;
        const answer = path === '/logout' && status === 204 ? logoutAnswer : status;
        if (path === '/draft' && status === 204) {
          drafts.push(request.body);
          seenByServer.push(`draft ${draftAnswer}`);
          return response.sendStatus(draftAnswer);
        }
        seenByServer.push(`${path.slice(1)} ${answer}`);
        if (path === '/logout' && answer === 204) session.destroy(() => response.sendStatus(answer));
        else response.sendStatus(answer);
      });
    });
    browser = await launch(name, { backForwardCache: true });
  });
  beforeEach(() => {
    tag = TAG;
    head = '';
    logoutAnswer = draftAnswer = 204;
    seenByServer.length = drafts.length = 0;
  });
  afterEach(async () => {
    for (const tab of tabs.splice(0)) await tab.close().catch(() => {});
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  const state = () => stillhere?.timer?.state;
  const open = async (path: string) => {
    const tab = await browser.tab(`${site.url}${path}`);
    tabs.push(tab);
    await tab.show();
    return tab;
  };
  /** Signs in as a person does, by the site's own pages. */
  const signIn = async (user: string, path = '/home') => {
    visitor = user;
    const tab = await open('/login');
    await until(tab, where).toBe('/home');
    visitor = undefined;
    if (path !== '/home') await tab.goto(`${site.url}${path}`);
    await until(tab, state).toBe('active');
    return tab;
  };
  const owned = (tab: Tab, user: string) => until(tab, () => document.querySelector('#user')?.textContent).toBe(user);
  const over = (tab: Tab, label: string) => until(tab, seen).toMatchObject({ ...SHOWN, buttons: [label] });

  describe('P14: signing in again without leaving the page', () => {
    beforeEach(() => {
      tag = { ...TAG, 'data-owner': 'of the page', 'data-sign-in-popup': '' };
    });
    /** A letter that is being written, with the caret in the middle of it; and the end. */
    const write = async () => {
      const tab = await signIn('ada', '/letter');
      await tab.evaluate(() => {
        const field = document.querySelector('textarea') as HTMLTextAreaElement;
        field.focus();
        field.setSelectionRange(4, 4);
      });
      for (const key of 'old ') await tab.press(key);
      await over(tab, 'Sign in');
      await expect.poll(() => seenByServer).toContain('logout 204');
      return tab;
    };
    const written = () => {
      const field = document.querySelector('textarea') as HTMLTextAreaElement;
      return [field.value, field.selectionStart, document.activeElement === field];
    };
    const goesOn = async (tab: Tab) => {
      await until(tab, state).toBe('active');
      expect(await tab.evaluate(written)).toEqual(['Dearold  ada', 8, true]);
      // With the tokens of the new session.
      await expect
        .poll(() => seenByServer.slice(seenByServer.lastIndexOf('logout 204')), { timeout: 10_000 })
        .toContain('ping 204');
      expect(seenByServer).not.toContain('ping 403');
      const tokens = () => [
        document.querySelector<HTMLMetaElement>('meta[name=csrf-token]')?.content,
        document.querySelector<HTMLInputElement>('[name=csrf_token]')?.value,
      ];
      const [meta, field] = await tab.evaluate(tokens);
      expect(field).toBe(meta);
    };

    // Firefox's driver makes no click of a tap after keys, WebKit's has no finger.
    const means: readonly Means[] = ['mouse', 'Tab and Enter', ...(name === 'chromium' ? ['tap' as const] : [])];
    it.each(means)('in a window of the site’s own sign-in, which closes by itself; by %s', async (means) => {
      const tab = await write();
      visitor = 'ada';
      await pressBy(tab, means, 'sign-in');
      await goesOn(tab);
      await expect.poll(() => seenByServer).toContain('left /home');
      for (const key of 'er') await tab.press(key);
      expect(await tab.evaluate(written)).toEqual(['Dearold er ada', 10, true]);
      // And the next end is like the first.
      await over(tab, 'Sign in');
    });

    it('a window that was given up can be opened again', async () => {
      const tab = await write();
      visitor = undefined;
      await pressBy(tab, 'mouse', 'sign-in');
      await tab.show();
      await over(tab, 'Sign in');
      visitor = 'ada';
      await pressBy(tab, 'mouse', 'sign-in');
      await goesOn(tab);
    });

    it('if the browser blocks the window, the link leads to the sign-in', async () => {
      const tab = await write();
      await tab.evaluate(() => {
        window.open = () => null;
      });
      visitor = undefined;
      await pressBy(tab, 'mouse', 'sign-in');
      await until(tab, where).toBe('/login');
    });

    it('after a sign-in in another tab “Continue” goes on in place', async () => {
      const tab = await write();
      await signIn('ada');
      await tab.show();
      await over(tab, 'Continue');
      await pressBy(tab, 'mouse', 'sign-in');
      await goesOn(tab);
    });

    it('P11: a page of somebody else never goes on, and shows nothing of them: it is loaded anew', async () => {
      const tab = await write();
      visitor = 'bob';
      await pressBy(tab, 'mouse', 'sign-in');
      await owned(tab, 'bob');
      // Firefox puts what was typed into a page that is only loaded again.
      expect(await tab.evaluate(() => document.querySelector('textarea')?.value)).toBe('Dear bob');
      expect(await tab.evaluate(state)).toBe('active');
    });

    it('so it is if they have signed in in another tab', async () => {
      const tab = await write();
      await signIn('bob');
      await owned(tab, 'bob');
      expect(await tab.evaluate(() => document.querySelector('textarea')?.value)).toBe('Dear bob');
    });
  });

  describe('P14: what was typed is saved before the end', () => {
    beforeEach(() => {
      tag = { ...TAG, 'data-save': 'form', 'data-save-url': '/draft' };
    });
    const typeInto = async (tab: Tab, field: string, text: string) => {
      await tab.evaluate((field) => document.querySelector<HTMLElement>(field)?.focus(), field);
      for (const key of text) await tab.press(key);
    };
    const sent = () => seenByServer.filter((each) => /^(draft|logout)/.test(each));

    it('as the form would send it, with the token and without a password, once', async () => {
      const tab = await signIn('ada', '/letter');
      await typeInto(tab, '[name=secret]', '1234');
      await typeInto(tab, 'textarea', '!');
      await over(tab, 'Sign in');
      await expect.poll(sent).toEqual(['draft 204', 'logout 204']);
      expect(drafts).toEqual([{ csrf_token: expect.any(String), text: expect.stringContaining('!') }]);
    });

    it('not if nobody has changed anything', async () => {
      const tab = await signIn('ada', '/letter');
      await over(tab, 'Sign in');
      await expect.poll(sent).toEqual(['logout 204']);
    });

    it('if that fails the dialog says so in time; it is tried again before the logout', async () => {
      tag['data-warn-before'] = '2s';
      draftAnswer = 500;
      const tab = await signIn('ada', '/letter');
      await typeInto(tab, 'textarea', '!');
      const unsaved = () => {
        const text = document.querySelector('stillhere-dialog')?.shadowRoot?.querySelector('#unsaved');
        return text?.checkVisibility() ? text.textContent : '';
      };
      await until(tab, seen).toMatchObject({ open: true, face: 'warning' });
      await until(tab, unsaved).toMatch('could not save what you have typed');
      expect(await tab.evaluate(() => problems)).toEqual([
        expect.stringContaining('what was typed is not saved (500)'),
      ]);
      draftAnswer = 204;
      await over(tab, 'Sign in');
      await expect.poll(sent).toEqual(['draft 500', 'draft 204', 'logout 204']);
      await until(tab, unsaved).toBe('');
    });

    it('also if the page is left at that moment', async () => {
      const tab = await signIn('ada', '/letter');
      await typeInto(tab, 'textarea', '!');
      await tab.evaluate(() => {
        stillhere?.timer?.expire();
        location.assign('/bye');
      });
      await expect.poll(sent).toContain('draft 204');
      await expect.poll(sent).toContain('logout 204');
    });
  });

  describe('where the page goes', () => {
    const place = () => location.pathname + location.search;

    it('with after="redirect" it leaves for the sign-in, which learns why and where from, once the server has heard', async () => {
      tag = { ...TAG, 'data-after': 'redirect' };
      const tab = await signIn('ada', '/letter?of=ada');
      await expect
        .poll(() => tab.evaluate(place).catch(() => ''), { timeout: 15_000 })
        .toBe('/login?reason=idle&next=%2Fletter%3Fof%3Dada');
      expect(seenByServer.filter((each) => each.startsWith('logout'))).toEqual(['logout 204']);
    });

    it('P13: the way back is a path, whatever the page’s own address looks like', async () => {
      tag = { ...TAG, 'data-after': 'redirect' };
      const tab = await signIn('ada', '//evil.example/letter');
      await expect
        .poll(() => tab.evaluate(place).catch(() => ''), { timeout: 15_000 })
        .toBe('/login?reason=idle&next=%2Fevil.example%2Fletter');
    });

    it('somebody who signs out comes to another page', async () => {
      tag = {
        ...TAG,
        'data-timeout': '30300ms',
        'data-warn-before': '30s',
        'data-after': 'redirect',
        'data-signed-out-url': '/bye',
      };
      const tab = await signIn('ada');
      await until(tab, seen).toMatchObject({ open: true, face: 'warning' });
      await pressBy(tab, 'mouse', 'end');
      await until(tab, place).toBe('/bye');
      expect(seenByServer).toContain('logout 204');
    });

    it('P11: a logout that failed keeps it, and says so', async () => {
      tag = { ...TAG, 'data-after': 'redirect' };
      logoutAnswer = 404;
      const tab = await signIn('ada');
      await until(tab, seen).toMatchObject({ ...SHOWN, buttons: ['Continue'] });
      expect(await tab.evaluate(place)).toBe('/home');
    });
  });

  describe('P11: signing in again is never undone, without `fresh`', () => {
    beforeEach(() => {
      tag = { ...TAG, 'data-persist': '' };
    });

    it.each([
      ['the sign-in leads to the page', ''],
      ['the page does not tell where it was led from', '<meta name="referrer" content="no-referrer">'],
    ])('after an end that the server has heard of; %s', async (_, meta) => {
      const tab = await signIn('ada');
      await over(tab, 'Sign in');
      await expect.poll(() => seenByServer).toContain('logout 204');
      head = meta;
      await signIn('ada');
      expect(seenByServer.filter((each) => each.startsWith('logout'))).toEqual(['logout 204']);
    });

    it('after a time with all tabs closed: nothing is sent that would end the new session', async () => {
      const tab = await signIn('ada');
      await tab.close();
      await new Promise((resolve) => setTimeout(resolve, 3_500));
      const again = await signIn('ada');
      await again.press('x');
      await expect.poll(() => seenByServer, { timeout: 5_000 }).toContain('ping 204');
      expect(seenByServer.filter((each) => each.startsWith('logout'))).toEqual([]);
    });

    it('but a page that comes without a sign-in is over', async () => {
      const tab = await signIn('ada');
      await tab.close();
      await new Promise((resolve) => setTimeout(resolve, 3_500));
      const later = await open('/home');
      await over(later, 'Sign in');
      await expect.poll(() => seenByServer).toContain('logout 204');
    });
  });

  it('Back shows nothing of a session that is over, if the page comes from the browser’s own cache', async ({
    skip,
  }) => {
    head = '<script>addEventListener("unload", () => {})</script>';
    tag = { ...TAG, 'data-cover': '' };
    const tab = await signIn('ada', '/letter');
    await over(tab, 'Sign in');
    visitor = undefined;
    await pressBy(tab, 'mouse', 'sign-in');
    await until(tab, where).toBe('/login');
    await tab.back();
    const cached = () => {
      const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      return location.pathname === '/letter' && entry?.transferSize === 0;
    };
    if (!(await tab.evaluate(cached))) return skip('the browser has asked the server');
    await over(tab, 'Sign in');
    expect(seenByServer.filter((each) => each === 'logout 204')).toHaveLength(1);
  });
});
