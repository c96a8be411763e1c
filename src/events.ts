import type { Reason, State } from './core/state.js';

export type { Reason, State };

/** What a framework renders. The same object until the state changes, or the expiry moves during a warning. */
export interface Snapshot {
  readonly state: State;
  /** Why the session has ended; undefined while it has not. */
  readonly reason: Reason | undefined;
  /**
   * When the session expires, in milliseconds since the epoch, as of the last change of state: draw a countdown
   * from it during a warning. Undefined where no session runs.
   */
  readonly expiresAt: number | undefined;
}

/**
 * The warning starts. Left alone, activity ends it again. `preventDefault()` says that this page asks the person: then
 * only `extend()` does.
 */
export interface WarnEvent extends Event {
  /** Milliseconds until the session expires. */
  readonly remaining: number;
  /** When the session expires, in milliseconds since the epoch. */
  readonly expiresAt: number;
  /** False where `maxAge` ends the session: then nothing that the person does extends it. */
  readonly extendable: boolean;
}

/** A second of the warning has passed. */
export interface TickEvent extends Event {
  /** Milliseconds until the session expires; round up to whole seconds for display. */
  readonly remaining: number;
}

/** The session is over. Dispatched exactly once for each session in each tab. */
export interface ExpireEvent extends Event {
  /**
   * `'idle'`: nobody was active for `timeout`. `'maxAge'`: the absolute limit was reached. `'server'`: the server's
   * session is gone. `'ended'`: `expire()` was called, here or in another tab.
   */
  readonly reason: Reason;
  /** True in exactly one of all tabs that expire together. */
  readonly leader: boolean;
  /**
   * Holds back `endSession`, in whichever tab sends it, until the promise settles or 5 s have passed.
   * Has an effect only while the event is being dispatched.
   */
  waitUntil(promise: PromiseLike<unknown>): void;
  /**
   * Resolves with what came of `endSession`, in whichever tab it was sent. Wait for it before you navigate: if the server
   * keeps the session in a cookie, a page that is answered after the logout signs the person in again.
   */
  readonly finished: Promise<LogoutResult>;
}

/** What came of the logout. */
export interface LogoutResult {
  /** The server's session is over: it said so, or `endSession` is not used. */
  readonly ok: boolean;
  /** The HTTP status of the answer; 0 if there was none, or none that a page may see. */
  readonly status: number;
}

/** The logout was answered, in whichever tab it was sent, or given up. */
export interface LogoutEvent extends Event, LogoutResult {}

/** The state has changed. */
export interface ChangeEvent extends Event {
  /** Where the timer stands now. */
  readonly state: State;
  /** Where it stood before. */
  readonly previous: State;
}

/** The server has renewed its session. */
export interface PingEvent extends Event {
  /** The HTTP status of the answer. */
  readonly status: number;
  /** Seconds that the server's session still lives, by its own word; undefined where it did not say. */
  readonly expiresIn: number | undefined;
}

/** A ping brought no answer that tells whether the session lives. It will be tried again. */
export interface PingErrorEvent extends Event {
  /** The HTTP status of the answer; 0 where none came. */
  readonly status: number;
  /** What `fetch`, `headers()` or a reader of the answer threw; undefined where an answer came. */
  readonly error: unknown;
  /** Milliseconds until the next try. */
  readonly retryIn: number;
}

/** The events of a timer by their names. */
export interface IdleTimerEventMap {
  warn: WarnEvent;
  tick: TickEvent;
  /** The warning has ended: somebody is here. */
  active: Event;
  expire: ExpireEvent;
  change: ChangeEvent;
  /** Another tab has begun the next session. This tab stays expired until its own `start()`. */
  restart: Event;
  ping: PingEvent;
  pingerror: PingErrorEvent;
  logout: LogoutEvent;
}

type Fields<E extends Event> = Omit<E, keyof Event>;

export const createEvent = <K extends keyof IdleTimerEventMap>(
  type: K,
  fields: Fields<IdleTimerEventMap[K]>,
): IdleTimerEventMap[K] =>
  Object.assign(new Event(type, { cancelable: type === 'warn' }), fields) as unknown as IdleTimerEventMap[K];

/** What `addEventListener` of a timer takes. */
export type IdleTimerListener<K extends keyof IdleTimerEventMap> =
  | ((event: IdleTimerEventMap[K]) => unknown)
  | { handleEvent(event: IdleTimerEventMap[K]): unknown }
  | null;
