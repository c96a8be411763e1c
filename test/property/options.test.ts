// @vitest-environment node
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalizeOptions } from '../../src/normalize-options.js';
import type { IdleTimerOptions } from '../../src/options.js';
import { check } from './check.js';

const NAMES = [
  ...['timeout', 'warnBefore', 'maxAge', 'extendOn', 'name', 'crossTab', 'persist', 'events', 'target', 'untrusted'],
  ...['keepAlive', 'check', 'endSession', 'signal'],
  ...['onWarn', 'onTick', 'onActive', 'onExpire', 'onChange', 'onRestart', 'onPing', 'onPingError'],
];
const REQUEST = [
  ...[
    'url',
    'renew',
    'method',
    'headers',
    'credentials',
    'fetch',
    'timeout',
    'redirect',
    'isAlive',
    'expiresIn',
    'interval',
  ],
];
const REQUESTS = ['keepAlive', 'check', 'endSession'];

const numbers = fc.oneof(
  fc.constantFrom(0, -0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  fc.constantFrom(999, 1_000, 1_001, 2 ** 31 - 1, 2 ** 31, 2 ** 40, 2 ** 40 + 1, 2 ** 53, Number.MAX_VALUE),
  fc.integer(),
  fc.double(),
);
const strange = fc.constantFrom<unknown>(
  Symbol('s'),
  1n,
  Object.create(null),
  { toString: () => ({}) },
  {
    toString() {
      throw new Error('no string');
    },
  },
  new Date(Number.NaN),
  () => {},
  class {},
  new Proxy({}, {}),
  new AbortController().signal,
  new EventTarget(),
  new URL('https://example.test/'),
  new Headers(),
  [],
  [''],
  ['keydown', 1],
  new Array(3),
  '',
  'activity',
  '__proto__',
);
const hostile = fc.oneof(
  numbers,
  strange,
  fc.string(),
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withNullPrototype: true }),
);
const names = (known: string[]) =>
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: fc.string() });
const request = fc.dictionary(names(REQUEST), hostile, { maxKeys: 4 });
const option = fc.oneof(
  hostile,
  request,
  request.map((given) => ({ url: '/ping', ...given })),
);
const options = fc.oneof(fc.dictionary(names(NAMES), option, { maxKeys: 5 }), hostile);

/** An option, or one of a request. */
const isOption = (name: string, given: unknown): boolean => {
  const [first, second] = [name.split('.')[0]!, name.slice(name.indexOf('.') + 1)];
  if (name === 'options') return true;
  if (typeof given !== 'object' || given === null) return false;
  if (Object.hasOwn(given, name) || ['warnBefore', 'keepAlive.interval'].includes(name)) return true;
  const inner = (given as Record<string, unknown>)[first];
  return REQUESTS.includes(first) && typeof inner === 'object' && (second === 'url' || Object.hasOwn(inner!, second));
};

test('P9: whatever the options, they give sound settings or an error that names the option that is wrong', () =>
  check(
    'options',
    fc.property(options, (given) => {
      let settings: ReturnType<typeof normalizeOptions>;
      try {
        settings = normalizeOptions(given as IdleTimerOptions);
      } catch (error) {
        expect(error).toSatisfy((it) => it instanceof TypeError || it instanceof RangeError);
        const { message } = error as Error;
        const [, name] = /^stillhere: (?:unknown )?option `(.*?)` is .*; allowed is .+$/s.exec(message) ?? [];
        expect(name, message).toSatisfy((it) => typeof it === 'string' && isOption(it, given));
        return;
      }
      const { timeout, maxAge, warnBefore, keepAlive } = settings;
      expect(timeout).toSatisfy((it) => Number.isFinite(it) && it >= 1_000);
      expect(maxAge).toBeGreaterThanOrEqual(1_000);
      expect(warnBefore).toSatisfy((it) => it >= 0 && it < Math.min(timeout, maxAge));
      expect(settings.events.every((it) => typeof it === 'string' && it)).toBe(true);
      expect(settings.name).toBeTypeOf('string');
      if (keepAlive) expect(keepAlive.interval).toSatisfy((it) => it >= 100 && it < timeout);
      for (const one of [keepAlive, settings.check, settings.endSession]) {
        if (one) expect((one.url || 'renew' in one) && one.method && one.timeout > 0).toBeTruthy();
      }
    }),
    20_000,
  ));

test('P9: settings that came out go in again unchanged', () =>
  check(
    'options again',
    fc.property(fc.dictionary(names(NAMES), option, { maxKeys: 3 }), (given) => {
      let settings: ReturnType<typeof normalizeOptions>;
      try {
        settings = normalizeOptions(given as IdleTimerOptions);
      } catch {
        return;
      }
      expect(normalizeOptions(settings as IdleTimerOptions)).toEqual(settings);
    }),
    5_000,
  ));

test('P9: an empty array is shown as something', () => {
  expect(() => normalizeOptions([] as IdleTimerOptions)).toThrow(/is \S+; allowed/);
});
