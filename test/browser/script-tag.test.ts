import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, engines, launch, type Tab } from '../engines/index.js';
import { type Site, serve } from '../engines/site.js';
import { until } from '../engines/until.js';
import { STRICT, seen, serveTags, type TagOptions, tagUrl } from './tag.js';

const SHORT = { 'data-timeout': '5s', 'data-warn-before': '4s' };

describe.each(engines)('the script tag in %s', (name) => {
  let site: Site;
  let browser: Engine;
  let tab: Tab;
  let pings: Record<string, string | undefined>[] = [];
  beforeAll(async () => {
    site = await serve((app) => {
      serveTags(app);
      app.all(['/ping', '/logout'], (request, response) => {
        pings.push({ path: request.path, method: request.method, token: request.get('X-Token') });
        response.sendStatus(204);
      });
      app.get('/frame', (_request, response) => {
        const head = '<script src="/tells.js" defer></script>';
        const src = tagUrl('', { attributes: { ...SHORT, 'data-timeout': '2s', 'data-warn-before': '1s' }, head });
        response
          .type('html')
          .send(
            `<script>addEventListener('message', (event) => { document.title = event.data; });</script><iframe sandbox="allow-scripts" src="${src.replaceAll('&', '&amp;')}"></iframe>`,
          );
      });
      app.get('/tells.js', (_request, response) => {
        response.type('js').send(`
          const states = [stillhere.timer.state];
          stillhere.timer.addEventListener('change', ({ state }) => {
            states.push(state);
            parent.postMessage(states.join(', '), '*');
          });
        `);
      });
      app.get('/adds-body.js', (_request, response) => {
        response.type('js').send(`
          const tag = document.createElement('script');
          tag.src = '/dist/stillhere.min.js';
          tag.dataset.timeout = '5s';
          tag.dataset.warnBefore = '4s';
          document.head.append(tag);
        `);
      });
    });
    browser = await launch(name);
  });
  afterEach(async () => {
    await tab?.close();
    pings = [];
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });
  const open = async (options: TagOptions) => {
    tab = await browser.tab(tagUrl(site.url, options));
    await tab.show();
  };
  const state = () => stillhere?.timer?.state;

  it.each<[string, TagOptions]>([
    ['plainly in the head', {}],
    ['with defer', { attributes: { defer: '' } }],
    ['with async', { attributes: { async: '' } }],
    ['as a module', { attributes: { type: 'module' } }],
    ['at the end of the body', { last: true }],
    ['under a strict Content-Security-Policy with Trusted Types', { csp: STRICT }],
    ['twice', { head: '<script src="/dist/stillhere.min.js" data-timeout="5s" data-warn-before="4s"></script>' }],
  ])('loaded %s it starts by itself, and warns', async (_how, options) => {
    await open({ ...options, attributes: { ...SHORT, ...options.attributes } });
    await until(tab, state).toBe('warning');
    await until(tab, seen).toMatchObject({ open: true });
    expect(await tab.evaluate(() => document.querySelectorAll('stillhere-dialog').length)).toBe(1);
    expect(await tab.evaluate(() => problems)).toEqual([]);
  });

  it('added by a script of the page it starts too', async () => {
    await open({ head: '<script src="/adds-body.js" defer></script>' });
    await until(tab, seen).toMatchObject({ open: true });
  });

  it('without attributes it only defines the global', async () => {
    await open({ head: '<script src="/dist/stillhere.min.js" data-turbo-track="reload"></script>' });
    expect(await tab.evaluate(() => Object.keys(stillhere ?? {}).sort())).toEqual([
      'DEFAULT_EVENTS',
      'IdleTimer',
      'StillhereDialog',
    ]);
    expect(await tab.evaluate(() => document.querySelector('stillhere-dialog'))).toBeNull();
  });

  it.each<[string, string, string]>([
    ['data-timeout', 'soon', 'a duration such as 90s, 30m, 1h or 1500 (milliseconds)'],
    ['data-timeout', '10ms', 'a number of milliseconds from 1000'],
    ['data-warn-before', '2h', 'less than'],
    ['data-extend-on', 'never', "'activity' or 'explicit'"],
    ['data-persist', 'maybe', 'true or false'],
    ['data-time-out', '5s', 'did you mean `data-timeout`?'],
    ['data-keep-alive', '', 'an http or https address'],
    ['data-csrf-meta', 'absent', 'the page has no <meta name="absent">'],
  ])('a wrong attribute is one error that names it, and nothing starts: %s="%s"', async (attribute, value, words) => {
    await open({ attributes: { 'data-timeout': '60s', [attribute]: value } });
    await until(tab, () => document.readyState).toBe('complete');
    const problems = await tab.evaluate(() => window.problems);
    expect(problems).toEqual([expect.stringContaining(`\`${attribute}\``)]);
    expect(problems[0]).toContain(words);
    expect(await tab.evaluate(() => stillhere?.timer?.state ?? 'stopped')).toBe('stopped');
  });

  it('every option has an attribute, durations with units', async () => {
    await open({
      head: '<meta name="token" content="secret">',
      attributes: {
        'data-timeout': '0.5m',
        'data-warn-before': '20s',
        'data-max-age': '8h',
        'data-name': 'app',
        'data-cross-tab': 'true',
        'data-persist': 'false',
        'data-events': 'keydown, pointerdown',
        'data-keep-alive': '/ping',
        'data-keep-alive-interval': '1s',
        'data-keep-alive-method': 'PUT',
        'data-end-session': '/logout',
        'data-csrf-meta': 'token',
        'data-csrf-header': 'X-Token',
      },
    });
    expect(await tab.evaluate(() => stillhere?.timer?.name)).toBe('app');
    const remaining = await tab.evaluate(() => stillhere?.timer?.remaining ?? 0);
    expect(remaining).toBeGreaterThan(20_000);
    expect(remaining).toBeLessThanOrEqual(30_000);
    await tab.press('x');
    await expect.poll(() => pings, { timeout: 10_000 }).toEqual([{ path: '/ping', method: 'PUT', token: 'secret' }]);
    await tab.evaluate(() => stillhere?.timer?.expire());
    await expect
      .poll(() => pings.slice(1), { timeout: 10_000 })
      .toEqual([{ path: '/logout', method: 'POST', token: 'secret' }]);
  });

  it('goes on when the page swaps its body and its scripts run again, as with Turbo and htmx', async () => {
    await open({ attributes: SHORT });
    await until(tab, seen).toMatchObject({ open: true });
    await tab.evaluate(() => {
      const body = document.createElement('body');
      const tag = document.createElement('script');
      tag.src = '/dist/stillhere.min.js';
      tag.dataset.timeout = '5s';
      body.append(tag);
      document.body.replaceWith(body);
    });
    await until(tab, seen).toMatchObject({ open: true, face: 'over' });
    expect(await tab.evaluate(() => document.querySelectorAll('stillhere-dialog').length)).toBe(1);
  });

  it('P9: works in a sandboxed frame, without storage, channel and cookies', async () => {
    tab = await browser.tab(`${site.url}/frame`);
    await tab.show();
    await until(tab, () => document.title).toBe('stopped, active, warning, expired');
  });
});
