// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { type Relation, relate } from '../../../src/core/receive.js';
import { ENDED, NO_SESSION, type SessionRecord } from '../../../src/core/record.js';
import { INITIAL, type TabState } from '../../../src/core/state.js';
import { MINUTE, NOON } from '../helpers.js';

const TIMEOUT = 10 * MINUTE;
const NOW = 5 * MINUTE;

/** Session 3, begun at noon; the instants of the fields count from there. */
const record = ({
  startedAt = 0,
  lastActiveAt = startedAt,
  ...fields
}: Partial<SessionRecord> = {}): SessionRecord => ({
  ...NO_SESSION,
  session: 3,
  timeout: TIMEOUT,
  warnBefore: MINUTE,
  configuredAt: NOON + startedAt,
  ...fields,
  startedAt: NOON + startedAt,
  lastActiveAt: NOON + lastActiveAt,
});

const tab = (own: Partial<SessionRecord> = {}, more: Partial<TabState> = {}): TabState => ({
  ...INITIAL,
  state: 'active',
  session: own.session ?? 3,
  record: record(own),
  ...more,
});
const expired = tab({ endReason: ENDED, lastActiveAt: MINUTE }, { state: 'expired' });
const stopped = tab({}, { state: 'stopped' });

/** What was ten minutes before noon and over at noon. */
const PAST = -TIMEOUT;

describe("what another tab's record is to this tab's", () => {
  test.for<[Relation, string, TabState, Partial<SessionRecord>, number?]>([
    ['same', 'what this tab knows', tab(), {}],
    ['same', 'later activity', tab(), { lastActiveAt: MINUTE }],
    ['same', 'its end', tab(), { endReason: ENDED, lastActiveAt: MINUTE }],
    ['same', 'that it lives, as an expired tab hears late', expired, { lastActiveAt: 0 }],
    ['same', 'any session, to a tab that knows of none', { ...INITIAL }, { session: 0 }],
    ['older', 'an earlier session', tab(), { session: 2, startedAt: PAST }],
    ['older', 'the end of an earlier session', tab(), { session: 2, startedAt: PAST, endReason: ENDED }],
    ['older', 'an earlier session, to a tab that has stopped', stopped, { session: 2, startedAt: PAST }],
    ['newer', 'the next session', tab(), { session: 4, startedAt: MINUTE }],
    ['newer', 'the next session and its end', tab(), { session: 4, startedAt: MINUTE, endReason: ENDED }],
    ['newer', 'the next session, to an expired tab', expired, { session: 4, startedAt: 2 * MINUTE }],
    ['newer', 'any session, to a tab that knows of none', { ...INITIAL }, {}],
    [
      'newer',
      'a higher number of the same age, to a tab that has stopped',
      stopped,
      { session: 4, lastActiveAt: MINUTE },
    ],
    ['renumbered', 'a higher number of the same age', tab(), { session: 4, lastActiveAt: MINUTE }],
    ['renumbered', 'of a tab that was 1 ms later', tab(), { session: 4, startedAt: 1 }],
    ['newer', 'of a tab that was 2 ms later', tab(), { session: 4, startedAt: 2 }],
    [
      'newer',
      'a higher number of the same age that has ended',
      tab(),
      { session: 4, lastActiveAt: MINUTE, endReason: ENDED },
    ],
    ['renumbered', 'an older session that still lives', tab(), { session: 4, startedAt: -MINUTE }],
    [
      'leftover',
      'a higher number that had ended before this began',
      tab(),
      { session: 7, startedAt: PAST - 1, endReason: ENDED },
    ],
    ['leftover', 'a higher number that had run out before this began', tab(), { session: 7, startedAt: PAST }],
    [
      'renumbered',
      'a higher number that ran out 1 ms after this began, if it lives by now',
      tab(),
      { session: 7, startedAt: PAST + 1 },
      0,
    ],
    ['leftover', 'the same number that had ended before this began', tab(), { startedAt: -2, endReason: ENDED }],
    [
      'leftover',
      'an older session that lives, to a tab that was signed in to anew',
      tab({}, { fresh: true }),
      { session: 7, startedAt: -2 },
    ],
    [
      'renumbered',
      'one of the same millisecond, to a tab that was signed in to anew',
      tab({}, { fresh: true }),
      { session: 7, startedAt: -1 },
    ],
    [
      'newer',
      'a higher number that had ended before, to an expired tab',
      expired,
      { session: 7, startedAt: PAST, endReason: ENDED },
    ],
    [
      'unaware',
      'a session that began after ours had run out, under its number',
      tab(),
      { startedAt: TIMEOUT },
      TIMEOUT,
    ],
    ['unaware', 'one of a lower number', tab(), { session: 1, startedAt: TIMEOUT }, TIMEOUT],
    ['same', 'one that began 1 ms before ours ran out', tab(), { startedAt: TIMEOUT - 1 }, TIMEOUT],
    ['unaware', 'one that began after ours was ended', expired, { startedAt: MINUTE + 1 }],
    ['same', 'one that began when ours was last active before it was ended', expired, { startedAt: MINUTE }],
    [
      'older',
      'one that has ended says nothing any more',
      expired,
      { session: 1, startedAt: 2 * MINUTE, endReason: ENDED },
    ],
    ['newer', 'one of a higher number has heard of ours', expired, { session: 4, startedAt: 2 * MINUTE }],
  ])('%s: %s', ([relation, , own, other, now = NOW]) => {
    expect(relate(own, record(other), NOON + now)).toBe(relation);
  });
});
