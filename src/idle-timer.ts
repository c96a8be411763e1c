import type { IdleTimerEventMap, IdleTimerListener, Snapshot, State } from './events.js';
import type { IdleTimerOptions, Settings } from './options.js';
import { resolve } from './resolve.js';
import { createSession, type Session } from './session.js';
import { running } from './view.js';
import { warnOnce } from './warn-once.js';

/** WCAG 2.2.1. */
const SHORTEST_WARNING = 20_000;

const STOPPED: Snapshot = { state: 'stopped', reason: undefined, expiresAt: undefined };

/** Not among the public events: what `subscribe` listens to, so that one listener's error stops no other. */
const SNAPSHOT = 'snapshot';

/** `Symbol.dispose`, where the TypeScript library knows it; Safari does not yet. */
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
  readonly #settings: Settings;
  readonly #session: Session;
  readonly #holds = new Set<object>();
  #snapshot = STOPPED;

  /**
   * Touches nothing: safe on a server.
   *
   * @throws TypeError or RangeError that names the option, the value and what is allowed.
   */
  constructor(options: IdleTimerOptions = {}) {
    super();
    const settings = resolve(options);
    const { warnBefore, signal } = settings;
    this.#settings = settings;
    this.#session = createSession(
      settings,
      (event) => this.dispatchEvent(event),
      () => this.#updateSnapshot(),
    );
    if (warnBefore && warnBefore < SHORTEST_WARNING) {
      warnOnce(`warnBefore is ${warnBefore} ms: people need at least 20 s to answer a warning (WCAG 2.2.1)`);
    }
    for (const [name, callback] of Object.entries(settings)) {
      if (name.startsWith('on')) super.addEventListener(name.slice(2).toLowerCase(), callback as EventListener);
    }
    signal?.addEventListener('abort', () => this.stop());
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

  /** Looks at the clock: after the deadline it is `'expired'`, however late the browser's own timers are. */
  get state(): State {
    if (running(this.#session.view) && !this.remaining) this.#session.run({ type: 'look' });
    return this.#session.view.state;
  }

  /** Milliseconds until the session expires; 0 where none runs. */
  get remaining(): number {
    return this.#session.remaining;
  }

  /** When somebody was last active, in any tab, in milliseconds since the epoch; 0: never. */
  get lastActive(): number {
    return this.#session.lastActive;
  }

  /** When the session expires, in milliseconds since the epoch; 0 where none runs. */
  get deadline(): number {
    return this.#session.deadline;
  }

  /** False where `maxAge` ends the session: then nothing that the person does extends it. */
  get extendable(): boolean {
    return this.#session.extendable;
  }

  /**
   * Begins the session, or joins the one that other tabs are in. After an expiry it begins the next one: call it when
   * the person has signed in again. Does nothing on a server, while the timer runs, or after `signal` was aborted.
   *
   * @param options - `fresh: true` begins a new session even where one lives, for the page after a sign-in; other tabs
   * in the old session expire.
   */
  start(options: { fresh?: boolean } = {}): void {
    if (typeof document === 'undefined' || this.#settings.signal?.aborted || running(this.#session.view)) return;
    if ((document as { prerendering?: boolean }).prerendering) {
      // Nobody has come yet (https://wicg.github.io/nav-speculation/prerendering.html).
      const { signal } = this.#session;
      document.addEventListener('prerenderingchange', () => this.start(options), { once: true, signal });
      return;
    }
    this.#session.start(options.fresh === true);
  }

  /** Stops this timer; other tabs go on. `start()` starts it again. */
  stop(): void {
    this.#holds.clear();
    this.#session.stop();
  }

  /** The person wants to stay: ends the warning in all tabs, and pings the server at once. */
  extend(): void {
    this.#session.run({ type: 'extend' });
  }

  /**
   * While a hold is kept the person counts as there, in all tabs: a video plays, a call is on, an upload runs.
   *
   * @returns a function that lets go of it.
   */
  hold(): () => void {
    if (!running(this.#session.view)) return () => {};
    const hold = {};
    this.#holds.add(hold);
    this.#session.run({ type: 'hold', by: 1 });
    return () => {
      if (this.#holds.delete(hold)) this.#session.run({ type: 'hold', by: -1 });
    };
  }

  /** Ends the session in all tabs, with reason `'ended'`: the person signs out. */
  expire(): void {
    this.#session.run({ type: 'end', reason: 'ended' });
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

  #updateSnapshot(): void {
    const { state, reason } = this.#session.view;
    const last = this.#snapshot;
    const expiresAt = this.deadline || undefined;
    if (state === last.state && reason === last.reason && (state !== 'warning' || expiresAt === last.expiresAt)) return;
    this.#snapshot = { state, reason, expiresAt };
    this.dispatchEvent(new Event(SNAPSHOT));
  }
}
