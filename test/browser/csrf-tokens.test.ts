import type { Request, Response } from 'express';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, engines, launch, type Tab } from '../engines/index.js';
import { type Site, serve } from '../engines/site.js';
import { until } from '../engines/until.js';
import { serveTags, tagUrl } from './tag.js';

const ATTRIBUTES = {
  'data-timeout': '60s',
  'data-warn-before': '20s',
  'data-keep-alive': '/ping',
  'data-keep-alive-interval': '200ms',
  'data-renewed': 'false',
  'data-csrf-meta': 'csrf-token',
};
const HEAD = '<meta name="csrf-token" content="token 1">';
const letter = (field: string, attributes = 'action="/letter"', more = '') =>
  `<form method="post" ${attributes}><input type="hidden" name="${field}" value="token 1"><textarea name="text"></textarea>${more}<button id="send">Send</button></form>`;

describe.each(engines)('a CSRF token that a ping brings, in %s', (name) => {
  let site: Site;
  let other: Site;
  let browser: Engine;
  let tabs: Tab[] = [];
  /** What the server takes now. */
  let good = 'token 1';
  let refusals = 0;
  const answer = (request: Request, response: Response) => {
    if (request.query.checks !== undefined && request.get('X-CSRF-Token') !== good) {
      refusals += 1;
      response.status(400);
    } else response.status(204);
    response.set('X-CSRF-Token', good).end();
  };
  beforeAll(async () => {
    other = await serve((app) => {
      app.use((request, response) => {
        response.set({
          'Access-Control-Allow-Origin': request.get('Origin') ?? '*',
          'Access-Control-Allow-Headers': '*',
          'Access-Control-Expose-Headers': 'X-CSRF-Token',
          'X-CSRF-Token': 'theirs',
        });
        response.sendStatus(204);
      });
    });
    site = await serve((app) => {
      serveTags(app);
      app.post('/ping', answer);
      app.post('/away', (_request, response) => response.redirect(307, `${other.url}/ping`));
      app.post('/moved', (_request, response) => response.redirect(307, '/theirs'));
      app.post('/theirs', (_request, response) => response.set('X-CSRF-Token', 'theirs').sendStatus(204));
      app.post('/letter', async (request, response) => {
        let body = '';
        for await (const chunk of request) body += chunk;
        const accepted = [...new URLSearchParams(body).values()].includes(good);
        response.type('html').send(`<title>${accepted ? 'accepted' : 'refused'}</title>`);
      });
    });
    browser = await launch(name);
  });
  afterEach(async () => {
    for (const tab of tabs) await tab.close();
    tabs = [];
    good = 'token 1';
    refusals = 0;
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    await other?.close();
  });
  const open = async (body: string, attributes: Record<string, string> = {}) => {
    const tab = await browser.tab(tagUrl(site.url, { head: HEAD, body, attributes: { ...ATTRIBUTES, ...attributes } }));
    tabs.push(tab);
    await tab.show();
    await until(tab, () => stillhere?.timer?.state).toBe('active');
    return tab;
  };
  const meta = () => document.querySelector<HTMLMetaElement>('meta[name=csrf-token]')?.content;
  const fields = () => [...document.querySelectorAll<HTMLInputElement>('[type=hidden]')].map(({ value }) => value);
  /** The person types until a ping has brought what is in force. */
  const renewed = async (tab: Tab, token = good) => {
    await expect
      .poll(
        async () => {
          await tab.press('x');
          return tab.evaluate(meta);
        },
        { timeout: 15_000 },
      )
      .toBe(token);
  };
  const send = async (tab: Tab) => {
    const [x, y] = await tab.evaluate(() => {
      const { x, y, width, height } = document.getElementById('send')!.getBoundingClientRect();
      return [Math.round(x + width / 2), Math.round(y + height / 2)] as const;
    });
    await tab.click(x, y);
    await until(tab, () => document.title).toMatch(/accepted|refused/);
    return tab.evaluate(() => document.title);
  };

  it.each([
    ['csrf_token', {}],
    ['csrfmiddlewaretoken', {}],
    ['authenticity_token', {}],
    ['my-token', { 'data-csrf-field': 'my-token' }],
  ])('goes into the field %s: a form that was open longer than its token lives is accepted', async (field, more) => {
    const tab = await open(letter(field), more);
    good = 'token 2';
    await renewed(tab);
    expect(await send(tab)).toBe('accepted');
  });

  it('goes into the forms of all tabs, whichever has pinged', async () => {
    const [first, second] = [await open(letter('csrf_token')), await open(letter('csrf_token'))];
    good = 'token 2';
    await renewed(second);
    await until(first, meta).toBe('token 2');
    await first.show();
    expect(await send(first)).toBe('accepted');
  });

  it('goes into no page whose session has ended: the next one is perhaps somebody else’s', async () => {
    const [first, second] = [await open(letter('csrf_token')), await open(letter('csrf_token'))];
    await first.evaluate(() => stillhere?.timer?.expire());
    await until(second, () => stillhere?.timer?.state).toBe('expired');
    // Made later than the page's own, it is told later.
    await first.evaluate(() => {
      const channel = new BroadcastChannel('stillhere:token');
      channel.onmessage = () => {
        document.title = 'told';
      };
    });
    await second.evaluate(() => stillhere?.timer?.start({ fresh: true }));
    good = 'token 2';
    await renewed(second);
    await until(first, () => document.title).toBe('told');
    expect(await first.evaluate(meta)).toBe('token 1');
    expect(await first.evaluate(fields)).toEqual(['token 1']);
  });

  it('comes with the refusal too: the ping is sent again with it, at once, and nobody is told anything', async () => {
    const tab = await open(letter('csrf_token'), { 'data-keep-alive': '/ping?checks' });
    good = 'token 2';
    await tab.evaluate(() => {
      Object.assign(window, { pings: [] });
      for (const type of ['ping', 'pingerror'] as const)
        stillhere?.timer?.addEventListener(type, ({ status }) => Object(window).pings.push(status));
    });
    await renewed(tab);
    await until(tab, () => Object(window).pings[0]).toBe(204);
    expect(refusals).toBe(1);
    expect(await tab.evaluate(() => Object(window).pings)).not.toContain(400);
  });

  it('P13: goes into no form that leads to another origin, by whatever', async () => {
    const evil = other.url;
    const tab = await open(
      [
        letter('csrf_token'),
        letter('csrf_token', `action="${evil}/"`),
        letter('csrf_token', '', `<button formaction="${evil}/">Win a prize</button>`),
        letter('csrf_token', '', `<input type="image" formaction="${evil}/">`),
        letter('csrf_token', `action="${evil}/"`, '<input name="action" value="/letter">'),
        letter('csrf_token', 'id="far"'),
        `<button form="far" formaction="${evil}/">Win a prize</button>`,
        letter('csrf_token', 'action="javascript:0"'),
        '<form method="post"><input name="csrf_token" value="what a person types"></form>',
      ].join(''),
    );
    good = 'token 2';
    await renewed(tab);
    expect(await tab.evaluate(fields)).toEqual(['token 2', ...Array(6).fill('token 1')]);
    expect(await tab.evaluate(() => document.querySelector<HTMLInputElement>('form:last-of-type input')?.value)).toBe(
      'what a person types',
    );
  });

  it.each([
    ['of another origin', () => ({ 'data-keep-alive': `${other.url.replace('127.0.0.1', 'localhost')}/ping` })],
    ['after a redirect', () => ({ 'data-keep-alive': '/moved', 'data-keep-alive-redirect': 'follow' })],
    [
      'after a redirect to another origin',
      () => ({ 'data-keep-alive': '/away', 'data-keep-alive-redirect': 'follow' }),
    ],
  ])('P13: is taken from no answer %s', async (_what, attributes) => {
    const tab = await open(letter('csrf_token'), attributes());
    await tab.evaluate(() => {
      stillhere?.timer?.addEventListener('ping', () => {
        document.title = 'pinged';
      });
    });
    await tab.press('x');
    await until(tab, () => document.title).toBe('pinged');
    expect(await tab.evaluate(meta)).toBe('token 1');
    expect(await tab.evaluate(fields)).toEqual(['token 1']);
  });
});
