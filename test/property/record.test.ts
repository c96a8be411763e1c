// @vitest-environment node
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decode,
  END_REASONS,
  EXTEND_ON,
  encode,
  merge,
  NO_SESSION,
  RETRY_LIMIT,
  type SessionRecord,
  same,
} from '../../src/core/record.js';
import { check } from './check.js';

const NOW = 1_800_000_000_000;
/** By so much may the clocks of two tabs differ. */
const TOLERANCE = 1_000;
const TIMEOUT = 600_000;
const FIELDS = Object.keys(NO_SESSION) as (keyof SessionRecord)[];

/** Few different instants, so that records often are equal in some fields and differ in others. */
const instant = fc.oneof(fc.integer({ min: NOW - 5, max: NOW }), fc.integer({ min: NOW - 86_400_000, max: NOW }));
const stamp = fc.oneof(fc.constant(0), instant);
const record: fc.Arbitrary<SessionRecord> = fc.record({
  session: fc.integer({ min: 1, max: 3 }),
  endReason: fc.integer({ min: 0, max: END_REASONS.length - 1 }),
  endProgress: fc.constantFrom(0, 1, 2, 3, 4, 1_000, 1_403, 2_000, 2_204),
  timeout: fc.integer({ min: TIMEOUT, max: TIMEOUT + 2 }),
  warnBefore: fc.integer({ min: 0, max: 2 }),
  maxAge: fc.integer({ min: 0, max: 2 }),
  extendOn: fc.integer({ min: 0, max: EXTEND_ON.length - 1 }),
  startedAt: instant,
  lastActiveAt: instant,
  loadedAt: stamp,
  lastPingAt: stamp,
  retryAt: stamp,
  refusedAt: stamp,
  serverAskedAt: stamp,
  serverEndsAt: stamp,
  configuredAt: instant,
});
const COUNTS: readonly string[] = [
  ...['session', 'endReason', 'endProgress'],
  ...['timeout', 'warnBefore', 'maxAge', 'extendOn'],
];
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
        expect(joined.lastActiveAt).toBeGreaterThanOrEqual(one.lastActiveAt);
        expect(joined.endReason).toBeGreaterThanOrEqual(one.endReason);
        expect(joined.endProgress).toBeGreaterThanOrEqual(one.endProgress);
        expect(joined.startedAt).toBeLessThanOrEqual(one.startedAt);
      }
    }),
    5_000,
  ));

test('encode and decode: what one tab writes another reads, however far apart their clocks were set', () =>
  check(
    'round trip',
    fc.property(record, fc.integer({ min: 0, max: 400 * 86_400_000 }), fc.integer({ min: 0 }), (one, skew, other) => {
      expect(decode(encode(one, skew), NOW, skew, TIMEOUT)).toEqual(one);
      // A tab that was opened after the clock was set back, by how much it was.
      const read = decode(encode(one, skew), NOW - skew + other, other, TIMEOUT);
      for (const field of FIELDS) {
        const moves = one[field] && !COUNTS.includes(field);
        expect(read?.[field]).toBe(moves ? one[field] - skew + other : one[field]);
      }
      expect(same(decode(encode(one, 0), NOW, 0, TIMEOUT)!, one)).toBe(true);
    }),
    5_000,
  ));

/** Is it what decode promises? Written anew, so that the test does not repeat the code. */
function isSound(read: SessionRecord, now: number): boolean {
  const { startedAt, lastActiveAt, loadedAt, lastPingAt, refusedAt, serverAskedAt, configuredAt, retryAt } = read;
  const stamps = [startedAt, lastActiveAt, loadedAt, lastPingAt, refusedAt, serverAskedAt, configuredAt];
  return (
    FIELDS.every((field) => Number.isSafeInteger(read[field])) &&
    [...stamps, retryAt - RETRY_LIMIT].every((stamp) => stamp <= now + TOLERANCE) &&
    read.session > 0 &&
    read.session * 1_000 <= now + TOLERANCE &&
    read.endReason in END_REASONS &&
    read.endProgress < 3_000 &&
    read.timeout > read.warnBefore &&
    read.timeout <= 86_400_000 &&
    read.extendOn in EXTEND_ON
  );
}

const lists = fc.array(fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.double(), fc.constant(NOW), fc.jsonValue()), {
  minLength: FIELDS.length - 2,
  maxLength: FIELDS.length + 2,
});
const forged = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withTypedArray: true }),
  fc.string(),
  fc.json(),
  lists.map((list) => JSON.stringify(list)),
  lists.map((list) => list.join()),
  // As long as a record, so that some are let through.
  fc.array(fc.nat({ max: 9 }), { minLength: FIELDS.length, maxLength: FIELDS.length }).map((list) => list.join()),
  fc.nat({ max: 1_000_000 }).map((length) => '1,'.repeat(length)),
  fc.nat({ max: 1_000_000 }).map((length) => '1'.repeat(length)),
);

test('P10: decode never throws, and what it lets through is sound', () =>
  check(
    'decode',
    fc.property(forged, fc.integer({ min: 0, max: 2 ** 41 }), fc.integer({ min: 0 }), (text, now, skew) => {
      const read = decode(text, now, skew, TIMEOUT);
      if (read) expect(isSound(read, now)).toBe(true);
    }),
    20_000,
  ));

const spoil = (one: SessionRecord, fields: Partial<SessionRecord>) => encode({ ...one, ...fields }, 0);
const beyond = (limit: number) => fc.integer({ min: limit + 1, max: Number.MAX_SAFE_INTEGER });

test('P10: a forged instant of the future, session number, reason or option is ignored', () =>
  check(
    'forgery',
    fc.property(
      record,
      fc.constantFrom(
        'startedAt',
        'lastActiveAt',
        'loadedAt',
        'lastPingAt',
        'refusedAt',
        'serverAskedAt',
        'configuredAt',
      ),
      beyond(NOW + TOLERANCE),
      beyond(NOW + TOLERANCE + RETRY_LIMIT),
      beyond((NOW + TOLERANCE) / 1_000),
      beyond(86_400_000),
      (one, field, future, retryAt, session, timeout) => {
        const texts = [
          spoil(one, { [field]: future }),
          spoil(one, { retryAt }),
          spoil(one, { session }),
          spoil(one, { session: 0 }),
          spoil(one, { endReason: END_REASONS.length }),
          spoil(one, { endProgress: 3_000 }),
          spoil(one, { timeout }),
          spoil(one, { timeout: 0 }),
          spoil(one, { warnBefore: one.timeout }),
          spoil(one, { extendOn: EXTEND_ON.length }),
          spoil(one, { [field]: -1 }),
          spoil(one, { [field]: one[field] + 0.5 }),
          `${encode(one, 0)},0`,
          encode(one, 0).replace(/^\d+,/, ''),
          `${encode(one, 0)}${' '.repeat(1_000)}`,
        ];
        for (const text of texts) expect(decode(text, NOW, 0, TIMEOUT), text).toBeUndefined();
      },
    ),
    5_000,
  ));
