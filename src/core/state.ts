import {
  AGED,
  EXPLICIT,
  EXTEND_ON,
  GONE,
  IDLE,
  NEVER,
  NO_SESSION,
  type Policy,
  Progress,
  REFUSED,
  type SessionRecord,
} from './record.js';

/** The state of a timer. */
export type State = 'stopped' | 'active' | 'warning' | 'expired';

/** Why a session ended. */
export type Reason = 'idle' | 'maxAge' | 'server' | 'ended';

/** The options of one tab that decisions depend on. */
export interface Config {
  readonly timeout: number;
  readonly warnBefore: number;
  /** Infinity: no limit. */
  readonly maxAge: number;
  readonly extendOn?: (typeof EXTEND_ON)[number];
  /** A page load is no activity. */
  readonly persist?: boolean | undefined;
  /** Milliseconds between pings. */
  readonly keepAlive?: { readonly interval: number } | undefined;
  /** The server can be asked what it knows. */
  readonly check?: object | undefined;
  /** The server is told of the end. */
  readonly endSession?: object | undefined;
}

/** The options as a record has them: in whole numbers, or no tab could read another's. */
export const policyOf = ({ timeout, warnBefore, maxAge, extendOn }: Config): Policy => ({
  timeout: Math.ceil(timeout),
  warnBefore: Math.floor(warnBefore),
  maxAge: maxAge < NEVER ? Math.ceil(maxAge) : 0,
  extendOn: EXTEND_ON.indexOf(extendOn),
});

/** The session as one tab sees it. Derived values are computed, never stored. */
export interface TabState {
  readonly state: State;
  readonly reason: Reason | undefined;
  /** The newest record known; once this tab's session has ended it may be that of a later one. */
  readonly record: SessionRecord;
  /** The session that this tab is in, or was. */
  readonly session: number;
  /** This tab's own last activity, which a session that it joins late has yet to hear of. */
  readonly ownLastActive: number;
  /** The person counts as present until then. */
  readonly heldUntil: number;
  /** This page asks the person about the warning. */
  readonly asking: boolean;
  /** The person signed in here: what began before is another session. */
  readonly fresh: boolean;
  /** When this page joined. */
  readonly joinedAt: number;
  /** Whole seconds left at the last `tick`. */
  readonly lastTick: number;
  /** What the last `warn` said. */
  readonly warnedExtendable: boolean;
  /** The `expire` event was dispatched. */
  readonly expireEmitted: boolean;
  /** When it is dispatched even if no leader is known. */
  readonly leaderTimeoutAt: number;
  readonly pingInFlight: boolean;
  /** The next ping does not wait for the interval. */
  readonly pingNow: boolean;
  /** The person's "stay" in this warning has had its ping. */
  readonly stayPinged: boolean;
  /** This tab does not ping before then. */
  readonly noPingBefore: number;
  /** How long the server's session lives after a request, as far as known; 0: it has not said. */
  readonly serverLifetime: number;
  /** A ping did not move the server's end. */
  readonly serverEndFixed: boolean;
  /** Its answer is awaited until then. */
  readonly checkTimeoutAt: number;
}

export const INITIAL: TabState = {
  state: 'stopped',
  reason: undefined,
  record: NO_SESSION,
  session: 0,
  ownLastActive: 0,
  heldUntil: 0,
  asking: false,
  fresh: false,
  joinedAt: 0,
  lastTick: 0,
  warnedExtendable: true,
  expireEmitted: true,
  leaderTimeoutAt: 0,
  pingInFlight: false,
  pingNow: false,
  stayPinged: false,
  noPingBefore: 0,
  serverLifetime: 0,
  serverEndFixed: false,
  checkTimeoutAt: 0,
};

/**
 * A ping comes no later than after this share of the server's lifetime: past the half, where ASP.NET begins to renew, and
 * early enough for another try.
 */
const LATEST_PING = 0.6;
/** A warning takes no more than this share of the server's lifetime, so that the ping of an active person comes before it. */
const LONGEST_WARNING = 0.5;
/** A ping is answered within this share of the server's lifetime. */
const PING_MARGIN = 0.1;
/** While a hold is kept the other tabs are told this often. */
const HOLD_INTERVAL_MS = 15_000;

export const running = ({ state }: TabState): boolean => state === 'active' || state === 'warning';

/** When the last request was sent that renewed the server's session. */
export const renewedAt = ({ lastPingAt, loadedAt }: SessionRecord): number => Math.max(lastPingAt, loadedAt);

/** When the server's session ends. A later request has renewed it: then its older word is out of date. */
const serverEnd = (record: SessionRecord): number =>
  record.serverEndsAt && record.serverAskedAt >= renewedAt(record) ? record.serverEndsAt : NEVER;

const ageLimit = ({ startedAt, maxAge }: SessionRecord): number => (maxAge ? startedAt + maxAge : NEVER);

/** When the session of the record ends if nothing more happens. */
export const deadline = (record: SessionRecord): number =>
  Math.min(record.lastActiveAt + record.timeout, ageLimit(record), serverEnd(record));

/** When its warning starts. */
export function warnAt(record: SessionRecord): number {
  const end = deadline(record);
  const lifetime = record.serverEndsAt - record.serverAskedAt;
  const longest = end === serverEnd(record) ? lifetime * LONGEST_WARNING : NEVER;
  return end - Math.min(record.warnBefore, longest);
}

/** Whether anything that a person does moves the deadline. */
export function extendable({ record, serverEndFixed }: TabState): boolean {
  const end = deadline(record);
  return end < ageLimit(record) && !(serverEndFixed && end === serverEnd(record));
}

/** Only `extend()` ends a warning. */
export const mustAnswer = ({ asking, record: { extendOn } }: TabState): boolean =>
  extendOn === EXPLICIT || (asking && !extendOn);

/** What the record says of its end; else the deadline that is over, or is within the rounding of two clocks. */
export function endCode(record: SessionRecord): number {
  const end = deadline(record);
  if (record.endReason) return record.endReason;
  if (end === ageLimit(record)) return AGED;
  return end === record.lastActiveAt + record.timeout ? IDLE : REFUSED;
}

/** The server has ended the session as well: whoever gets a page from it has signed in again. */
export const isOverOnServer = ({ endReason, endProgress }: SessionRecord, { endSession }: Config): boolean =>
  endReason === GONE || (endSession !== undefined && endProgress >= Progress.DONE);

export const isOver = (record: SessionRecord, now: number): boolean => record.endReason > 0 || now >= deadline(record);

/** When this tab is to ping; Infinity: not at all. */
export function nextPingAt(tab: TabState, { keepAlive }: Config): number {
  const { record } = tab;
  const renewed = renewedAt(record);
  if (!keepAlive || tab.pingInFlight || record.lastActiveAt <= renewed) return NEVER;
  const lifetime = serverEnd(record) - record.serverAskedAt;
  const warning = Math.min(record.warnBefore, lifetime * LONGEST_WARNING);
  const interval = Math.min(
    keepAlive.interval < record.timeout ? keepAlive.interval : record.timeout / 2,
    lifetime * LATEST_PING,
    lifetime * (1 - PING_MARGIN) - warning,
  );
  return Math.max(tab.pingNow ? 0 : Math.max(renewed + interval, record.retryAt), tab.noPingBefore);
}

/** While a hold is kept the record is not left to become older than this. */
export const holdInterval = ({ timeout, warnBefore }: Policy): number =>
  Math.min(HOLD_INTERVAL_MS, (timeout - warnBefore) / 2);

/** The latest time at which step() must run again. */
export function nextWakeAt(tab: TabState, config: Config, now: number): number {
  if (!running(tab)) return tab.expireEmitted ? NEVER : tab.leaderTimeoutAt;
  const { record } = tab;
  const end = deadline(record);
  if (now >= end) return tab.checkTimeoutAt;
  const turn = tab.state === 'warning' ? end - (tab.lastTick - 1) * 1_000 : warnAt(record);
  const hold = tab.heldUntil > record.lastActiveAt ? record.lastActiveAt + holdInterval(record) : turn;
  return Math.min(turn, hold, nextPingAt(tab, config));
}
