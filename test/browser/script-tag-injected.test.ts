import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, enginesOfTables, launch, type Tab } from '../engines/index.js';
import { type Site, serve } from '../engines/site.js';
import { until } from '../engines/until.js';
import { seen, serveTags, tagUrl } from './tag.js';

/** What a sanitizer lets through: names, ids, forms, links, and attributes that only mean something to a script. */
const gadgets = (evil: string): [what: string, markup: string][] => {
  const orders = [
    `data-timeout="1h" data-keep-alive="${evil}/ping" data-end-session="${evil}/logout"`,
    `data-csrf-meta="csrf-token" data-expired-url="javascript:hacked=1" data-name="evil"`,
  ].join(' ');
  const named = (names: string[]) => names.map((name) => `<img name="${name}" alt="">`).join('');
  return [
    ['an image in the place of the current script', `<img name="currentScript" alt="" ${orders}>`],
    ['a form in the place of the current script', `<form name="currentScript" ${orders}><input name="dataset"></form>`],
    ['a frame in the place of the current script', `<iframe name="currentScript" srcdoc="" ${orders}></iframe>`],
    ['what is asked for tags', named(['querySelector', 'scripts', 'forms', 'getElementById'])],
    ['where the page is', named(['baseURI', 'location', 'URL', 'documentURI', 'domain'])],
    ['the page’s elements', named(['body', 'head', 'documentElement', 'readyState', 'cookie'])],
    ['what listens', named(['addEventListener', 'removeEventListener', 'dispatchEvent', 'querySelectorAll'])],
    [
      'what the page is asked',
      named(['visibilityState', 'hidden', 'hasFocus', 'activeElement', 'prerendering', 'elementFromPoint']),
    ],
    ['what the dialog is made with', named(['createElement', 'getSelection', 'execCommand', 'title', 'defaultView'])],
    [
      'the same by id',
      ['body', 'head', 'documentElement', 'currentScript', 'location'].map((id) => `<a id="${id}"></a>`).join(''),
    ],
    ['an element with the global’s name', `<div id="stillhere" ${orders}></div>`],
    [
      'a form with all that the global has',
      '<form id="stillhere"><input name="timer"><input name="IdleTimer"><input name="StillhereDialog"></form>',
    ],
    [
      'a link with the global’s name',
      `<a id="stillhere" href="${evil}/"></a><a id="stillhere" name="timer" href="${evil}/"></a>`,
    ],
    [
      'a frame with the global’s name',
      '<iframe name="stillhere" srcdoc="<a id=timer></a><a id=IdleTimer></a>"></iframe>',
    ],
    ['a base', `<base href="${evil}/" target="evil">`],
    ['a base of the own origin', '<base href="/elsewhere/">'],
    ['a second token', '<meta name="csrf-token" content="theirs">'],
    ['a data block that looks like the tag', `<script type="text/plain" src="/stillhere.js" ${orders}></script>`],
    ['an SVG script', `<svg><script type="text/plain" ${orders}></script></svg>`],
  ];
};

describe.each(enginesOfTables)('P13: injected markup in %s', (name) => {
  let site: Site;
  let evil: Site;
  let browser: Engine;
  let tab: Tab;
  let requests: string[] = [];
  let stolen: string[] = [];
  beforeAll(async () => {
    evil = await serve((app) => {
      app.use((request, response) => {
        stolen.push(`${request.method} ${request.path}`);
        response.set({
          'Access-Control-Allow-Origin': request.get('Origin') ?? '*',
          'Access-Control-Allow-Credentials': 'true',
          'Access-Control-Allow-Headers': 'X-CSRF-Token',
        });
        response.sendStatus(204);
      });
    });
    site = await serve((app) => {
      serveTags(app);
      app.get('/login', (_request, response) => {
        response.type('html').send('<!doctype html><title>Sign in</title>');
      });
      app.post(['/ping', '/logout', '/elsewhere/:path'], (request, response) => {
        requests.push(`${request.path} ${request.get('X-CSRF-Token')}`);
        response.sendStatus(204);
      });
    });
    browser = await launch(name);
  });
  afterEach(async () => {
    await tab?.close();
    requests = [];
    stolen = [];
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    await evil?.close();
  });

  it.each(gadgets('EVIL'))('%s changes no request, no script and no link', async (_what, markup) => {
    const injected = markup.replaceAll('EVIL', evil.url.replace('127.0.0.1', 'localhost'));
    tab = await browser.tab(
      tagUrl(site.url, {
        head: '<meta name="csrf-token" content="ours">',
        body: `<p>A page</p>${injected}`,
        attributes: {
          defer: '',
          'data-timeout': '6s',
          'data-warn-before': '1s',
          'data-keep-alive': '/ping',
          'data-keep-alive-interval': '200ms',
          'data-end-session': '/logout',
          'data-expired-url': '/login',
          'data-csrf-meta': 'csrf-token',
        },
      }),
    );
    await tab.show();
    await until(tab, () => stillhere?.timer?.name).toBe('default');
    await until(tab, async () => stillhere?.timer?.state).toBe('active');
    await expect
      .poll(
        async () => {
          await tab.press('x');
          return requests[0];
        },
        { timeout: 10_000 },
      )
      .toBe('/ping ours');
    await tab.evaluate(() => stillhere?.timer?.expire());
    await expect.poll(() => requests.at(-1), { timeout: 10_000 }).toBe('/logout ours');
    await until(tab, seen).toMatchObject({ open: true, face: 'over' });
    expect(new Set(requests)).toEqual(new Set(['/ping ours', '/logout ours']));
    const place = await tab.evaluate(() => {
      const root = Document.prototype.querySelector.call(document, 'stillhere-dialog')?.shadowRoot;
      const { x, y, width, height } = root!.querySelector('a')!.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2, hacked: 'hacked' in globalThis, problems };
    });
    expect(place).toMatchObject({ hacked: false, problems: [] });
    await tab.click(place.x, place.y);
    await until(tab, () => location.pathname).toBe('/login');
    expect(stolen).toEqual([]);
  });

  it.each([
    ...['data-keep-alive', 'data-check', 'data-end-session', 'data-expired-url'].flatMap((attribute) => [
      [attribute, 'javascript:hacked=1'] as const,
      [attribute, 'data:text/html,x'] as const,
    ]),
  ])('a template that fills %s with %s: nothing starts, and the console says why', async (attribute, value) => {
    tab = await browser.tab(tagUrl(site.url, { attributes: { 'data-timeout': '5s', [attribute]: value } }));
    await until(tab, () => problems).toEqual([
      `stillhere: attribute \`${attribute}\` is '${value}'; allowed is an http or https address. Nothing was started.`,
    ]);
    expect(await tab.evaluate(() => stillhere?.timer)).toBeUndefined();
  });

  it('the token goes to no other origin, not even one that the page itself names', async () => {
    const other = evil.url.replace('127.0.0.1', 'localhost');
    tab = await browser.tab(
      tagUrl(site.url, {
        head: '<meta name="csrf-token" content="ours">',
        attributes: { 'data-timeout': '6s', 'data-end-session': `${other}/logout`, 'data-csrf-field': 'token' },
      }),
    );
    await until(tab, () => stillhere?.timer?.state).toBe('active');
    await tab.evaluate(() => stillhere?.timer?.expire());
    // With a header of ours the browser would have asked by OPTIONS first.
    await expect.poll(() => stolen, { timeout: 10_000 }).toEqual(['POST /logout']);
  });
});
