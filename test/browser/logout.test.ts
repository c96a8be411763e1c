import type { Response } from 'express';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, enginesOfTables, launch, type Tab } from '../engines/index.js';
import { type Site, serve } from '../engines/site.js';
import { until } from '../engines/until.js';
import { seen, serveTags, tagUrl } from './tag.js';

declare global {
  /** What the timer has told of its logout. */
  var outcomes: { ok: boolean; status: number }[];
}

const TAG = {
  'data-timeout': '60s',
  'data-end-session': '/logout',
  'data-end-session-timeout': '1s',
  'data-expired-url': '/login',
  'data-csrf-meta': 'token',
};
const LOGGED_OUT = { open: true, face: 'over', buttons: ['Sign in'] };
const FAILED = { open: true, face: 'over', buttons: ['Continue'] };
const SCRIPT = `
  window.outcomes = [];
  addEventListener('load', () => stillhere.timer.addEventListener('logout', ({ ok, status }) => outcomes.push({ ok, status })));`;

/** What the server does with the first logout, the second, … and all that follow. */
type Answer = number | 'hangs up' | 'never answers';

describe.each(enginesOfTables)('what came of the logout, in %s', (name) => {
  let site: Site;
  let browser: Engine;
  const tabs: Tab[] = [];
  let answers: Answer[] = [];
  /** The server takes no other token, if there is one. */
  let token: string | undefined;
  const requests: string[] = [];
  const respond = (answer: Answer, response: Response) => {
    if (answer === 'hangs up') response.socket?.destroy();
    else if (answer === 302) response.redirect('/login');
    else if (answer !== 'never answers') response.sendStatus(answer);
  };
  beforeAll(async () => {
    site = await serve((app) => {
      serveTags(app);
      app.get('/outcomes.js', (_request, response) => {
        response.type('js').send(SCRIPT);
      });
      app.all(['/logout', '/login'], (request, response) => {
        const { method, path } = request;
        const sent = request.get('X-CSRF-Token');
        requests.push(`${method} ${path}`);
        if (token && sent !== token) response.sendStatus(403);
        else respond(answers.length > 1 ? answers.shift()! : answers[0]!, response);
      });
    });
    browser = await launch(name);
  });
  afterEach(async () => {
    for (const tab of tabs.splice(0)) await tab.close();
    token = undefined;
    requests.length = 0;
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });
  const open = async (more: Record<string, string> = {}, own = 'ours') => {
    const head = `<meta name="token" content="${own}"><script src="/outcomes.js"></script>`;
    const tab = await browser.tab(tagUrl(site.url, { attributes: { ...TAG, ...more }, head }));
    tabs.push(tab);
    await tab.show();
    await until(tab, () => document.readyState).toBe('complete');
    return tab;
  };
  const told = (tab: Tab) => tab.evaluate(() => ({ outcomes: globalThis.outcomes, problems: globalThis.problems }));
  const heading = () => document.querySelector('stillhere-dialog')?.shadowRoot?.querySelector('#heading')?.textContent;

  it.each<[string, Answer[], number, number]>([
    ['redirected, it has reached the server, and the page it leads to is not loaded', [302], 0, 1],
    ['hung up on once, it is sent again', ['hangs up', 204], 204, 2],
    ['answered by an error once, it is sent again', [503, 204], 204, 2],
    ['answered that nobody is signed in, it is done', [401], 401, 1],
  ])('P11: %s', async (_, given, status, count) => {
    answers = [...given];
    const tab = await open();
    await tab.evaluate(() => stillhere?.timer?.expire());
    await expect.poll(() => told(tab), { timeout: 10_000 }).toEqual({ outcomes: [{ ok: true, status }], problems: [] });
    expect(await tab.evaluate(seen)).toMatchObject(LOGGED_OUT);
    expect(new Set(requests)).toEqual(new Set(['POST /logout']));
    // What is hung up on browsers send again by themselves, too.
    if (given[0] !== 'hangs up') expect(requests).toHaveLength(count);
  });

  it.each<[string, Answer, number, number]>([
    ['refused', 403, 403, 2],
    ['hung up on', 'hangs up', 0, 2],
    ['answered by errors', 500, 500, 2],
    ['not answered', 'never answers', 0, 2],
  ])('P11: %s again and again, it is told, and the dialog claims nothing else', async (_, answer, status, count) => {
    answers = [answer];
    const tab = await open();
    await tab.evaluate(() => stillhere?.timer?.expire());
    await expect
      .poll(() => told(tab), { timeout: 15_000 })
      .toEqual({ outcomes: [{ ok: false, status }], problems: [expect.stringContaining('the logout failed')] });
    await until(tab, seen).toMatchObject(FAILED);
    expect(await tab.evaluate(heading)).toBe('You may still be signed in');
    if (answer === 'hangs up') expect(requests.length).toBeGreaterThanOrEqual(count);
    else expect(requests).toHaveLength(count);
  });

  it('P11: the link of a failed one leads to where a person can sign out by hand', async () => {
    answers = [403];
    const tab = await open({ 'data-sign-out-url': '/account/sign-out' });
    await tab.evaluate(() => stillhere?.timer?.expire());
    await until(tab, seen).toMatchObject({ ...FAILED, buttons: ['Sign out'] });
    const href = () =>
      document.querySelector('stillhere-dialog')?.shadowRoot?.querySelector<HTMLAnchorElement>('[part=sign-in]')?.href;
    expect(await tab.evaluate(href)).toBe(`${site.url}/account/sign-out`);
  });

  it('P11: refused in one tab, it is sent by another, whose token is good; both are told the same', async () => {
    answers = [204];
    token = 'new';
    const [old, good] = [await open({}, 'old'), await open({}, 'new')];
    await old.show();
    await old.evaluate(() => stillhere?.timer?.expire());
    for (const tab of [old, good]) {
      await expect
        .poll(() => told(tab), { timeout: 10_000 })
        .toEqual({ outcomes: [{ ok: true, status: 204 }], problems: [] });
      expect(await tab.evaluate(seen)).toMatchObject(LOGGED_OUT);
    }
  });
});
