import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readAttributes } from '../../src/auto/attributes.js';
import type { Stillhere } from '../../src/auto.js';
import { MINUTE, pass, SECOND, useChannels, useClock, useLocks } from './helpers.js';

/** A script tag as a browser runs it: the tag is known only while it runs. */
async function load(attributes: Record<string, string>, tag = true): Promise<Stillhere> {
  const script = document.createElement('script');
  for (const [name, value] of Object.entries(attributes)) script.setAttribute(name, value);
  vi.spyOn(document, 'currentScript', 'get').mockReturnValue(tag ? script : null);
  vi.resetModules();
  await import('../../src/auto.js');
  if (!globalThis.stillhere) throw new Error('no global');
  return globalThis.stillhere;
}

const dialogs = () => document.querySelectorAll('stillhere-dialog');

beforeEach(() => {
  useClock();
  useChannels();
  useLocks();
  vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});

afterEach(() => {
  globalThis.stillhere?.timer?.stop();
  globalThis.stillhere = undefined;
  for (const dialog of dialogs()) dialog.remove();
  for (const meta of document.querySelectorAll('meta')) meta.remove();
});

describe('one script tag', () => {
  test('without attributes defines the global, and starts nothing', async () => {
    const { IdleTimer, StillhereDialog, DEFAULT_EVENTS, timer } = await load({ src: '/stillhere.min.js' });
    expect(IdleTimer).toBeTypeOf('function');
    expect(StillhereDialog).toBeTypeOf('function');
    expect(DEFAULT_EVENTS).toContain('keydown');
    expect(timer).toBeUndefined();
    expect(dialogs()).toHaveLength(0);
  });

  test('with them starts by itself, with the dialog beside the body', async () => {
    const { timer } = await load({
      'data-timeout': '10m',
      'data-lang': 'de',
      'data-expired-url': '/login',
      'data-cover': 'true',
    });
    expect(timer?.state).toBe('active');
    expect(timer?.remaining).toBe(10 * MINUTE);
    const [dialog] = dialogs();
    expect(dialog?.parentElement).toBe(document.documentElement);
    expect(dialog?.getAttribute('lang')).toBe('de');
    expect(dialog?.getAttribute('expired-url')).toBe('/login');
    expect(dialog?.hasAttribute('cover')).toBe(true);
  });

  test('a dialog that was swapped away with its page comes back for the warning', async () => {
    await load({ 'data-timeout': '10m' });
    dialogs()[0]?.remove();
    await pass(9 * MINUTE);
    expect(dialogs()).toHaveLength(1);
    expect(dialogs()[0]?.shadowRoot?.querySelector('dialog')?.open).toBe(true);
  });

  test('loaded twice it goes on with the timer that runs', async () => {
    const { timer } = await load({ 'data-timeout': '10m' });
    const again = await load({ 'data-timeout': '5m' });
    expect(again.timer).toBe(timer);
    expect(again.timer?.remaining).toBe(10 * MINUTE);
    expect(dialogs()).toHaveLength(1);
  });

  test('in a page that is still being read it waits for the end of that', async () => {
    vi.spyOn(document, 'readyState', 'get').mockReturnValue('loading');
    const { timer } = await load({ 'data-timeout': '10m' });
    expect(timer?.state).toBe('stopped');
    document.dispatchEvent(new Event('DOMContentLoaded'));
    expect(timer?.state).toBe('active');
  });

  test('as a module it finds its tag by its attributes', async () => {
    const module = document.createElement('script');
    Object.assign(module.dataset, { timeout: '7m' });
    module.type = 'module';
    module.setAttribute('src', 'data:text/javascript,//stillhere');
    vi.spyOn(document, 'querySelector').mockImplementation((selector: string) =>
      selector.startsWith('script[type=module]') ? module : null,
    );
    expect((await load({}, false)).timer?.remaining).toBe(7 * MINUTE);
  });

  test('where there is no tag, no page or nothing of ours, nothing is started', async () => {
    expect((await load({}, false)).timer).toBeUndefined();
    globalThis.stillhere = undefined;
    expect((await load({ 'data-turbo-track': 'reload', 'data-theme': 'dark' })).timer).toBeUndefined();
    expect(console.error).not.toHaveBeenCalled();
  });

  test('data-fresh: the page after a sign-in begins a new session', async () => {
    const { timer } = await load({ 'data-timeout': '10m', 'data-max-age': '12m' });
    await pass(5 * MINUTE);
    timer?.stop();
    globalThis.stillhere = undefined;
    const next = await load({ 'data-timeout': '10m', 'data-max-age': '12m', 'data-fresh': 'true' });
    expect(next.timer?.remaining).toBe(10 * MINUTE);
  });

  test.for([
    [{ 'data-timeout': 'soon' }, "attribute `data-timeout` is 'soon'; allowed is a duration"],
    [{ 'data-timeout': '30m', 'data-persist': 'yes' }, "attribute `data-persist` is 'yes'; allowed is true or false"],
    [{ 'data-timeout': '30m', 'data-warn-befor': '2m' }, "unknown attribute `data-warn-befor` is '2m'"],
    [{ 'data-timeout': '10ms' }, '`data-timeout` is 10; allowed is'],
    [{ 'data-keep-alive': '/p', 'data-keep-alive-interval': '2h' }, '`data-keep-alive-interval` is 7200000'],
    [{ 'data-keep-alive-interval': '1m' }, '`data-keep-alive` is undefined'],
    [{ 'data-timeout': '30m', 'data-csrf-meta': 'token' }, "`data-csrf-meta` is 'token', but the page has no <meta>"],
  ] as const)('P9: %o is told on the console in the words of the tag, and nothing is started', async ([tag, text]) => {
    const { timer } = await load(tag);
    expect(timer?.state ?? 'stopped').toBe('stopped');
    expect(dialogs()).toHaveLength(0);
    expect(console.error).toHaveBeenCalledTimes(1);
    const said = String(vi.mocked(console.error).mock.calls[0]?.[0]);
    expect(said).toContain(text);
    expect(said).toMatch(/^stillhere: (?!stillhere).*\. Nothing was started\.$/);
  });

  test('the CSRF token is read anew for each ping', async () => {
    const meta = document.createElement('meta');
    meta.name = 'csrf-token';
    meta.content = 'one';
    document.head.append(meta);
    const fetch = vi.fn(async (_url: string, _init: RequestInit) => new Response(null, { status: 204 }));
    vi.stubGlobal('fetch', fetch);
    const { timer } = await load({ 'data-timeout': '10m', 'data-keep-alive': '/ping', 'data-csrf-header': 'X-Token' });
    await pass(SECOND);
    timer?.extend();
    await pass(SECOND);
    meta.content = 'two';
    timer?.extend();
    await pass(SECOND);
    expect(fetch.mock.calls.map(([url, { headers }]) => [url, headers])).toEqual([
      ['/ping', { 'X-Token': 'one' }],
      ['/ping', { 'X-Token': 'two' }],
    ]);
  });
});

describe('attributes', () => {
  test.for([
    ['1500', 1_500],
    ['1500ms', 1_500],
    ['90s', 90_000],
    ['30m', 30 * MINUTE],
    [' 30 m ', 30 * MINUTE],
    ['1.5h', 90 * MINUTE],
    ['2d', 2_880 * MINUTE],
  ] as const)('%s is a duration', ([text, ms]) => {
    expect(readAttributes({ timeout: text })?.options.timeout).toBe(ms);
  });

  test.for(['', 'm', '5 weeks', '-5m', '1e3', '5M', '1:30', '.5h'])('%j is none', (text) => {
    expect(() => readAttributes({ timeout: text })).toThrow(RangeError);
  });

  test.for([
    ['', true],
    ['true', true],
    ['false', false],
  ] as const)('%j is %s', ([text, value]) => {
    expect(readAttributes({ persist: text })?.options.persist).toBe(value);
  });

  test('all of them', () => {
    const wishes = readAttributes({
      timeout: '30m',
      warnBefore: '2m',
      maxAge: '8h',
      extendOn: 'explicit',
      name: 'admin',
      crossTab: 'false',
      persist: '',
      untrusted: 'true',
      events: 'keydown, click  wheel',
      keepAlive: '/ping',
      keepAliveMethod: 'GET',
      keepAliveInterval: '1m',
      keepAliveRedirect: 'follow',
      keepAliveExpiresIn: 'X-TTL',
      check: '/session',
      checkTimeout: '5s',
      endSession: '/logout',
      endSessionCredentials: 'include',
      csrfMeta: 'csrf',
    });
    expect(wishes).toEqual({
      options: {
        timeout: 30 * MINUTE,
        warnBefore: 2 * MINUTE,
        maxAge: 480 * MINUTE,
        extendOn: 'explicit',
        name: 'admin',
        crossTab: false,
        persist: true,
        untrusted: true,
        events: ['keydown', 'click', 'wheel'],
        keepAlive: {
          url: '/ping',
          method: 'GET',
          interval: MINUTE,
          redirect: 'follow',
          expiresIn: 'X-TTL',
          headers: expect.any(Function),
        },
        check: { url: '/session', timeout: 5 * SECOND, headers: expect.any(Function) },
        endSession: { url: '/logout', credentials: 'include', headers: expect.any(Function) },
      },
      dialog: {},
      fresh: false,
      csrfMeta: 'csrf',
    });
  });

  test('without a token no header is sent', () => {
    const keepAlive = readAttributes({ keepAlive: '/ping' })?.options.keepAlive;
    const headers = typeof keepAlive === 'object' && 'headers' in keepAlive ? keepAlive.headers : undefined;
    expect(typeof headers === 'function' && headers()).toEqual({});
  });
});
