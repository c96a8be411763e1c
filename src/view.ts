import type { Reason, State } from './events.js';
import { NO_SESSION, type SessionRecord } from './record.js';

/** What of the options decides. */
export interface Rules {
  readonly timeout: number;
  readonly warnBefore: number;
  readonly maxAge: number;
  /** Only `extend()` ends a warning. */
  readonly explicit: boolean;
  readonly persist: boolean;
  /** Between pings; Infinity: none. */
  readonly interval: number;
  /** The server can be asked what it knows. */
  readonly check: boolean;
}

/** The session as one tab sees it. What follows from it, and from the rules, is not kept but computed. */
export interface View {
  readonly state: State;
  readonly reason: Reason | undefined;
  /** The newest record known; of a later session than this tab's where this one has expired. */
  readonly record: SessionRecord;
  /** The session that this tab is in, or was. */
  readonly session: number;
  /** This tab's own last activity, which a session that it joins late has yet to hear of. */
  readonly mine: number;
  readonly holds: number;
  /** The person signed in here: what began before is another session. */
  readonly fresh: boolean;
  /** Whole seconds of the warning last told. */
  readonly seconds: number;
  /** The `expire` event has gone out. */
  readonly told: boolean;
  /** When it goes out though nobody has said who leads. */
  readonly settleBy: number;
  /** A ping of this tab is under way. */
  readonly pinging: boolean;
  /** The next ping does not wait for the interval. */
  readonly urgent: boolean;
  /** Not before this does this tab try to ping. */
  readonly pingAfter: number;
  /** How long the server's session lives after a request, as far as known; 0: it has not said. */
  readonly life: number;
  /** The deadline about which the server was asked, and until when its answer is awaited. */
  readonly checked: number;
  readonly checkBy: number;
}

/**
 * A ping comes no later than after this share of what the server says that its session lives: past the half, where
 * ASP.NET begins to renew, and early enough for another try.
 */
const LATEST_PING = 0.6;
/** While a hold is kept the other tabs are told this often. */
const HOLD = 15_000;

export const INITIAL: View = {
  state: 'stopped',
  reason: undefined,
  record: NO_SESSION,
  session: 0,
  mine: 0,
  holds: 0,
  fresh: false,
  seconds: 0,
  told: false,
  settleBy: 0,
  pinging: false,
  urgent: false,
  pingAfter: 0,
  life: 0,
  checked: 0,
  checkBy: 0,
};

export const running = (view: View): boolean => view.state === 'active' || view.state === 'warning';

/** When the session of the record ends if nothing more happens. */
export function deadline(record: SessionRecord, rules: Rules): number {
  // A later request has renewed the server's session: its older word is out of date.
  const server = record.ends && record.asked >= record.pinged ? record.ends : Number.POSITIVE_INFINITY;
  return Math.min(record.active + rules.timeout, record.began + rules.maxAge, server);
}

/** Whether what a person does moves the deadline. */
export const extendable = (record: SessionRecord, rules: Rules): boolean =>
  deadline(record, rules) < record.began + rules.maxAge;

export function reasonFor(record: SessionRecord, rules: Rules): Reason {
  const end = deadline(record, rules);
  if (end === record.began + rules.maxAge) return 'maxAge';
  return end === record.active + rules.timeout ? 'idle' : 'server';
}

export const isOver = (record: SessionRecord, rules: Rules, now: number): boolean =>
  record.ended > 0 || now >= deadline(record, rules);

export function pingAt(view: View, rules: Rules): number {
  const { active, pinged, retry, asked, ends } = view.record;
  if (view.pinging || active <= pinged) return Number.POSITIVE_INFINITY;
  const life = ends && asked >= pinged ? ends - asked : Number.POSITIVE_INFINITY;
  const interval = Math.min(rules.interval, life * LATEST_PING);
  return Math.max(view.urgent ? 0 : Math.max(pinged + interval, retry), view.pingAfter);
}

/** While a hold is kept the record is not left to become older than this. */
export const holdInterval = ({ timeout, warnBefore }: Rules): number => Math.min(HOLD, (timeout - warnBefore) / 2);

/** When step() is to be called again at the latest. */
export function nextLook(view: View, rules: Rules, now: number): number {
  if (!running(view)) return view.state === 'stopped' || view.told ? Number.POSITIVE_INFINITY : view.settleBy;
  const end = deadline(view.record, rules);
  const turn = view.state === 'warning' ? end - (view.seconds - 1) * 1_000 : end - rules.warnBefore;
  const hold = view.holds ? view.record.active + holdInterval(rules) : Number.POSITIVE_INFINITY;
  const ping = rules.interval < Number.POSITIVE_INFINITY ? pingAt(view, rules) : Number.POSITIVE_INFINITY;
  return Math.min(now < end ? turn : view.checkBy, hold, ping);
}
