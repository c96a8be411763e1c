import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { IdleTimerOptions } from '../../src/index.js';
import { MINUTE, SECOND } from './helpers.js';

let IdleTimer: typeof import('../../src/index.js').IdleTimer;
let DEFAULT_EVENTS: readonly string[];
let normalizeOptions: typeof import('../../src/normalize-options.js').normalizeOptions;

// Each test with modules of its own: a mutant in a table that is made once would else never be seen.
beforeEach(async () => {
  vi.resetModules();
  ({ IdleTimer, DEFAULT_EVENTS } = await import('../../src/index.js'));
  ({ normalizeOptions } = await import('../../src/normalize-options.js'));
});

const construct = (options: unknown) => new IdleTimer(options as IdleTimerOptions);

function failure(options: unknown): Error {
  try {
    construct(options);
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}

type Bad = readonly [value: unknown, type: ErrorConstructor, shown: string];

const TEXT: Bad[] = [
  [5, TypeError, '5'],
  [null, TypeError, 'null'],
  ['', RangeError, "''"],
];
const FLAG: Bad[] = [
  [1, TypeError, '1'],
  ['true', TypeError, "'true'"],
  [null, TypeError, 'null'],
];
const FUNCTION: Bad[] = [
  ['go', TypeError, "'go'"],
  [{}, TypeError, '[object Object]'],
  [null, TypeError, 'null'],
];
const ADDRESS: Bad[] = [
  [42, TypeError, '42'],
  [null, TypeError, 'null'],
  [true, TypeError, 'true'],
  [[], TypeError, ''],
  ['', RangeError, "''"],
];
const duration = (least: number): Bad[] => [
  ['30', TypeError, "'30'"],
  [null, TypeError, 'null'],
  [true, TypeError, 'true'],
  [30n, TypeError, '30'],
  [Symbol('soon'), TypeError, 'Symbol(soon)'],
  // What cannot be made a string is still named by its type.
  [Object.create(null), TypeError, 'object'],
  [Number.NaN, RangeError, 'NaN'],
  [-1, RangeError, '-1'],
  [least - 0.5, RangeError, String(least - 0.5)],
  [2 ** 41, RangeError, String(2 ** 41)],
];
const finite = (least: number): Bad[] => [...duration(least), [Number.POSITIVE_INFINITY, RangeError, 'Infinity']];
const choice: Bad[] = [
  [1, TypeError, '1'],
  ['perhaps', RangeError, "'perhaps'"],
  ['', RangeError, "''"],
];

const OPTIONS: Record<string, readonly [allowed: string, bad: readonly Bad[]]> = {
  timeout: ['a number of milliseconds from 1000', finite(1_000)],
  warnBefore: ['a number of milliseconds from 0', finite(0)],
  maxAge: ['a number of milliseconds from 1000', duration(1_000)],
  extendOn: ["'activity' or 'explicit'", choice],
  name: ['a string that is not empty', TEXT],
  crossTab: ['true or false', FLAG],
  persist: ['true or false', FLAG],
  events: [
    'an array of event names',
    [
      ['keydown', TypeError, "'keydown'"],
      [null, TypeError, 'null'],
      [['keydown', 1], TypeError, "['keydown', 1]"],
      [['keydown', ''], TypeError, "['keydown', '']"],
    ],
  ],
  target: [
    'an EventTarget',
    [
      ['#main', TypeError, "'#main'"],
      [null, TypeError, 'null'],
      [{}, TypeError, '[object Object]'],
    ],
  ],
  untrusted: ['true or false', FLAG],
  keepAlive: ['an object with a url', ADDRESS],
  check: ['an object with a url', ADDRESS],
  endSession: ['an object with a url', ADDRESS],
  signal: [
    'an AbortSignal',
    [
      [new AbortController(), TypeError, '[object '],
      [new EventTarget(), TypeError, '[object '],
      [null, TypeError, 'null'],
      [7, TypeError, '7'],
    ],
  ],
  onWarn: ['a function', FUNCTION],
  onTick: ['a function', FUNCTION],
  onActive: ['a function', FUNCTION],
  onExpire: ['a function', FUNCTION],
  onChange: ['a function', FUNCTION],
  onRestart: ['a function', FUNCTION],
  onPing: ['a function', FUNCTION],
  onPingError: ['a function', FUNCTION],
  onLogout: ['a function', FUNCTION],
};

const REQUEST: Record<string, readonly [allowed: string, bad: readonly Bad[]]> = {
  url: ['a string that is not empty', TEXT],
  renew: ['a function', FUNCTION],
  body: [
    'a body',
    [
      [5, TypeError, '5'],
      [null, TypeError, 'null'],
    ],
  ],
  method: ['a string that is not empty', TEXT],
  headers: [
    'headers',
    [
      ['X-CSRF', TypeError, "'X-CSRF'"],
      [null, TypeError, 'null'],
      [1, TypeError, '1'],
    ],
  ],
  credentials: ["'omit' or 'same-origin' or 'include'", choice],
  fetch: ['a function', FUNCTION],
  timeout: ['a number of milliseconds from 1', finite(1)],
};
const SESSION_REQUEST: typeof REQUEST = {
  ...REQUEST,
  redirect: ["'manual' or 'follow'", choice],
  isAlive: ['a function', FUNCTION],
  expiresIn: ['a function, or a string', TEXT],
};
const REQUESTS: Record<string, typeof REQUEST> = {
  keepAlive: { ...SESSION_REQUEST, interval: ['a number of milliseconds from 100', finite(100)] },
  check: SESSION_REQUEST,
  endSession: { ...REQUEST, redirect: SESSION_REQUEST.redirect! },
};

const CASES = [
  ...Object.entries(OPTIONS).flatMap(([name, [allowed, bad]]) =>
    bad.map(([value, type, shown]) => ({ name, allowed, type, shown, options: { [name]: value } })),
  ),
  ...Object.entries(REQUESTS).flatMap(([outer, rules]) =>
    Object.entries(rules).flatMap(([name, [allowed, bad]]) =>
      bad.map(([value, type, shown]) => ({
        name: `${outer}.${name}`,
        allowed,
        type,
        shown,
        options: { [outer]: { url: '/ping', [name]: value } },
      })),
    ),
  ),
];

beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});

describe('P9: a wrong option is told by its name, its value and what is allowed', () => {
  test.for(CASES)('$name: $shown', ({ name, allowed, type, shown, options }) => {
    const error = failure(options);
    expect(error).toBeInstanceOf(type);
    expect(error.message).toContain(`\`${name}\` is ${shown}`);
    expect(error.message).toContain(allowed);
  });

  const known = (options: unknown) =>
    failure(options)
      .message.replace(/.*one of /, '')
      .split(', ')
      .sort();

  test('this table leaves out no option', () => {
    expect(known({ x: 1 })).toEqual(Object.keys(OPTIONS).sort());
    for (const [outer, rules] of Object.entries(REQUESTS)) {
      expect(known({ [outer]: { url: '/', x: 1 } })).toEqual(Object.keys(rules).sort());
    }
  });

  test.for([
    [{ timeOut: 1_000 }, 'timeOut', '1000'],
    [{ constructor: 1 }, 'constructor', '1'],
    [{ toString: 'x' }, 'toString', "'x'"],
    [{ keepAlive: { url: '/', intervall: 1_000 } }, 'keepAlive.intervall', '1000'],
    [{ check: { url: '/', interval: 1_000 } }, 'check.interval', '1000'],
    [{ endSession: { url: '/', interval: 1_000 } }, 'endSession.interval', '1000'],
  ] as const)('an unknown name is no option: %o', ([options, name, shown]) => {
    const error = failure(options);
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain(`unknown option \`${name}\` is ${shown}; allowed is one of `);
  });

  test.for([null, 15, 'timeout', [], () => {}])('options that are no object: %s', (options) => {
    const error = failure(options);
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain('`options` is ');
    expect(error.message).toContain('allowed is an object');
  });

  test.for(['keepAlive', 'check', 'endSession'])('%s without a url', (name) => {
    const error = failure({ [name]: { method: 'GET' } });
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain(`\`${name}.url\` is undefined`);
    expect(error.message).toContain('a URL');
  });

  test.for([
    [{ timeout: 60_000, warnBefore: 60_000 }, '60000', '60000'],
    [{ timeout: 60_000, warnBefore: 60_001 }, '60001', '60000'],
    [{ timeout: 60_000, maxAge: 30_000, warnBefore: 30_000 }, '30000', '30000'],
    [{ warnBefore: 15 * MINUTE }, '900000', '900000'],
  ] as const)('a warning is shorter than what it warns of: %o', ([options, shown, limit]) => {
    const error = failure(options);
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toContain(`\`warnBefore\` is ${shown}`);
    expect(error.message).toContain(`less than the ${limit}`);
  });

  test.for([
    [60_000, 60_000],
    [60_000, 90_000],
  ] as const)('P5: with a timeout of %i pings every %i would come too late', ([timeout, interval]) => {
    const error = failure({ timeout, keepAlive: { url: '/ping', interval } });
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toContain(`\`keepAlive.interval\` is ${interval}`);
    expect(error.message).toContain(`less than the ${timeout}`);
  });
});

describe('what is allowed', () => {
  test('every option at once, and each absent one as undefined', () => {
    const request = {
      url: new URL('https://example.com/ping'),
      method: 'PUT',
      headers: () => ({ 'X-CSRF-Token': 'abc' }),
      credentials: 'include',
      fetch: async () => new Response(),
      timeout: 1,
    } as const;
    const session = { ...request, redirect: 'follow', isAlive: () => true, expiresIn: 'X-Expires' } as const;
    const options: IdleTimerOptions = {
      timeout: 1_000,
      warnBefore: 999,
      maxAge: 2 ** 40,
      extendOn: 'explicit',
      name: 'a',
      crossTab: false,
      persist: true,
      events: [],
      target: document,
      untrusted: true,
      keepAlive: { ...session, interval: 100 },
      check: { ...session, expiresIn: () => 5 },
      endSession: { ...request, headers: [['X-CSRF-Token', 'abc']] },
      signal: new AbortController().signal,
    };
    expect(construct(options).state).toBe('stopped');
    const absent = Object.fromEntries(Object.keys(OPTIONS).map((name) => [name, undefined]));
    expect(normalizeOptions(absent)).toEqual(normalizeOptions({}));
    const inner = { url: '/', method: undefined, interval: undefined, timeout: undefined };
    expect(normalizeOptions({ keepAlive: inner })).toEqual(normalizeOptions({ keepAlive: '/' }));
  });

  test('the defaults: 15 min, a warning of 2 min, no absolute limit, all tabs of the origin', () => {
    expect(normalizeOptions({})).toMatchObject({
      timeout: 15 * MINUTE,
      warnBefore: 2 * MINUTE,
      maxAge: Number.POSITIVE_INFINITY,
      name: 'default',
      events: DEFAULT_EVENTS,
      keepAlive: undefined,
      check: undefined,
      endSession: undefined,
    });
  });

  test('what counts as activity; where scripts count, what only they dispatch too', () => {
    const events = [
      'pointermove',
      'pointerdown',
      'keydown',
      'beforeinput',
      'dragover',
      'wheel',
      'scroll',
      'touchstart',
      'touchmove',
      'focus',
      'click',
      'visibilitychange',
    ];
    expect(normalizeOptions({}).events).toEqual(events);
    expect(normalizeOptions({ untrusted: true }).events).toEqual([...events, 'mousemove', 'mousedown']);
  });

  test('the warning takes at most half of a short session', () => {
    expect(normalizeOptions({ timeout: 3 * MINUTE }).warnBefore).toBe(90 * SECOND);
    expect(normalizeOptions({ maxAge: MINUTE }).warnBefore).toBe(30 * SECOND);
    expect(normalizeOptions({ warnBefore: 0 }).warnBefore).toBe(0);
  });

  test.for([
    [15 * MINUTE, 5 * MINUTE],
    [90 * MINUTE, 5 * MINUTE],
    [6 * MINUTE, 2 * MINUTE],
  ] as const)('with a timeout of %i a ping comes every %i', ([timeout, interval]) => {
    expect(normalizeOptions({ timeout, keepAlive: '/ping' }).keepAlive?.interval).toBe(interval);
  });

  test.for(['/ping', new URL('https://example.com/ping')])('a request is given by its address alone: %s', (url) => {
    expect(normalizeOptions({ keepAlive: url }).keepAlive).toMatchObject({ url, method: 'POST', timeout: 10 * SECOND });
    expect(normalizeOptions({ check: url }).check).toEqual({ url, method: 'GET', timeout: 10 * SECOND });
    expect(normalizeOptions({ endSession: url }).endSession).toEqual({ url, method: 'POST', timeout: 10 * SECOND });
  });

  test('no limit is Infinity, as `maxAge` is read', () => {
    expect(normalizeOptions({ maxAge: Number.POSITIVE_INFINITY })).toEqual(normalizeOptions({}));
  });

  test('a renewal need not be a request: a function takes the place of the address', () => {
    const renew = async () => ({ expiresIn: 60 });
    for (const given of [renew, { renew }] as unknown as string[]) {
      expect(normalizeOptions({ keepAlive: given, timeout: 6 * MINUTE }).keepAlive).toEqual({
        renew,
        method: 'POST',
        timeout: 10 * SECOND,
        interval: 2 * MINUTE,
      });
      expect(normalizeOptions({ check: given }).check).toMatchObject({ renew });
      expect(normalizeOptions({ endSession: given }).endSession).toMatchObject({ renew });
    }
  });

  test('what a caller changes later in his object changes nothing here', () => {
    const given = { timeout: 5 * MINUTE };
    const settings = normalizeOptions(given);
    given.timeout = 1;
    expect(settings.timeout).toBe(5 * MINUTE);
  });
});

describe('P5: a ping to another origin', () => {
  beforeEach(() => {
    vi.stubGlobal('fetch', async () => new Response());
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });
  const start = (keepAlive: IdleTimerOptions['keepAlive']) => {
    const timer = construct({ crossTab: false, keepAlive, endSession: 'https://api.example/logout' });
    timer.start();
    timer.stop();
  };

  test('without credentials the console says at the start, once, that no cookie is sent, and the remedy', () => {
    for (let i = 0; i < 3; i++) start('https://api.example/ping');
    expect(console.warn).toHaveBeenCalledTimes(1);
    expect(console.warn).toHaveBeenCalledWith(
      expect.stringMatching(/keepAlive is at https:\/\/api\.example: without credentials: 'include'/),
    );
  });

  test('with credentials that are said, or on the own origin, or by a function, nothing is said', () => {
    start({ url: 'https://other.example/ping', credentials: 'include' });
    start({ url: 'https://other.example/ping', credentials: 'omit' });
    start('/ping');
    start(() => ({ expiresIn: 600 }));
    expect(console.warn).not.toHaveBeenCalled();
  });
});

describe('WCAG 2.2.1: people need 20 s to answer a warning', () => {
  const start = (options: IdleTimerOptions) => {
    const timer = construct({ crossTab: false, ...options });
    timer.start();
    timer.stop();
  };

  test('a shorter one is allowed, and the console says once why it is short', () => {
    for (let i = 0; i < 3; i++) start({ timeout: 30 * SECOND, warnBefore: 19_999 });
    expect(console.warn).toHaveBeenCalledTimes(1);
    expect(console.warn).toHaveBeenCalledWith(expect.stringMatching(/19999.*20 s.*WCAG 2\.2\.1/));
  });

  test('a longer one, or none, is nothing to speak of', () => {
    start({ timeout: 60 * SECOND, warnBefore: 20 * SECOND });
    start({ timeout: 60 * SECOND, warnBefore: 0 });
    expect(console.warn).not.toHaveBeenCalled();
  });
});
