// @vitest-environment node
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, encode, merge, NO_SESSION, REASONS, RETRY_LIMIT, type SessionRecord, same } from '../../src/record.js';
import { check } from './check.js';

const NOW = 1_800_000_000_000;
/** By so much may the clocks of two tabs differ. */
const TOLERANCE = 1_000;
const FIELDS = Object.keys(NO_SESSION) as (keyof SessionRecord)[];

/** Few different instants, so that records often are equal in some fields and differ in others. */
const instant = fc.oneof(fc.integer({ min: NOW - 5, max: NOW }), fc.integer({ min: NOW - 86_400_000, max: NOW }));
const record: fc.Arbitrary<SessionRecord> = fc.record({
  session: fc.integer({ min: 1, max: 3 }),
  began: instant,
  active: instant,
  pinged: instant,
  retry: fc.oneof(fc.constant(0), instant),
  asked: fc.oneof(fc.constant(0), instant),
  ends: fc.oneof(fc.constant(0), instant),
  ended: fc.integer({ min: 0, max: REASONS.length - 1 }),
  done: fc.integer({ min: 0, max: 3 }),
});
const sameSession = fc.tuple(record, record, record).map((all) => all.map((one) => ({ ...one, session: 1 })));
const three = fc.oneof(fc.tuple(record, record, record), sameSession) as fc.Arbitrary<
  [SessionRecord, SessionRecord, SessionRecord]
>;

test('P2: merge is commutative, associative and idempotent', () =>
  check(
    'merge',
    fc.property(three, ([a, b, c]) => {
      expect(merge(a, b)).toEqual(merge(b, a));
      expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)));
      expect(merge(a, a)).toEqual(a);
      // Absorption: what is known already changes nothing, so an echo cannot start a storm.
      expect(merge(merge(a, b), b)).toEqual(merge(a, b));
    }),
    20_000,
  ));

test('P2: however messages are doubled, lost and reordered, tabs that heard everything know the same', () =>
  check(
    'delivery',
    fc.property(fc.array(record, { minLength: 1, maxLength: 6 }), fc.infiniteStream(fc.nat()), (records, dice) => {
      const next = () => dice.next().value ?? 0;
      const deliveries = [...records, ...records].map((one) => ({ one, key: next() }));
      deliveries.sort((x, y) => x.key - y.key);
      const told = deliveries.map(({ one }) => one).reduce(merge, NO_SESSION);
      expect(told).toEqual(records.reduce(merge, NO_SESSION));
    }),
    5_000,
  ));

test('P2: a merge within a session never loses the later activity, an end, or the earlier beginning', () =>
  check(
    'bounds',
    fc.property(sameSession, ([a, b]) => {
      const joined = merge(a!, b!);
      for (const one of [a!, b!]) {
        expect(joined.active).toBeGreaterThanOrEqual(one.active);
        expect(joined.ended).toBeGreaterThanOrEqual(one.ended);
        expect(joined.done).toBeGreaterThanOrEqual(one.done);
        expect(joined.began).toBeLessThanOrEqual(one.began);
      }
    }),
    5_000,
  ));

test('encode and decode: what one tab writes another reads, however far apart their clocks were set', () =>
  check(
    'round trip',
    fc.property(record, fc.integer({ min: 0, max: 400 * 86_400_000 }), fc.integer({ min: 0 }), (one, skew, other) => {
      expect(decode(encode(one, skew), NOW, skew)).toEqual(one);
      // A tab that was opened after the clock was set back, by how much it was.
      const read = decode(encode(one, skew), NOW - skew + other, other);
      for (const field of FIELDS) {
        const moves = one[field] && !['session', 'ended', 'done'].includes(field);
        expect(read?.[field]).toBe(moves ? one[field] - skew + other : one[field]);
      }
      expect(same(decode(encode(one, 0), NOW, 0)!, one)).toBe(true);
    }),
    5_000,
  ));

/** Is it what decode promises? Written anew, so that the test does not repeat the code. */
function isSound(read: SessionRecord, now: number): boolean {
  const stamps = [read.began, read.active, read.pinged, read.asked, read.retry - RETRY_LIMIT];
  return (
    FIELDS.every((field) => Number.isSafeInteger(read[field])) &&
    stamps.every((stamp) => stamp <= now + TOLERANCE) &&
    read.session > 0 &&
    read.session * 1_000 <= now + TOLERANCE &&
    read.ended in REASONS &&
    [0, 1, 2, 3].includes(read.done)
  );
}

const lists = fc.array(fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.double(), fc.constant(NOW), fc.jsonValue()), {
  minLength: 8,
  maxLength: 12,
});
const forged = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withTypedArray: true }),
  fc.string(),
  fc.json(),
  lists.map((list) => JSON.stringify(list)),
  lists.map((list) => JSON.stringify([1, ...list])),
  fc.nat({ max: 1_000_000 }).map((length) => '['.repeat(length)),
  fc.nat({ max: 1_000_000 }).map((length) => `[1,${'1'.repeat(length)}]`),
);

test('P10: decode never throws, and what it lets through is sound', () =>
  check(
    'decode',
    fc.property(forged, fc.integer({ min: 0, max: 2 ** 41 }), fc.integer({ min: 0 }), (text, now, skew) => {
      const read = decode(text, now, skew);
      if (read) expect(isSound(read, now)).toBe(true);
    }),
    20_000,
  ));

const spoil = (one: SessionRecord, fields: Partial<SessionRecord>) => encode({ ...one, ...fields }, 0);
const beyond = (limit: number) => fc.integer({ min: limit + 1, max: Number.MAX_SAFE_INTEGER });

test('P10: a forged instant of the future, session number, reason or version is ignored', () =>
  check(
    'forgery',
    fc.property(
      record,
      fc.constantFrom('began', 'active', 'pinged', 'asked' as const),
      beyond(NOW + TOLERANCE),
      beyond(NOW + TOLERANCE + RETRY_LIMIT),
      beyond((NOW + TOLERANCE) / 1_000),
      fc.integer().filter((version) => version !== 1),
      (one, field, future, retry, session, version) => {
        const [, ...values] = JSON.parse(encode(one, 0)) as number[];
        const texts = [
          spoil(one, { [field]: future }),
          spoil(one, { retry }),
          spoil(one, { session }),
          spoil(one, { session: 0 }),
          spoil(one, { ended: REASONS.length }),
          spoil(one, { done: 4 }),
          spoil(one, { [field]: -1 }),
          spoil(one, { [field]: one[field] + 0.5 }),
          JSON.stringify([version, ...values]),
          JSON.stringify([1, ...values, 0]),
          JSON.stringify([1, ...values.slice(1)]),
          `${encode(one, 0)}${' '.repeat(1_000)}`,
        ];
        for (const text of texts) expect(decode(text, NOW, 0), text).toBeUndefined();
      },
    ),
    5_000,
  ));
