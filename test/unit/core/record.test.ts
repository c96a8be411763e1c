// @vitest-environment node
import { describe, expect, test } from 'vitest';
import {
  decode,
  END_REASONS,
  ENDED,
  EXTEND_ON,
  encode,
  GONE,
  merge,
  NO_SESSION,
  Progress,
  REFUSED,
  RETRY_LIMIT,
  type SessionRecord,
  same,
} from '../../../src/core/record.js';
import { DAY, MINUTE, NOON, SECOND } from '../helpers.js';

/** Of this page's options. */
const TIMEOUT = 10 * MINUTE;

const record = (fields: Partial<SessionRecord> = {}): SessionRecord => ({
  ...NO_SESSION,
  session: 1,
  timeout: TIMEOUT,
  warnBefore: MINUTE,
  startedAt: NOON - MINUTE,
  lastActiveAt: NOON - MINUTE,
  loadedAt: NOON - MINUTE,
  configuredAt: NOON - MINUTE,
  ...fields,
});

describe('two records become one', () => {
  test.for([
    [
      'the later session',
      { session: 2, lastActiveAt: 5 },
      { session: 1, lastActiveAt: 9 },
      { session: 2, lastActiveAt: 5 },
    ],
    ['the later activity', { lastActiveAt: 5 }, { lastActiveAt: 9 }, { lastActiveAt: 9 }],
    ['the earlier beginning', { startedAt: 5 }, { startedAt: 9 }, { startedAt: 5 }],
    ['the later ping', { lastPingAt: 5 }, { lastPingAt: 9 }, { lastPingAt: 9 }],
    ['the later time to try again', { retryAt: 5 }, { retryAt: 9 }, { retryAt: 9 }],
    [
      "the server's latest word, also where it is shorter",
      { serverAskedAt: 5, serverEndsAt: 20 },
      { serverAskedAt: 9, serverEndsAt: 10 },
      { serverAskedAt: 9, serverEndsAt: 10 },
    ],
    [
      'the sooner of two words of one time',
      { serverAskedAt: 5, serverEndsAt: 20 },
      { serverAskedAt: 5, serverEndsAt: 10 },
      { serverAskedAt: 5, serverEndsAt: 10 },
    ],
    ['an end, which is final', { endReason: 0 }, { endReason: 1 }, { endReason: 1 }],
    ['the weightier of two reasons', { endReason: 3 }, { endReason: 1 }, { endReason: 3 }],
    [
      'the options that were set later',
      { configuredAt: 5, timeout: 90 },
      { configuredAt: 9, timeout: 70 },
      { configuredAt: 9, timeout: 70 },
    ],
    [
      'the stricter of options that were set at once',
      { timeout: 90, extendOn: 0 },
      { timeout: 70, extendOn: 2 },
      { timeout: 70, extendOn: 2 },
    ],
    [
      'how far the end has got',
      { endReason: 1, endProgress: 1 },
      { endReason: 1, endProgress: 2 },
      { endReason: 1, endProgress: 2 },
    ],
  ] as const)('%s', ([, a, b, expected]) => {
    const joined = record({ ...a, ...expected });
    expect(merge(record(a), record(b))).toEqual(joined);
    expect(merge(record(b), record(a))).toEqual(joined);
    expect(merge(joined, record(a))).toEqual(joined);
  });

  test('that a person ended it outweighs what the server said, and that what ran out', () => {
    expect(ENDED).toBeGreaterThan(GONE);
    expect(GONE).toBeGreaterThan(REFUSED);
    expect(REFUSED).toBeGreaterThan(END_REASONS.indexOf('maxAge'));
    expect([GONE, REFUSED].map((code) => END_REASONS[code])).toEqual(['server', 'server']);
  });

  test('records are the same when every field is', () => {
    expect(same(record(), record())).toBe(true);
    for (const field of Object.keys(NO_SESSION) as (keyof SessionRecord)[]) {
      expect(same(record(), record({ [field]: 77 }))).toBe(false);
    }
  });
});

describe('a record travels as text', () => {
  const full = record({
    retryAt: NOON + 5,
    serverAskedAt: NOON - 9,
    serverEndsAt: NOON + DAY,
    endReason: 4,
    endProgress: 2,
  });

  test('and comes back as it was', () => {
    expect(decode(encode(full, 0), NOON, 0, TIMEOUT)).toEqual(full);
  });

  test('in wall time, so that a tab whose clock ran on after it was set back understands the others', () => {
    const text = encode(full, DAY);
    expect(decode(text, NOON, DAY, TIMEOUT)).toEqual(full);
    expect(decode(text, NOON - DAY, 0, TIMEOUT)).toEqual({
      ...full,
      startedAt: full.startedAt - DAY,
      loadedAt: full.loadedAt - DAY,
      configuredAt: full.configuredAt - DAY,
      lastActiveAt: full.lastActiveAt - DAY,
      lastPingAt: 0,
      retryAt: full.retryAt - DAY,
      serverAskedAt: full.serverAskedAt - DAY,
      serverEndsAt: full.serverEndsAt - DAY,
    });
  });

  test('what has not been is not moved by a clock', () => {
    expect(decode(encode(record(), DAY), NOON, 0, TIMEOUT)).toMatchObject({
      retryAt: 0,
      serverAskedAt: 0,
      serverEndsAt: 0,
      endReason: 0,
      endProgress: 0,
    });
  });
});

describe('P10: what is no record is ignored', () => {
  const text = encode(record(), 0);
  const values = text.split(',');
  const changed = (at: number, value: unknown) => values.map((own, i) => (i === at ? value : own)).join();

  test('the record that these are made from is one', () => {
    expect(decode(text, NOON, 0, TIMEOUT)).toEqual(record());
  });

  test.for([
    undefined,
    null,
    42,
    {},
    [1],
    '',
    'null',
    '{}',
    `[${text}]`,
    'not a record',
    values.slice(0, -1).join(),
    [...values, 0].join(),
    ' '.repeat(1_000) + text,
    `${text}\n`,
  ])('%j', (value) => {
    expect(decode(value, NOON, 0, TIMEOUT)).toBeUndefined();
  });

  test.for([null, '', '"5"', 0.5, -1, 2 ** 53, '1e3', ' 1', '0x1'])('%j in place of a number', (value) => {
    for (let at = 0; at < values.length; at++) expect(decode(changed(at, value), NOON, 0, TIMEOUT)).toBeUndefined();
  });

  test.for([
    ['no session', { session: 0 }],
    ['a reason that does not exist', { endReason: END_REASONS.length }],
    ['further than any end gets', { endProgress: Progress.DONE + 1_000 }],
    ['a beginning in the future', { startedAt: NOON + 2 * SECOND }],
    ['activity in the future', { lastActiveAt: NOON + 2 * SECOND }],
    ['a ping in the future', { lastPingAt: NOON + 2 * SECOND }],
    ['a question in the future', { serverAskedAt: NOON + 2 * SECOND }],
    ['a page load in the future', { loadedAt: NOON + 2 * SECOND }],
    ['a refusal in the future', { refusedAt: NOON + 2 * SECOND }],
    ['options set in the future', { configuredAt: NOON + 2 * SECOND }],
    ['no timeout', { timeout: 0 }],
    ['a timeout longer than a session may last', { timeout: DAY + 1 }],
    ['a warning that never ends', { warnBefore: TIMEOUT }],
    ['a way to extend that does not exist', { extendOn: EXTEND_ON.length }],
    ['a retry later than any server may ask for', { retryAt: NOON + RETRY_LIMIT + 2 * SECOND }],
    ['a number of sessions that nobody can have had', { session: NOON }],
  ] as const)('%s', ([, fields]) => {
    expect(decode(encode(record(fields), 0), NOON, 0, TIMEOUT)).toBeUndefined();
  });

  test('the clocks of two tabs may differ by less than a second', () => {
    const ahead = record({ lastActiveAt: NOON + 900 });
    expect(decode(encode(ahead, 0), NOON, 0, TIMEOUT)).toEqual(ahead);
  });

  test("a timeout may be as long as this page's own", () => {
    const long = record({ timeout: 3 * DAY });
    expect(decode(encode(long, 0), NOON, 0, 3 * DAY)).toEqual(long);
  });

  test("the server's word may lie in the future: it is an end, not a beginning", () => {
    const promised = record({ serverAskedAt: NOON, serverEndsAt: NOON + DAY });
    expect(decode(encode(promised, 0), NOON, 0, TIMEOUT)).toEqual(promised);
  });
});
