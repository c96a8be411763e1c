import { adviseAtStart } from './advice.js';
import { awaitsPerson } from './browser/page-lifecycle.js';
import { announce, timersOnPage } from './browser/timers.js';
import { ENDED, GONE } from './core/record.js';
import { mustAnswer, running } from './core/state.js';
import type { IdleTimerEventMap, IdleTimerListener, Snapshot, State } from './events.js';
import { createHolds } from './holds.js';
import { normalizeOptions } from './normalize-options.js';
import type { Answer, HoldOptions, IdleTimerOptions, SessionPolicy, Settings, StartParameters } from './options.js';
import { createSession, type Session } from './session.js';
import { nextSnapshot, STOPPED } from './snapshot.js';

/** Internal event behind `subscribe`: dispatching isolates listeners' errors. */
const SNAPSHOT = 'snapshot';

/** `Symbol.dispose`, if the TypeScript library knows it; Safari does not yet. */
type Disposer = SymbolConstructor extends { readonly dispose: infer D extends symbol }
  ? { [K in D]: () => void }
  : object;

export interface IdleTimer extends Disposer {
  /** As that of any `EventTarget`, with the types of {@link IdleTimerEventMap}. */
  addEventListener<K extends keyof IdleTimerEventMap>(
    type: K,
    listener: IdleTimerListener<K>,
    options?: boolean | AddEventListenerOptions,
  ): void;
  /** As that of any `EventTarget`. */
  removeEventListener<K extends keyof IdleTimerEventMap>(
    type: K,
    listener: IdleTimerListener<K>,
    options?: boolean | EventListenerOptions,
  ): void;
}

/**
 * Notices whether a person is there, in any tab of the site, warns in good time, and ends the session in all tabs
 * at once when nobody is.
 *
 * @example
 * ```ts
 * const timer = new IdleTimer({ timeout: 30 * 60_000, onExpire: () => location.assign('/login?expired') })
 * timer.start()
 * ```
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the only way to type the events of an EventTarget.
export class IdleTimer extends EventTarget {
  #options: IdleTimerOptions;
  #settings: Settings;
  readonly #session: Session;
  readonly #holds = createHolds(
    () => this.#session.now(),
    (until) => running(this.#session.tab) && this.#session.dispatch({ type: 'hold', until }),
  );
  #snapshot = STOPPED;

  /**
   * Touches nothing: safe on a server.
   *
   * @throws TypeError or RangeError that names the option, the value and what is allowed.
   */
  constructor(options: IdleTimerOptions = {}) {
    super();
    const settings = normalizeOptions(options);
    this.#options = options;
    this.#settings = settings;
    this.#session = createSession(
      settings,
      (event) => this.dispatchEvent(event),
      () => this.#update(),
    );
    for (const [name, callback] of Object.entries(settings)) {
      if (name.startsWith('on')) super.addEventListener(name.slice(2).toLowerCase(), callback as EventListener);
    }
  }

  static {
    if (Symbol.dispose) {
      Object.defineProperty(IdleTimer.prototype, Symbol.dispose, {
        value(this: IdleTimer) {
          this.stop();
        },
      });
    }
  }

  /** The name of the session. */
  get name(): string {
    return this.#settings.name;
  }

  /** Asks the clock: after the deadline it is `'expired'`, however late the browser's own timers are. */
  get state(): State {
    if (running(this.#session.tab) && !this.remaining) this.#session.dispatch({ type: 'evaluate' });
    return this.#session.tab.state;
  }

  /** Milliseconds until the session expires; 0 if none runs. */
  get remaining(): number {
    return this.#session.remaining;
  }

  /** When somebody was last active, in any tab, in milliseconds since the epoch; 0: never. */
  get lastActive(): number {
    return this.#session.toWall(this.#session.tab.record.lastActiveAt);
  }

  /** When the server's session was last renewed by a ping, of any tab, in milliseconds since the epoch; 0: never. */
  get lastPing(): number {
    return this.#session.toWall(this.#session.tab.record.lastPingAt);
  }

  /** When the session expires, in milliseconds since the epoch; 0 if none runs. */
  get deadline(): number {
    return this.#session.deadline;
  }

  /** False if nothing that a person does extends the session: `maxAge` ends it, or the server, whatever is asked of it. */
  get extendable(): boolean {
    return this.#session.extendable;
  }

  /**
   * Starts a session, or joins the one in other tabs. After a session has ended, starts the next: call it when the person
   * has signed in again. Does nothing on a server, while the timer runs, or after `signal` was aborted.
   *
   * @param options - `fresh: true` starts a new session even if one lives, for the page after a sign-in; other tabs in
   * the old session expire. `renewed: true`: the request that loaded this page has renewed the server's session, so the
   * first ping can wait.
   */
  start(options: StartParameters = {}): void {
    if (typeof document === 'undefined' || this.#settings.signal?.aborted || running(this.#session.tab)) return;
    if (awaitsPerson(() => this.start(options), this.#session.signal)) return;
    adviseAtStart(this.#settings);
    announce(this);
    this.#session.start({ fresh: options.fresh === true, renewed: options.renewed === true });
  }

  /** Stops this timer; other tabs go on. `start()` starts it again. */
  stop(): void {
    timersOnPage().delete(this);
    this.#holds.clear();
    this.#session.stop();
  }

  /**
   * The person wants to stay: ends the warning in all tabs, and pings the server at once.
   *
   * @returns whether it did: false if no session runs, or if nothing can extend it.
   */
  extend(): boolean {
    this.#session.dispatch({ type: 'extend' });
    return this.extendable;
  }

  /**
   * This page asks the person about the warning: what `preventDefault()` says during `warn`, for a dialog that comes later.
   * `ask(false)` takes it back.
   *
   * @returns whether only `extend()` ends the warning now: false if there is none, or with `extendOn: 'activity'`.
   */
  ask(asks = true): boolean {
    this.#session.dispatch({ type: 'asked', session: this.#session.tab.session, asks });
    const { tab } = this.#session;
    return tab.state === 'warning' && mustAnswer(tab);
  }

  /**
   * The page has learned that a person did something: in a frame of another origin, or over a socket. Counts as an event
   * does, once a second at most.
   */
  activity(): void {
    this.#session.activity();
  }

  /**
   * While a hold is kept the person counts as present, in all tabs: a video plays, a call is on, an upload runs. It ends
   * with the session; taken before `start()`, it begins there.
   *
   * @param options - `max`: milliseconds after which it ends by itself, so that a forgotten one does not last for ever.
   * @returns a function that releases it.
   */
  hold({ max = Number.POSITIVE_INFINITY }: HoldOptions = {}): () => void {
    // An end that nobody has looked at yet ends no hold that begins after it.
    this.#session.dispatch({ type: 'evaluate' });
    return this.#holds.add(max);
  }

  /**
   * Changes the options of the running session, in all its tabs, and those of this timer.
   *
   * @throws as the constructor does.
   */
  configure(options: SessionPolicy): void {
    const next = { ...this.#options, ...options };
    this.#settings = normalizeOptions(next);
    this.#options = next;
    this.#session.configure(this.#settings);
  }

  /**
   * Ends the session in all tabs: the person signs out.
   *
   * @param options - `reason: 'server'`: the page has learned that the server's session is gone, so no logout is sent.
   */
  expire({ reason = 'ended' }: { reason?: 'ended' | 'server' } = {}): void {
    this.#session.dispatch({ type: 'end', reason: reason === 'server' ? GONE : ENDED });
  }

  /**
   * Takes the answer to a request of the page's own: 401 and 440 end the session, as an answer to a ping would; one that
   * says how long the server's session lives counts as a ping.
   *
   * @param answer - a `Response`, or whatever has a `status` and `headers` with `get()`.
   */
  report(answer: Answer): void {
    this.#session.report(answer);
  }

  /**
   * Calls back with the snapshot, at once and whenever it changes.
   *
   * @returns a function that ends this.
   */
  readonly subscribe = (listener: (snapshot: Snapshot) => void): (() => void) => {
    const onChange = () => listener(this.#snapshot);
    super.addEventListener(SNAPSHOT, onChange);
    listener(this.#snapshot);
    return () => super.removeEventListener(SNAPSHOT, onChange);
  };

  /** The same object until the state changes. */
  readonly getSnapshot = (): Snapshot => this.#snapshot;

  /** What a server renders, and a page on its first render: the timer is stopped. */
  readonly getServerSnapshot = (): Snapshot => STOPPED;

  #update(): void {
    const last = this.#snapshot;
    this.#snapshot = nextSnapshot(last, this.#session.tab, this.deadline);
    if (this.#snapshot === last) return;
    if (this.#snapshot.state === 'expired' && last.state !== 'expired') this.#holds.clear();
    this.dispatchEvent(new Event(SNAPSHOT));
    // What was held before the start begins with it.
    if (last.state === 'stopped' || last.state === 'expired') this.#holds.tell();
  }
}
