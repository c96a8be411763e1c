import { type ActivitySource, watchActivity } from './activity/dom.js';
import { type Asking, createAsking } from './asking.js';
import { type Alarm, type Clock, createAlarm, createClock } from './clock.js';
import { createEnding, type Ending } from './ending.js';
import { createEvent, type IdleTimerEventMap, type IdleTimerListener, type Snapshot, type State } from './events.js';
import { type Effect, type Input, step } from './machine.js';
import type { IdleTimerOptions, Settings } from './options.js';
import { decode, encode, type SessionRecord } from './record.js';
import { resolve } from './resolve.js';
import { type Channel, createChannel } from './tabs/channel.js';
import { deadline, extendable, INITIAL, nextLook, type Rules, running, type View } from './view.js';
import { watchPage } from './wake.js';

/** Events are counted this often; within shorter timeouts more often. */
const COUNT_INTERVAL = 1_000;
/** WCAG 2.2.1. */
const SHORTEST_WARNING = 20_000;

const STOPPED: Snapshot = { state: 'stopped', reason: undefined, expiresAt: undefined };

/** Not among the public events: what `subscribe` listens to, so that one listener's error stops no other. */
const SNAPSHOT = 'snapshot';

const CALLBACKS = [
  'onWarn',
  'onTick',
  'onActive',
  'onExpire',
  'onChange',
  'onRestart',
  'onPing',
  'onPingError',
] as const;

const warned = new Set<string>();
const warnOnce = (text: string) => {
  if (!warned.has(text)) console.warn(`stillhere: ${text}`);
  warned.add(text);
};

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
  readonly #rules: Rules;
  #view: View = INITIAL;
  #snapshot = STOPPED;
  #started = false;

  // What a running timer is made of.
  #clock: Clock | undefined;
  #alarm: Alarm | undefined;
  #channel: Channel | undefined;
  #activity: ActivitySource | undefined;
  #unwatch: (() => void) | undefined;
  /** When activity was last reported. */
  #reported = 0;
  /** The text that was last taken in from storage. */
  #seen: string | undefined;

  readonly #effects: Effect[] = [];
  #performing = false;

  readonly #asking: Asking;
  #ending: Ending | undefined;
  readonly #holds = new Set<object>();

  /**
   * Touches nothing: safe on a server.
   *
   * @throws TypeError or RangeError that names the option, the value and what is allowed.
   */
  constructor(options: IdleTimerOptions = {}) {
    super();
    const settings = resolve(options);
    const { timeout, warnBefore, maxAge, extendOn, persist, keepAlive, check, signal } = settings;
    this.#settings = settings;
    this.#asking = createAsking(
      settings,
      () => this.#view,
      () => this.#clock?.now() ?? 0,
      (input) => this.#run(input),
    );
    this.#rules = {
      timeout,
      warnBefore,
      maxAge,
      explicit: extendOn === 'explicit',
      persist: persist === true,
      interval: keepAlive?.interval ?? Number.POSITIVE_INFINITY,
      check: check !== undefined,
    };
    if (warnBefore && warnBefore < SHORTEST_WARNING) {
      warnOnce(`warnBefore is ${warnBefore} ms: people need at least 20 s to answer a warning (WCAG 2.2.1)`);
    }
    for (const name of CALLBACKS) {
      const callback = settings[name] as ((event: Event) => void) | undefined;
      if (callback) super.addEventListener(name.slice(2).toLowerCase(), callback);
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
    if (this.#clock && running(this.#view) && !this.remaining) this.#run({ type: 'look' });
    return this.#view.state;
  }

  /** Milliseconds until the session expires; 0 where none runs. */
  get remaining(): number {
    return this.#clock && running(this.#view)
      ? Math.max(0, deadline(this.#view.record, this.#rules) - this.#clock.now())
      : 0;
  }

  /** When somebody was last active, in any tab, in milliseconds since the epoch; 0: never. */
  get lastActive(): number {
    return this.#view.record.active && this.#toWall(this.#view.record.active);
  }

  /** When the session expires, in milliseconds since the epoch; 0 where none runs. */
  get deadline(): number {
    return running(this.#view) ? this.#toWall(deadline(this.#view.record, this.#rules)) : 0;
  }

  /** False where `maxAge` ends the session: then nothing that the person does extends it. */
  get extendable(): boolean {
    return running(this.#view) && extendable(this.#view.record, this.#rules);
  }

  /**
   * Begins the session, or joins the one that other tabs are in. After an expiry it begins the next one: call it when
   * the person has signed in again. Does nothing on a server, while the timer runs, or after `signal` was aborted.
   *
   * @param options - `fresh: true` begins a new session even where one lives, for the page after a sign-in; other tabs
   * in the old session expire.
   */
  start(options: { fresh?: boolean } = {}): void {
    if (typeof document === 'undefined' || this.#settings.signal?.aborted || running(this.#view)) return;
    if ((document as { prerendering?: boolean }).prerendering) {
      // Nobody has come yet (https://wicg.github.io/nav-speculation/prerendering.html).
      const { signal } = this.#asking;
      document.addEventListener('prerenderingchange', () => this.start(options), { once: true, signal });
      return;
    }
    this.#ending?.cancel();
    this.#ending = undefined;
    this.#open();
    this.#run({ type: 'start', first: !this.#started, fresh: options.fresh === true });
    this.#started = true;
    this.#channel?.hello(this.#encode());
  }

  /** Stops this timer; other tabs go on. `start()` starts it again. */
  stop(): void {
    this.#asking.cancel();
    if (this.#view.state === 'stopped') return;
    this.#holds.clear();
    this.#run({ type: 'stop' });
  }

  /** The person wants to stay: ends the warning in all tabs, and pings the server at once. */
  extend(): void {
    this.#run({ type: 'extend' });
  }

  /**
   * While a hold is kept the person counts as there, in all tabs: a video plays, a call is on, an upload runs.
   *
   * @returns a function that lets go of it.
   */
  hold(): () => void {
    if (!running(this.#view)) return () => {};
    const hold = {};
    this.#holds.add(hold);
    this.#run({ type: 'hold', by: 1 });
    return () => {
      if (this.#holds.delete(hold)) this.#run({ type: 'hold', by: -1 });
    };
  }

  /** Ends the session in all tabs, with reason `'ended'`: the person signs out. */
  expire(): void {
    this.#run({ type: 'end', reason: 'ended' });
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

  #toWall(instant: number): number {
    return instant - (this.#clock?.skew() ?? 0);
  }

  #encode(): string {
    return encode(this.#view.record, this.#clock?.skew() ?? 0);
  }

  #decode(text: unknown): SessionRecord | undefined {
    const clock = this.#clock;
    return clock && decode(text, clock.now(), clock.skew());
  }

  /** Builds what a running timer is made of. */
  #open(): void {
    const { crossTab, name, target, events, untrusted } = this.#settings;
    this.#clock ??= createClock();
    const clock = this.#clock;
    this.#alarm ??= createAlarm(() => {
      this.#activity?.flush();
      this.#run({ type: 'look' });
    });
    if (crossTab !== false) {
      this.#channel ??= createChannel(name, (text, hello) => {
        const record = this.#decode(text);
        if (!record) return;
        this.#activity?.flush();
        this.#run({ type: 'record', record, hello });
      });
      this.#channel.open();
    }
    this.#reported = clock.now();
    this.#activity ??= watchActivity(
      { target, events, untrusted: untrusted === true },
      Math.min(COUNT_INTERVAL, (this.#settings.timeout - this.#settings.warnBefore) / 2),
      (elapsed) => {
        const now = clock.now();
        const at = Math.min(now, Math.round(this.#reported + elapsed));
        this.#reported = now;
        this.#run({ type: 'activity', at });
      },
    );
    this.#unwatch ??= watchPage({
      wake: (restored) => {
        if (restored) this.#channel?.open();
        this.#activity?.flush();
        this.#run({ type: 'wake' });
        if (restored) this.#channel?.hello(this.#encode());
      },
      hide: () => {
        this.#activity?.flush();
        // Sets the alarm anew, as a hidden page must.
        this.#run({ type: 'look' });
      },
      leave: () => {
        this.#activity?.flush();
        this.#letGo();
        this.#channel?.close();
      },
      online: () => this.#run({ type: 'online' }),
    });
  }

  /** Lets go of it, once the timer is stopped. */
  #close(): void {
    // A logout that is under way is not called off.
    if (this.#view.state !== 'stopped' || this.#ending?.acting) return;
    this.#letGo();
    this.#alarm?.clear();
    this.#activity?.stop();
    this.#unwatch?.();
    this.#channel?.close();
    this.#alarm = this.#activity = this.#unwatch = this.#channel = undefined;
  }

  /** Ends what may not outlive the page. */
  #letGo(): void {
    this.#asking.cancel();
    this.#ending?.leave();
    this.#ending = undefined;
  }

  /** Feeds the machine. What it asks for is done in order, also where a listener calls back into the timer. */
  #run(input: Input): void {
    const clock = this.#clock;
    if (!clock) return;
    const text = this.#channel?.read();
    const stored = text === this.#seen ? undefined : this.#decode(text);
    this.#seen = text;
    const before = this.#view;
    const now = clock.now();
    const [view, effects] = step(before, input, now, stored, this.#rules);
    this.#view = view;
    const next = nextLook(view, this.#rules, now);
    if (next < Number.POSITIVE_INFINITY) this.#alarm?.set(next - now);
    else this.#alarm?.clear();
    this.#effects.push(...effects);
    if (!running(view)) {
      // Answered after the logout, a ping would sign the person in again.
      if (running(before)) this.#asking.cancel();
      if (view.record.session > view.session) this.#ending?.cancel();
      else if (view.told) this.#ending?.follow(view.record.done);
      this.#activity?.stop();
      this.#activity = undefined;
    }
    if (this.#performing) return;
    this.#performing = true;
    this.#updateSnapshot();
    for (let effect = this.#effects.shift(); effect; effect = this.#effects.shift()) {
      this.#perform(effect);
      this.#updateSnapshot();
    }
    this.#performing = false;
    this.#close();
  }

  #updateSnapshot(): void {
    const { state, reason } = this.#view;
    const last = this.#snapshot;
    const expiresAt = this.deadline || undefined;
    if (state === last.state && reason === last.reason && (state !== 'warning' || expiresAt === last.expiresAt)) return;
    this.#snapshot = { state, reason, expiresAt };
    this.dispatchEvent(new Event(SNAPSHOT));
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case 'emit':
        // A listener of `change` has stopped the timer.
        if (effect.event === 'warn' && this.#view.state === 'stopped') break;
        this.dispatchEvent(
          createEvent(effect.event, {
            ...effect.fields,
            ...(effect.event === 'warn' && { expiresAt: this.deadline }),
            ...(effect.event === 'expire' && {
              waitUntil: (promise: PromiseLike<unknown>) => this.#ending?.waitUntil(promise),
              finished: this.#ending?.finished ?? Promise.resolve(),
            }),
          } as Omit<IdleTimerEventMap[typeof effect.event], keyof Event>),
        );
        break;
      case 'publish':
        if (!this.#channel || !this.#view.session) break;
        this.#seen = this.#encode();
        this.#channel.publish(this.#seen);
        break;
      case 'claim':
        this.#ending = createEnding(this.#settings, this.#view.session, (input) => this.#run(input));
        break;
      case 'act':
        this.#ending?.act();
        break;
      case 'ask':
        this.#asking.ask(effect.what);
        break;
      case 'nag':
        warnOnce('pings do not make the session of the server live longer: what to set there is in the README');
        break;
    }
  }
}
