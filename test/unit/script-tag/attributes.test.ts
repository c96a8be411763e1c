import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { REQUEST_RULES, RULES } from '../../../src/option-rules.js';
import { parseAttributes } from '../../../src/script-tag/attributes.js';
import { MINUTE, SECOND } from '../helpers.js';

/** As the tag is written: `parseAttributes` reads a `dataset`. */
const parse = (attributes: Record<string, string>) =>
  parseAttributes(
    Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [
        name.slice(5).replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
        value,
      ]),
    ),
  );
const here = (path: string) => location.origin + path;

afterEach(() => {
  document.head.replaceChildren();
});

describe('values', () => {
  test.for([
    ['1500', 1_500],
    ['1500ms', 1_500],
    ['90s', 90_000],
    ['30m', 30 * MINUTE],
    [' 30 m ', 30 * MINUTE],
    ['1.5h', 90 * MINUTE],
    ['2d', 2_880 * MINUTE],
    ['0', 0],
  ] as const)('%s is a duration', ([text, ms]) => {
    expect(parse({ 'data-warn-before': text })?.options.warnBefore).toBe(ms);
  });

  test.for(['', 'm', '5 weeks', '-5m', '1e3', '5M', '1:30', '.5h'])('%j is none', (text) => {
    expect(() => parse({ 'data-timeout': text })).toThrow(RangeError);
  });

  test.for([
    ['', true],
    ['true', true],
    ['false', false],
  ] as const)('%j is %s', ([text, value]) => {
    expect(parse({ 'data-persist': text })?.options.persist).toBe(value);
  });

  test.for(['yes', 'TRUE', '1', 'constructor'])('%j is neither true nor false', (text) => {
    expect(() => parse({ 'data-persist': text })).toThrow("attribute `data-persist` is '");
  });
});

test('every option that a text can say is an attribute', () => {
  expect(
    parse({
      'data-timeout': '30m',
      'data-warn-before': '2m',
      'data-max-age': '8h',
      'data-extend-on': 'explicit',
      'data-name': 'admin',
      'data-cross-tab': 'false',
      'data-persist': '',
      'data-untrusted': 'true',
      'data-events': 'keydown, click  wheel',
      'data-keep-alive': '/ping',
      'data-keep-alive-method': 'GET',
      'data-keep-alive-interval': '1m',
      'data-keep-alive-redirect': 'follow',
      'data-keep-alive-expires-in': 'X-TTL',
      'data-check': '/session',
      'data-check-timeout': '5s',
      'data-end-session': '/logout',
      'data-end-session-credentials': 'include',
    }),
  ).toEqual({
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
        url: here('/ping'),
        method: 'GET',
        interval: MINUTE,
        redirect: 'follow',
        expiresIn: 'X-TTL',
      },
      check: { url: here('/session'), timeout: 5 * SECOND },
      endSession: { url: here('/logout'), credentials: 'include' },
    },
    dialog: {},
    start: { fresh: false, renewed: true },
    token: undefined,
  });
});

test('the attributes follow from the rules: an option that only code can give has none', () => {
  const attribute = (name: string) => `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const isKnown = (name: string) => {
    try {
      return parse({ [attribute(name)]: '1' }) !== undefined;
    } catch (error) {
      return !(error as Error).message.startsWith('unknown');
    }
  };
  const code = /^on[A-Z]|^(target|signal)$|(Url|Renew|Headers|Body|Fetch|IsAlive)$/;
  const names = [
    ...Object.keys(RULES).filter((name) => name !== 'on'),
    ...Object.entries(REQUEST_RULES).flatMap(([group, rules]) =>
      Object.keys(rules).map((key) => group + key[0]!.toUpperCase() + key.slice(1)),
    ),
  ];
  for (const name of names) {
    if (name === 'extendOn') expect(isKnown(name)).toBe(true);
    else expect(isKnown(name), name).toBe(!code.test(name));
  }
});

describe('names', () => {
  // What others write on script tags: FINDINGS are of Next, Astro, Nuxt, react-helmet, consent managers and optimisers.
  test.for([
    ...['nscript', 'astro-exec', 'astro-rerun', 'hid', 'rh', 'react-helmet', 'n-head', 'navigate-once'],
    ...['navigate-track', 'cookieconsent', 'ot-ignore', 'no-defer', 'no-optimize', 'pagespeed-no-defer'],
    ...['swup-ignore-script', 'testid', 'test', 'id', 'type', 'category', 'rocket-status', 'rocket-src', 'cfasync'],
    ...['turbo-track', 'turbo-eval', 'turbo-permanent', 'hx-disable', 'wp-strategy', 'theme', 'domain', 'service'],
    ...['cmp-src', 'uc', 'src', 'version', 'checksum', 'loading', 'page', 'next', 'tag', 'hover', 'header', 'title'],
    ...['send', 'ver', 'sri', 'integrity', 'nonce', 'priority', 'locale', 'position', 'module', 'entry', 'vite-theme'],
  ])('data-%s is somebody else’s: it changes nothing', (name) => {
    expect(parse({ [`data-${name}`]: 'x' })).toBeUndefined();
    expect(parse({ 'data-timeout': '30m', [`data-${name}`]: 'x' })).toEqual(parse({ 'data-timeout': '30m' }));
  });

  test.for([
    ['time-out', 'timeout'],
    ['timout', 'timeout'],
    ['tiemout', 'timeout'],
    ['timeouts', 'timeout'],
    ['timeout-ms', 'timeout'],
    ['warn', 'warn-before'],
    ['warn-befor', 'warn-before'],
    ['warnbefore', 'warn-before'],
    ['max-aeg', 'max-age'],
    ['maxage', 'max-age'],
    ['extends-on', 'extend-on'],
    ['event', 'events'],
    ['keepalive', 'keep-alive'],
    ['keep-alive-intervall', 'keep-alive-interval'],
    ['keep-alive-headers', 'keep-alive-redirect'],
    ['check-interval', 'check-timeout'],
    ['end-sesion', 'end-session'],
    ['end-session-interval', 'end-session'],
    ['expire-url', 'expired-url'],
    ['expiredurl', 'expired-url'],
    ['csrf-token', 'csrf-meta'],
    ['csrf', 'csrf-meta'],
    ['limit-txt', 'limit-text'],
    ['signin', 'sign-in'],
    ['renewd', 'renewed'],
  ])('data-%s is told to mean one of ours, such as data-%s', ([name, meant]) => {
    const words = `unknown attribute \`data-${name}\` is 'x'; did you mean \`data-`;
    // Alone it must not be quiet either: the session would never end.
    expect(() => parse({ [`data-${name}`]: 'x' })).toThrow(words);
    expect(() => parse({ 'data-timeout': '30m', [`data-${name}`]: 'x' })).toThrow(words);
    if (!/headers|interval$|redirect|csrf/.test(name!)) {
      expect(() => parse({ [`data-${name}`]: 'x' })).toThrow(`\`data-${meant}\`?`);
    }
  });
});

describe('the dialog', () => {
  test('all that its element can be told is an attribute', () => {
    expect(
      parse({
        'data-lang': 'de',
        'data-heading': 'Hello?',
        'data-text': 'Are you there?',
        'data-stay': 'Here I am',
        'data-end': 'Bye',
        'data-limit': 'Soon',
        'data-limit-text': 'That is all.',
        'data-go-on': 'Yes',
        'data-over': 'Over',
        'data-over-text': 'It is.',
        'data-sign-in': 'Again',
        'data-texts': 'anonymous',
        'data-hide-sign-out': '',
        'data-cover': 'true',
        'data-expired-url': '/login',
      })?.dialog,
    ).toEqual({
      lang: 'de',
      heading: 'Hello?',
      text: 'Are you there?',
      stay: 'Here I am',
      end: 'Bye',
      limit: 'Soon',
      'limit-text': 'That is all.',
      'go-on': 'Yes',
      over: 'Over',
      'over-text': 'It is.',
      'sign-in': 'Again',
      texts: 'anonymous',
      'hide-sign-out': '',
      cover: '',
      'expired-url': here('/login'),
    });
  });

  test('who is signed in, and what becomes of the page after the end', () => {
    const wanted = {
      'data-owner': 'ada',
      'data-sign-in-popup': '',
      'data-after': 'redirect',
      'data-signed-out-url': '/bye',
    };
    expect(parse(wanted)).toMatchObject({
      owner: 'ada',
      dialog: { 'sign-in-popup': '', after: 'redirect', 'signed-out-url': here('/bye') },
    });
    expect(() => parse({ 'data-after': '/login' })).toThrow("`data-after` is '/login'; allowed is redirect");
  });

  test('P11: a page that cannot know who has signed in does not go on', () => {
    expect(() => parse({ 'data-sign-in-popup': '' })).toThrow('`data-owner` is missing');
    expect(() => parse({ 'data-sign-in-popup': '', 'data-owner': '' })).toThrow('`data-owner` is missing');
    expect(parse({ 'data-sign-in-popup': 'false' })?.dialog).toEqual({});
  });

  test('an empty attribute, as a template writes what is not set, is none', () => {
    expect(parse({ 'data-heading': '', 'data-expired-url': '', 'data-lang': '' })?.dialog).toEqual({});
    expect(parse({ 'data-cover': 'false', 'data-hide-sign-out': 'false' })?.dialog).toEqual({});
  });

  test('`data-name` is the session’s', () => {
    expect(parse({ 'data-name': 'admin' })).toMatchObject({ options: { name: 'admin' }, dialog: {} });
  });

  test.for([
    ['data-end', '/logout'],
    ['data-end', 'https://example.com/logout'],
    ['data-limit', '8h'],
    ['data-limit', '480 m'],
    ['data-over', '30'],
  ])('%s="%s" is no text: it was meant for an option', ([name, value]) => {
    expect(() => parse({ [name!]: value! })).toThrow(`attribute \`${name}\` is '${value}'; allowed is a text`);
  });
});

describe('P13: addresses', () => {
  const ADDRESSES = ['data-keep-alive', 'data-check', 'data-end-session', 'data-expired-url'];

  test.for(
    ADDRESSES.flatMap((name) =>
      [
        ...[
          'javascript:alert(1)',
          'JavaScript:alert(1)',
          ' java\nscript:alert(1)',
          'data:text/html,x',
          'blob:x',
          'file:///x',
        ],
        ...['vbscript:x', 'mailto:a@b', 'ftp://example.com/', 'http://', 'about:blank'],
      ].map((value) => [name, value] as const),
    ),
  )('%s="%s" is refused', ([name, value]) => {
    expect(() => parse({ [name]: value })).toThrow(
      `attribute \`${name}\` is '${value}'; allowed is an http or https address`,
    );
  });

  test.for([
    ['/ping', '/ping'],
    ['ping?x=1', '/a/ping?x=1'],
    ['?again', '/a/b?again'],
    ['#/login', '/a/b#/login'],
    [' /ping ', '/ping'],
  ])('%j is the page’s own', ([value, url]) => {
    history.pushState({}, '', '/a/b');
    expect(parse({ 'data-expired-url': value! })?.dialog['expired-url']).toBe(here(url!));
  });

  test('a <base> that somebody injected leads nowhere', () => {
    const base = document.createElement('base');
    base.href = 'https://evil.example/';
    document.head.append(base);
    expect(parse({ 'data-keep-alive': '/ping' })?.options.keepAlive).toMatchObject({ url: here('/ping') });
    expect(parse({ 'data-expired-url': 'login' })?.dialog['expired-url']).toMatch(here('/'));
  });
});

describe('P13: the CSRF token', () => {
  const meta = (name: string, content: string) => {
    const element = document.createElement('meta');
    Object.assign(element, { name, content });
    document.head.append(element);
    return element;
  };
  /** What a request takes along. */
  async function sent(attributes: Record<string, string>, name: 'keepAlive' | 'check' | 'endSession' = 'keepAlive') {
    const request = parse({ 'data-keep-alive': '/ping', ...attributes })?.options[name];
    if (typeof request !== 'object' || !('url' in request)) throw new Error('no request');
    const { headers, body } = request;
    const content = typeof body === 'function' ? await body() : body;
    return {
      ...(typeof headers === 'function' && (await headers())),
      ...(content instanceof URLSearchParams && { body: content.toString() }),
    };
  }
  const cookies = (text: string) => vi.spyOn(document, 'cookie', 'get').mockReturnValue(text);

  beforeEach(() => {
    vi.spyOn(console, 'warn').mockImplementation(() => {});
  });

  test('is not sent unless asked for', async () => {
    meta('csrf-token', 'abc');
    expect(await sent({})).toEqual({});
  });

  test('from a <meta>, in a header', async () => {
    meta('csrf-token', 'abc');
    meta('_csrf', 'xyz');
    expect(await sent({ 'data-csrf-meta': 'csrf-token' })).toEqual({ 'X-CSRF-Token': 'abc' });
    expect(await sent({ 'data-csrf-header': 'X-Token' })).toEqual({ 'X-Token': 'abc' });
    expect(await sent({ 'data-csrf-meta': '_csrf', 'data-csrf-header': 'X-Token' })).toEqual({ 'X-Token': 'xyz' });
  });

  test('of two the first, which is the head’s', async () => {
    meta('csrf-token', 'abc');
    const second = meta('csrf-token', 'of somebody else');
    document.body.append(second);
    expect(await sent({ 'data-csrf-meta': 'csrf-token' })).toEqual({ 'X-CSRF-Token': 'abc' });
    second.remove();
  });

  test.for([
    ['Django', 'csrftoken', { 'X-CSRFToken': 'a b=' }],
    ['Angular, Laravel, Spring', 'XSRF-TOKEN', { 'X-XSRF-TOKEN': 'a b=' }],
    ['another', '_csrf', { 'X-CSRF-Token': 'a b=' }],
  ] as const)('%s: from a cookie, decoded, in the header of that framework', async ([, name, headers]) => {
    cookies(`x${name}=wrong; ${name}=a%20b%3D; other=${name}=wrong`);
    expect(await sent({ 'data-csrf-cookie': name })).toEqual(headers);
    expect(await sent({ 'data-csrf-cookie': name, 'data-csrf-header': 'X-Own' })).toEqual({ 'X-Own': 'a b=' });
  });

  test('a cookie that is not there, or that nobody can decode, is told once', async () => {
    cookies('csrftoken=%zz');
    for (let i = 0; i < 2; i++) expect(await sent({ 'data-csrf-cookie': 'csrftoken' })).toEqual({});
    cookies('');
    for (let i = 0; i < 2; i++) expect(await sent({ 'data-csrf-cookie': 'csrftoken' })).toEqual({});
    vi.spyOn(document, 'cookie', 'get').mockImplementation(() => {
      throw new DOMException('sandboxed', 'SecurityError');
    });
    expect(await sent({ 'data-csrf-cookie': 'csrftoken' })).toEqual({});
    expect(console.warn).toHaveBeenCalledTimes(1);
    expect(console.warn).toHaveBeenCalledWith(expect.stringContaining('no cookie `csrftoken`'));
  });

  test('in a field of the body too, if a framework wants one there', async () => {
    meta('csrf-token', 'a&b');
    const attributes = { 'data-csrf-field': 'csrf_token', 'data-check': '/session', 'data-end-session': '/logout' };
    expect(await sent(attributes)).toEqual({ 'X-CSRF-Token': 'a&b', body: 'csrf_token=a%26b' });
    expect(await sent(attributes, 'endSession')).toEqual({ 'X-CSRF-Token': 'a&b', body: 'csrf_token=a%26b' });
    expect(await sent(attributes, 'check'), 'a GET has no body').toEqual({ 'X-CSRF-Token': 'a&b' });
    expect(await sent({ ...attributes, 'data-keep-alive-method': 'get' })).toEqual({ 'X-CSRF-Token': 'a&b' });
    document.head.replaceChildren();
    expect(await sent(attributes)).toEqual({});
  });

  test.for(['https://evil.example/ping', '//evil.example/ping', 'http://localhost:3001/ping'])(
    'never to another origin: %s, and that is told',
    async (url) => {
      meta('csrf-token', 'abc');
      expect(await sent({ 'data-keep-alive': url, 'data-csrf-field': 'csrf_token' })).toEqual({});
      expect(console.warn).toHaveBeenCalledWith(expect.stringMatching(/token is not sent to .*another origin/));
    },
  );
});
