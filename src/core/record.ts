/** An instant that does not come. */
export const NEVER: number = Number.POSITIVE_INFINITY;

/**
 * Why a session ended, in rising order of precedence if two tabs end it differently at once. `'server'` is there twice:
 * after the second there is nothing left on the server that a logout could end.
 */
export const END_REASONS = [undefined, 'idle', 'maxAge', 'server', 'server', 'ended'] as const;
export const IDLE = 1;
export const AGED = 2;
/** The server refuses to answer, or its time is up. */
export const REFUSED = 3;
/** The server said that its session is gone. */
export const GONE = 4;
export const ENDED = 5;

/** How far an end has got. */
export const Progress = {
  /** A leader's `expire` was dispatched. */
  LED: 1,
  /** Its logout was sent. */
  SENT: 2,
  /** And refused: the token of another tab may be good. */
  REFUSED: 3,
  /** Another tab has sent it again. */
  SENT_AGAIN: 4,
  /** No more is tried. The HTTP status is added, 0 if there was no answer. */
  FAILED: 1_000,
  /** The server's session is over. The HTTP status is added. */
  DONE: 2_000,
} as const;

/** What activity does during a warning, as the record has it. */
export const EXTEND_ON = [undefined, 'activity', 'explicit'] as const;
export const EXPLICIT = 2;

/** The options that all tabs of a session share. Durations are in milliseconds. */
export interface Policy {
  readonly timeout: number;
  readonly warnBefore: number;
  /** 0: no limit. */
  readonly maxAge: number;
  /** An index of EXTEND_ON. */
  readonly extendOn: number;
}

/**
 * What all tabs of a name share. Every field is a whole number, so that one rule checks a record that arrives from
 * outside. Instants are milliseconds since the epoch; 0 is never.
 */
export interface SessionRecord extends Policy {
  /** Number of the session: the next one begins only when this one has ended. 0: none yet. */
  readonly session: number;
  /** The end and its reason, an index of END_REASONS; 0: the session lives. */
  readonly endReason: number;
  readonly endProgress: number;
  /** `maxAge` counts from here. */
  readonly startedAt: number;
  /** When somebody was last active, in any tab. */
  readonly lastActiveAt: number;
  /** When a page was last loaded by a request that renewed the server's session. */
  readonly loadedAt: number;
  /** When the last ping that renewed the server's session was sent. */
  readonly lastPingAt: number;
  /** The server is not asked again before this. */
  readonly retryAt: number;
  /** When a ping was last refused in a way that may mean its token. */
  readonly refusedAt: number;
  /** When the request was sent whose answer told `serverEndsAt`. */
  readonly serverAskedAt: number;
  /** When the session ends on the server, by its own word. */
  readonly serverEndsAt: number;
  /** When the policy was set. */
  readonly configuredAt: number;
}

/** Counts first, then instants: see COUNTS. */
export const NO_SESSION: SessionRecord = {
  session: 0,
  endReason: 0,
  endProgress: 0,
  timeout: 0,
  warnBefore: 0,
  maxAge: 0,
  extendOn: 0,
  startedAt: 0,
  lastActiveAt: 0,
  loadedAt: 0,
  lastPingAt: 0,
  retryAt: 0,
  refusedAt: 0,
  serverAskedAt: 0,
  serverEndsAt: 0,
  configuredAt: 0,
};

const FIELDS = Object.keys(NO_SESSION) as (keyof SessionRecord)[];
const COUNTS = 7;
const FORMAT = new RegExp(`^\\d{1,15}(,\\d{1,15}){${FIELDS.length - 1}}$`);

/** Nobody waits longer than this for the server, whatever a record claims. */
export const RETRY_LIMIT = 3_600_000;
/** Nobody signs in more often, so a forged session number cannot run ahead of the clock. */
const SHORTEST_SESSION = 1_000;
/** The clocks of two tabs of one machine differ by less than this. */
const TOLERANCE = 1_000;
/** A message may not give a session a longer timeout than this, or than this page's own: NIST's limit for a whole session. */
const LONGEST_FOREIGN_TIMEOUT = 24 * 3_600_000;

/**
 * The join of two records: commutative, associative and idempotent, so messages may be lost, doubled, reordered or late,
 * and all tabs still come to the same record.
 */
export function merge(a: SessionRecord, b: SessionRecord): SessionRecord {
  if (a.session !== b.session) return a.session > b.session ? a : b;
  const latest = Object.fromEntries(FIELDS.map((field) => [field, Math.max(a[field], b[field])])) as unknown;
  const word = a.serverAskedAt - b.serverAskedAt || b.serverEndsAt - a.serverEndsAt;
  const { timeout, warnBefore, maxAge, extendOn } = laterPolicy(a, b);
  return {
    ...(latest as SessionRecord),
    startedAt: Math.min(a.startedAt, b.startedAt),
    serverEndsAt: (word > 0 ? a : b).serverEndsAt,
    timeout,
    warnBefore,
    maxAge,
    extendOn,
  };
}

/** Of two that were set in one millisecond the stricter one counts. */
function laterPolicy(a: SessionRecord, b: SessionRecord): SessionRecord {
  for (const field of ['configuredAt', 'timeout', 'warnBefore', 'maxAge', 'extendOn'] as const) {
    const difference = a[field] - b[field];
    if (difference) return difference > 0 === (field === 'configuredAt') ? a : b;
  }
  return a;
}

export const samePolicy = (a: Policy, b: Policy): boolean =>
  a.timeout === b.timeout && a.warnBefore === b.warnBefore && a.maxAge === b.maxAge && a.extendOn === b.extendOn;

export const same = (a: SessionRecord, b: SessionRecord): boolean => FIELDS.every((field) => a[field] === b[field]);

/**
 * The record as it travels and is stored.
 *
 * @param skew - how far this tab's clock is ahead of the wall clock: tabs exchange wall time, so that a tab opened after
 * the clock was set back understands those that were open before.
 */
export const encode = (record: SessionRecord, skew: number): string =>
  FIELDS.map((field, index) => shift(record[field], index, -skew)).join();

/**
 * What came from the channel or from storage, or undefined if it is not a record of this version, or speaks of the future:
 * such a stamp, taken for "now" at each reading, would keep a session alive for ever.
 *
 * @param ownTimeout - of this page's options.
 */
export function decode(text: unknown, now: number, skew: number, ownTimeout: number): SessionRecord | undefined {
  if (typeof text !== 'string' || !FORMAT.test(text)) return;
  const values = text.split(',');
  const record = Object.fromEntries(
    FIELDS.map((field, index) => [field, shift(Number(values[index]), index, skew)]),
  ) as unknown as SessionRecord;
  const latest = Math.max(
    record.startedAt,
    record.lastActiveAt,
    record.loadedAt,
    record.lastPingAt,
    record.refusedAt,
    record.serverAskedAt,
    record.configuredAt,
    record.retryAt - RETRY_LIMIT,
    record.session * SHORTEST_SESSION,
  );
  const valid =
    record.session > 0 &&
    record.endReason < END_REASONS.length &&
    record.endProgress < Progress.DONE + 1_000 &&
    record.timeout > 0 &&
    record.timeout <= Math.max(ownTimeout, LONGEST_FOREIGN_TIMEOUT) &&
    record.warnBefore < record.timeout &&
    record.extendOn < EXTEND_ON.length &&
    latest <= now + TOLERANCE;
  return valid ? record : undefined;
}

const shift = (value: number, index: number, by: number): number => (value && index >= COUNTS ? value + by : value);
