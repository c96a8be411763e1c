import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Stillhere } from '../../../src/script-tag/index.js';
import { MINUTE, pass, press, SECOND, useChannels, useClock, useLocks } from '../helpers.js';

/** A script tag as a browser runs it: the tag is known only while it runs. */
async function load(attributes: Record<string, string>, tag = true): Promise<Stillhere> {
  const script = document.createElement('script');
  for (const [name, value] of Object.entries(attributes)) script.setAttribute(name, value);
  vi.spyOn(Object.getPrototypeOf(document) as Document, 'currentScript', 'get').mockReturnValue(tag ? script : null);
  vi.resetModules();
  await import('../../../src/script-tag/index.js');
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
    expect(dialog?.getAttribute('expired-url')).toBe(`${location.origin}/login`);
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
    await pass(MINUTE);
    const again = await load({ 'data-timeout': '10m' });
    expect(again.timer).toBe(timer);
    expect(again.timer?.remaining).toBe(9 * MINUTE);
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
    [
      { 'data-timeout': '30m', 'data-warn-befor': '2m' },
      "unknown attribute `data-warn-befor` is '2m'; did you mean `data-warn-before`?",
    ],
    [{ 'data-timeout': '10ms' }, "attribute `data-timeout` is '10ms'; allowed is a number of milliseconds from 1000"],
    [
      { 'data-timeout': '1h', 'data-warn-before': '2h' },
      "attribute `data-warn-before` is '2h'; allowed is less than the 3600000 of timeout and maxAge",
    ],
    [
      { 'data-keep-alive': '/p', 'data-keep-alive-interval': '2h' },
      "`data-keep-alive-interval` is '2h'; allowed is less than",
    ],
    [{ 'data-keep-alive-interval': '1m' }, 'attribute `data-keep-alive` is missing; allowed is a URL'],
    [{ 'data-timeout': '30m', 'data-csrf-meta': 'token' }, 'the page has no <meta name="token"> for `data-csrf-meta`'],
    [{ 'data-csrf-header': 'X-Token' }, 'the page has no <meta name="csrf-token"> for `data-csrf-meta`'],
  ] as const)('P9: %o is told on the console in the words of the tag, and nothing is started', async ([tag, text]) => {
    const { timer } = await load(tag);
    expect(timer?.state ?? 'stopped').toBe('stopped');
    expect(dialogs()).toHaveLength(0);
    expect(console.error).toHaveBeenCalledTimes(1);
    const said = String(vi.mocked(console.error).mock.calls[0]?.[0]);
    expect(said).toContain(text);
    expect(said).toMatch(/^stillhere: (?!stillhere).*[^.]\. Nothing was started\.$/);
  });

  test('the CSRF token is read anew for each ping', async () => {
    const meta = document.createElement('meta');
    meta.name = 'csrf-token';
    meta.content = 'one';
    document.head.append(meta);
    const fetch = vi.fn(async (_url: string, _init: RequestInit) => new Response(null, { status: 204 }));
    vi.stubGlobal('fetch', fetch);
    await load({
      'data-timeout': '10m',
      'data-untrusted': 'true',
      'data-keep-alive': '/ping',
      'data-keep-alive-interval': '3s',
      'data-csrf-header': 'X-Token',
    });
    await pass(3 * SECOND);
    press();
    await pass(3 * SECOND);
    meta.content = 'two';
    press();
    await pass(5 * SECOND);
    expect(fetch.mock.calls.map(([url, { headers }]) => [url, headers])).toEqual([
      [`${location.origin}/ping`, { 'X-Token': 'one' }],
      [`${location.origin}/ping`, { 'X-Token': 'two' }],
    ]);
  });
});

describe('a tag that runs again, as with Turbo and htmx', () => {
  test('data-fresh begins a new session', async () => {
    const { timer } = await load({ 'data-timeout': '10m', 'data-max-age': '12m' });
    await pass(9 * MINUTE);
    const again = await load({ 'data-timeout': '10m', 'data-max-age': '12m', 'data-fresh': 'true' });
    expect(again.timer).toBe(timer);
    expect(timer?.remaining).toBe(10 * MINUTE);
    timer?.extend();
    await pass(5 * MINUTE);
    timer?.extend();
    expect(timer?.remaining, 'another session has another end').toBe(7 * MINUTE);
  });

  test.for(['stopped', 'expired'])('a timer that is %s starts again', async (state) => {
    const { timer } = await load({ 'data-timeout': '10m' });
    if (state === 'stopped') timer?.stop();
    else timer?.expire();
    expect(timer?.state).toBe(state);
    expect((await load({ 'data-timeout': '10m' })).timer).toBe(timer);
    expect(timer?.state).toBe('active');
    expect(dialogs()).toHaveLength(1);
  });

  test('other limits count: the timer that runs takes them', async () => {
    const { timer } = await load({ 'data-timeout': '10m' });
    expect((await load({ 'data-timeout': '5m', 'data-extend-on': 'explicit' })).timer).toBe(timer);
    expect(timer?.remaining).toBe(5 * MINUTE);
    await pass(SECOND);
    expect((await load({ 'data-timeout': '5m', 'data-max-age': '3m' })).timer).toBe(timer);
    expect(timer?.remaining).toBe(3 * MINUTE - SECOND);
    await pass(SECOND);
    expect((await load({ 'data-timeout': '20m' })).timer, 'what is not said any more is as by default').toBe(timer);
    expect(timer?.remaining).toBe(20 * MINUTE - 2 * SECOND);
  });

  test.for([
    { 'data-timeout': '10m', 'data-name': 'other' },
    { 'data-timeout': '10m', 'data-keep-alive': '/ping' },
  ])('other options count: %o', async (attributes) => {
    const { timer } = await load({ 'data-timeout': '10m' });
    const { timer: next } = await load(attributes);
    expect(timer?.state).toBe('stopped');
    expect(next).not.toBe(timer);
    expect(next?.state).toBe('active');
    expect(next?.name).toBe(attributes['data-name'] ?? 'default');
    expect(dialogs()).toHaveLength(1);
    expect(dialogs()[0]).toMatchObject({ timer: next });
  });

  test('P11: somebody else begins a session of their own', async () => {
    const { timer } = await load({ 'data-timeout': '10m', 'data-owner': 'ada' });
    const expired = vi.fn();
    timer?.addEventListener('change', expired);
    expect((await load({ 'data-timeout': '10m', 'data-owner': 'ada' })).timer).toBe(timer);
    expect(expired).not.toHaveBeenCalled();
    const began = timer?.lastActive;
    await pass(MINUTE);
    expect((await load({ 'data-timeout': '10m', 'data-owner': 'bob' })).timer).toBe(timer);
    expect(timer?.state).toBe('active');
    expect(timer?.lastActive).toBeGreaterThan(began!);
    expect(localStorage.getItem('stillhere:2:default')).toMatch(/^2,/);
  });

  test('other words of the dialog count, the timer goes on', async () => {
    const { timer } = await load({ 'data-timeout': '10m', 'data-heading': 'Hello?', 'data-cover': 'true' });
    expect((await load({ 'data-timeout': '10m', 'data-text': 'Still here?' })).timer).toBe(timer);
    expect(dialogs()[0]?.getAttributeNames()).toEqual(['text']);
  });

  test('a wrong one is told, and the timer goes on', async () => {
    const { timer } = await load({ 'data-timeout': '10m' });
    expect((await load({ 'data-timeout': 'soon' })).timer).toBe(timer);
    expect(console.error).toHaveBeenCalledTimes(1);
    expect(timer?.state).toBe('active');
  });
});

test('what the page around asks about is not asked again in a frame', async () => {
  const { timer } = await load({ 'data-timeout': '10m' });
  const outside = { timer: { name: 'default', state: 'active' } };
  const parent = { stillhere: outside, parent: undefined as unknown };
  parent.parent = parent;
  vi.spyOn(window, 'parent', 'get').mockReturnValue(parent as unknown as Window & typeof globalThis);
  timer?.stop();
  timer?.start();
  expect(dialogs()).toHaveLength(0);
  const warn = vi.fn((event: Event) => event.defaultPrevented);
  timer?.addEventListener('warn', warn);
  await pass(8 * MINUTE);
  expect(warn).toHaveReturnedWith(true);
  expect(dialogs()).toHaveLength(0);
  outside.timer.name = 'of something else';
  timer?.stop();
  timer?.start();
  expect(dialogs()).toHaveLength(1);
});

test.for([
  [{}, { fresh: false, renewed: true }],
  [{ 'data-renewed': 'false' }, { fresh: false, renewed: false }],
  [{ 'data-fresh': 'true' }, { fresh: true, renewed: true }],
] as const)('what is known of the request that loaded the page is told to the timer: %o', async ([more, told]) => {
  vi.spyOn(document, 'readyState', 'get').mockReturnValue('loading');
  const { timer } = await load({ 'data-timeout': '10m', ...more });
  const start = vi.spyOn(timer!, 'start');
  document.dispatchEvent(new Event('DOMContentLoaded'));
  expect(start.mock.calls).toEqual([[told]]);
});
