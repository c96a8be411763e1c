/** Why a session ended, in rising order of precedence where two tabs end it differently at once. */
export const REASONS = ['', 'idle', 'maxAge', 'server', 'ended'] as const;

/**
 * What all tabs of a name share. Every field is a whole number, so that a record that arrives from
 * outside is checked by one rule. Instants are milliseconds since the epoch.
 */
export interface SessionRecord {
  /** Number of the session: the next one begins only where this one has ended. 0: none yet. */
  readonly session: number;
  /** When the session began: `maxAge` counts from here. */
  readonly began: number;
  /** When somebody was last active, in any tab. */
  readonly active: number;
  /** When the last request that renewed the server's session was sent. */
  readonly pinged: number;
  /** Not before this instant is the server asked again. */
  readonly retry: number;
  /** When the request was sent whose answer told `ends`. */
  readonly asked: number;
  /** When the session ends on the server, by its own word; 0: it has not said. */
  readonly ends: number;
  /** The end and its reason, an index of REASONS; 0: the session lives. */
  readonly ended: number;
  /** How far the end has got: 1, a leader's `expire` was dispatched; 2, its logout was sent; 3, and answered. */
  readonly done: number;
}

export const NO_SESSION: SessionRecord = {
  session: 0,
  began: 0,
  active: 0,
  pinged: 0,
  retry: 0,
  asked: 0,
  ends: 0,
  ended: 0,
  done: 0,
};

const FIELDS = Object.keys(NO_SESSION) as (keyof SessionRecord)[];
const VERSION = 1;

/** Nobody waits longer than this for the server, whatever a record claims. */
export const RETRY_LIMIT = 3_600_000;
/** Nobody signs in more often: a forged number that has run ahead is so caught up with before the next session begins. */
const SHORTEST_SESSION = 1_000;
/** The clocks of two tabs of one machine differ by less than this. */
const TOLERANCE = 1_000;
/** A record takes some 200 characters; more is not one of ours. */
const LONGEST = 1_000;

/**
 * The join of two records: commutative, associative and idempotent, so messages may be lost, doubled,
 * reordered or late and all tabs still come to the same record.
 */
export function merge(a: SessionRecord, b: SessionRecord): SessionRecord {
  if (a.session !== b.session) return a.session > b.session ? a : b;
  const word = a.asked - b.asked || b.ends - a.ends;
  return {
    session: a.session,
    began: Math.min(a.began, b.began),
    active: Math.max(a.active, b.active),
    pinged: Math.max(a.pinged, b.pinged),
    retry: Math.max(a.retry, b.retry),
    asked: Math.max(a.asked, b.asked),
    ends: word > 0 ? a.ends : b.ends,
    ended: Math.max(a.ended, b.ended),
    done: Math.max(a.done, b.done),
  };
}

export const same = (a: SessionRecord, b: SessionRecord): boolean => FIELDS.every((field) => a[field] === b[field]);

/**
 * The record as it travels and is stored.
 *
 * @param skew - how far this tab's clock is ahead of the wall clock: what tabs exchange is wall time,
 * so that a tab opened after the clock was set back understands those that were open before.
 */
export const encode = (record: SessionRecord, skew: number): string =>
  JSON.stringify([VERSION, ...FIELDS.map((field) => toWall(field, record[field], skew))]);

/**
 * What came from the channel or from storage, or undefined where it is not a record of this version,
 * or speaks of the future: such a stamp, taken for "now" at each reading, would keep a session alive
 * for ever.
 */
export function decode(text: unknown, now: number, skew: number): SessionRecord | undefined {
  if (typeof text !== 'string' || text.length > LONGEST) return;
  let values: unknown;
  try {
    values = JSON.parse(text);
  } catch {
    return;
  }
  if (!Array.isArray(values) || values.length !== FIELDS.length + 1 || values[0] !== VERSION) return;
  if (!values.every((value) => Number.isSafeInteger(value) && value >= 0)) return;
  const record = Object.fromEntries(
    FIELDS.map((field, i) => [field, toWall(field, values[i + 1] as number, -skew)]),
  ) as unknown as SessionRecord;
  const latest = Math.max(
    record.began,
    record.active,
    record.pinged,
    record.asked,
    record.retry - RETRY_LIMIT,
    record.session * SHORTEST_SESSION,
  );
  return record.session > 0 && record.ended < REASONS.length && record.done <= 3 && latest <= now + TOLERANCE
    ? record
    : undefined;
}

const COUNTS = ['session', 'ended', 'done'];

const toWall = (field: string, value: number, skew: number): number =>
  value && !COUNTS.includes(field) ? value - skew : value;
