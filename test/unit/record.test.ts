// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { decode, encode, merge, NO_SESSION, REASONS, RETRY_LIMIT, type SessionRecord, same } from '../../src/record.js';
import { DAY, MINUTE, NOON, SECOND } from './helpers.js';

const record = (fields: Partial<SessionRecord> = {}): SessionRecord => ({
  ...NO_SESSION,
  session: 1,
  began: NOON - MINUTE,
  active: NOON - MINUTE,
  pinged: NOON - MINUTE,
  ...fields,
});

describe('two records become one', () => {
  test.for([
    ['the later session', { session: 2, active: 5 }, { session: 1, active: 9 }, { session: 2, active: 5 }],
    ['the later activity', { active: 5 }, { active: 9 }, { active: 9 }],
    ['the earlier beginning', { began: 5 }, { began: 9 }, { began: 5 }],
    ['the later ping', { pinged: 5 }, { pinged: 9 }, { pinged: 9 }],
    ['the later time to try again', { retry: 5 }, { retry: 9 }, { retry: 9 }],
    [
      "the server's latest word, also where it is shorter",
      { asked: 5, ends: 20 },
      { asked: 9, ends: 10 },
      { asked: 9, ends: 10 },
    ],
    ['the sooner of two words of one time', { asked: 5, ends: 20 }, { asked: 5, ends: 10 }, { asked: 5, ends: 10 }],
    ['an end, which is final', { ended: 0 }, { ended: 1 }, { ended: 1 }],
    ['the weightier of two reasons', { ended: 3 }, { ended: 1 }, { ended: 3 }],
    ['how far the end has got', { ended: 1, done: 1 }, { ended: 1, done: 2 }, { ended: 1, done: 2 }],
  ] as const)('%s', ([, a, b, expected]) => {
    const joined = record({ ...a, ...expected });
    expect(merge(record(a), record(b))).toEqual(joined);
    expect(merge(record(b), record(a))).toEqual(joined);
    expect(merge(joined, record(a))).toEqual(joined);
  });

  test('that a person ended it outweighs what the server said, and that what ran out', () => {
    expect(REASONS.indexOf('ended')).toBeGreaterThan(REASONS.indexOf('server'));
    expect(REASONS.indexOf('server')).toBeGreaterThan(REASONS.indexOf('idle'));
  });

  test('records are the same when every field is', () => {
    expect(same(record(), record())).toBe(true);
    for (const field of Object.keys(NO_SESSION) as (keyof SessionRecord)[]) {
      expect(same(record(), record({ [field]: 77 }))).toBe(false);
    }
  });
});

describe('a record travels as text', () => {
  const full = record({ retry: NOON + 5, asked: NOON - 9, ends: NOON + DAY, ended: 4, done: 2 });

  test('and comes back as it was', () => {
    expect(decode(encode(full, 0), NOON, 0)).toEqual(full);
  });

  test('in wall time, so that a tab whose clock ran on after it was set back understands the others', () => {
    const text = encode(full, DAY);
    expect(decode(text, NOON, DAY)).toEqual(full);
    expect(decode(text, NOON - DAY, 0)).toEqual({
      ...full,
      began: full.began - DAY,
      active: full.active - DAY,
      pinged: full.pinged - DAY,
      retry: full.retry - DAY,
      asked: full.asked - DAY,
      ends: full.ends - DAY,
    });
  });

  test('what has not been is not moved by a clock', () => {
    expect(decode(encode(record(), DAY), NOON, 0)).toMatchObject({ retry: 0, asked: 0, ends: 0, ended: 0, done: 0 });
  });
});

describe('P10: what is no record is ignored', () => {
  const text = encode(record(), 0);
  const values = JSON.parse(text) as number[];
  const changed = (at: number, value: unknown) => JSON.stringify(values.map((own, i) => (i === at ? value : own)));

  test('the record that these are made from is one', () => {
    expect(decode(text, NOON, 0)).toEqual(record());
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
    '[]',
    'not JSON',
    '[1,2',
    JSON.stringify(values.slice(0, -1)),
    JSON.stringify([...values, 0]),
    ' '.repeat(1_000) + text,
  ])('%j', (value) => {
    expect(decode(value, NOON, 0)).toBeUndefined();
  });

  test('of another version', () => {
    expect(decode(changed(0, 2), NOON, 0)).toBeUndefined();
    expect(decode(changed(0, '1'), NOON, 0)).toBeUndefined();
  });

  test.for([null, '5', 0.5, -1, 2 ** 53, {}])('%j in place of a number', (value) => {
    for (let at = 1; at < values.length; at++) expect(decode(changed(at, value), NOON, 0)).toBeUndefined();
  });

  test.for([
    ['no session', { session: 0 }],
    ['a reason that does not exist', { ended: REASONS.length }],
    ['further than done', { done: 4 }],
    ['a beginning in the future', { began: NOON + 2 * SECOND }],
    ['activity in the future', { active: NOON + 2 * SECOND }],
    ['a ping in the future', { pinged: NOON + 2 * SECOND }],
    ['a question in the future', { asked: NOON + 2 * SECOND }],
    ['a retry later than any server may ask for', { retry: NOON + RETRY_LIMIT + 2 * SECOND }],
    ['a number of sessions that nobody can have had', { session: NOON }],
  ] as const)('%s', ([, fields]) => {
    expect(decode(encode(record(fields), 0), NOON, 0)).toBeUndefined();
  });

  test('the clocks of two tabs may differ by less than a second', () => {
    const ahead = record({ active: NOON + 900 });
    expect(decode(encode(ahead, 0), NOON, 0)).toEqual(ahead);
  });

  test("the server's word may lie in the future: it is an end, not a beginning", () => {
    const promised = record({ asked: NOON, ends: NOON + DAY });
    expect(decode(encode(promised, 0), NOON, 0)).toEqual(promised);
  });
});
