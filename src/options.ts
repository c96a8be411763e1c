import type { IdleTimerEventMap } from './events.js';

/** A request that the timer makes. */
export interface RequestOptions {
  /** The address, relative to the page's. */
  url: string | URL;
  /** @defaultValue `'POST'` for `keepAlive` and `endSession`, `'GET'` for `check` */
  method?: string | undefined;
  /** Headers, or a function that is called for each request: the place of a CSRF token. */
  headers?: HeadersInit | (() => HeadersInit | PromiseLike<HeadersInit>) | undefined;
  /** @defaultValue `'same-origin'` */
  credentials?: RequestCredentials | undefined;
  /** The body of the request, or a function that is called for each: a token in a form field, for example. */
  body?: BodyInit | (() => BodyInit | undefined | PromiseLike<BodyInit | undefined>) | undefined;
  /** Called in place of the global `fetch`, with the same arguments: an auth wrapper, for example. */
  fetch?: ((url: string | URL, init: RequestInit) => PromiseLike<Response>) | undefined;
  /** Milliseconds after which a request without an answer has failed. @defaultValue 10 s */
  timeout?: number | undefined;
}

/** What a function says of the session: how long it lives, in seconds; nothing; or false if it is gone. */
export type Renewal = { readonly expiresIn?: number | undefined } | undefined | null | boolean | void;

/** Renews a session, asks about it, or ends it, without an address: tokens, for example. It may reject: then it is tried again. */
export type Renew = (context: { readonly signal: AbortSignal }) => Renewal | PromiseLike<Renewal>;

/** A function in the place of a request. */
export interface RenewOptions {
  renew: Renew;
  /** Milliseconds after which it has failed. @defaultValue 10 s */
  timeout?: number | undefined;
}

/** A request whose answer tells whether the session lives. */
export interface SessionRequestOptions extends RequestOptions {
  /**
   * `'manual'`: a redirect means that the session is gone, since servers redirect to their login page.
   * `'follow'`: redirects are followed, and `isAlive` tells a login page from an answer.
   * @defaultValue `'manual'`
   */
  redirect?: 'manual' | 'follow' | undefined;
  /**
   * Asked about every answer, whatever its status. True: the session lives; false: it is gone; undefined: the status
   * decides.
   */
  isAlive?: ((response: Response) => boolean | undefined | PromiseLike<boolean | undefined>) | undefined;
  /**
   * Seconds that the server's session still lives: the name of a header, or a function that reads the answer. If the
   * answer is JSON and has a number `expiresIn`, that is taken too.
   * @defaultValue `'Session-Expires-In'`
   */
  expiresIn?: string | ((response: Response) => number | undefined | PromiseLike<number | undefined>) | undefined;
}

interface Interval {
  /**
   * Milliseconds between pings at least. Without activity none is sent. Choose it well below the lifetime of the
   * server's session, which has to be longer than `timeout`.
   * @defaultValue a third of `timeout`, 5 min at most
   */
  interval?: number | undefined;
}

/** How the server's session is kept alive while somebody is there. */
export interface KeepAliveOptions extends SessionRequestOptions, Interval {}

/** The same by a function. */
export interface KeepAliveRenewOptions extends RenewOptions, Interval {}

/** The request that ends the server's session. */
export interface EndSessionOptions extends RequestOptions {
  /** Whether a redirect is followed. @defaultValue `'manual'`: it says that the logout has happened */
  redirect?: 'manual' | 'follow' | undefined;
}

/** How a session is started. */
export interface StartParameters {
  /** Start a new session even if one lives: the person has just signed in. @defaultValue `false` */
  fresh?: boolean | undefined;
  /** The request that loaded this page has renewed the server's session. @defaultValue `false` */
  renewed?: boolean | undefined;
}

export interface HoldOptions {
  /** Milliseconds after which the hold ends by itself. @defaultValue no limit */
  max?: number | undefined;
}

/** What `report()` needs of an answer: a `Response` has it, and so have the answers of axios and Angular. */
export interface Answer {
  readonly status: number;
  readonly headers: { get(name: string): unknown };
}

/** What is called with an event of that name. */
export type Callback<K extends keyof IdleTimerEventMap> = ((event: IdleTimerEventMap[K]) => void) | undefined;

/** The options of an `IdleTimer`. All durations are in milliseconds. */
export interface IdleTimerOptions {
  /** Time without activity until the session expires; 1 s at least. @defaultValue 15 min (PCI DSS 8.2.8) */
  timeout?: number | undefined;
  /**
   * Time before the expiry at which the warning starts; 0 is no warning. People need 20 s at least
   * (https://www.w3.org/WAI/WCAG22/Understanding/timing-adjustable).
   * @defaultValue 2 min, half of `timeout` at most
   */
  warnBefore?: number | undefined;
  /** Time from the start of the session after which it ends whatever the person does. @defaultValue no limit */
  maxAge?: number | undefined;
  /**
   * What ends a warning, in all tabs: activity, or only `extend()`. By default activity does, except in a page that asks
   * the person: one that prevented the default of `warn`, as the ready-made dialog does.
   */
  extendOn?: 'activity' | 'explicit' | undefined;
  /** Timers that share a name share one session, in all tabs of the origin. @defaultValue `'default'` */
  name?: string | undefined;
  /** False: this timer is alone; neither channel nor storage is touched. @defaultValue `true` */
  crossTab?: boolean | undefined;
  /**
   * True: a page load is no activity. A reload goes on with the remaining time, and a session that ran out meanwhile is
   * expired. @defaultValue `false`
   */
  persist?: boolean | undefined;
  /** The events that count as activity. @defaultValue {@link DEFAULT_EVENTS} */
  events?: readonly string[] | undefined;
  /** Where they are listened to, in the capturing phase. @defaultValue `window`, with its same-origin frames */
  target?: EventTarget | undefined;
  /** True: events made by a script count too. For a site's own tests. @defaultValue `false` */
  untrusted?: boolean | undefined;
  /** What keeps the server's session alive while somebody is there: an address, or a function. @defaultValue none */
  keepAlive?: string | URL | KeepAliveOptions | Renew | KeepAliveRenewOptions | undefined;
  /**
   * An address or a function that tells, without renewing it, how long the server's session still lives (`{ "expiresIn": 540 }`, the
   * header, or 401). It is asked before the session expires and when the page wakes, so that activity on another device
   * is seen. @defaultValue none
   */
  check?: string | URL | SessionRequestOptions | Renew | RenewOptions | undefined;
  /** What ends the server's session: an address or a function, used once, by one tab, after the end. @defaultValue none */
  endSession?: string | URL | EndSessionOptions | Renew | RenewOptions | undefined;
  /** Stops the timer for good when it aborts. */
  signal?: AbortSignal | undefined;
  /** The warning starts. */
  onWarn?: Callback<'warn'>;
  /** A second of the warning has passed. */
  onTick?: Callback<'tick'>;
  /** The warning has ended: somebody is here. */
  onActive?: Callback<'active'>;
  /** The session is over. Called exactly once for each session in each tab. */
  onExpire?: Callback<'expire'>;
  /** The state has changed. */
  onChange?: Callback<'change'>;
  /** Another tab has begun the next session. This tab stays expired until its own `start()`. */
  onRestart?: Callback<'restart'>;
  /** The server has renewed its session. */
  onPing?: Callback<'ping'>;
  /** A ping brought no answer that tells whether the session lives. It will be tried again. */
  onPingError?: Callback<'pingerror'>;
  /** The logout was answered, in whichever tab it was sent, or given up. */
  onLogout?: Callback<'logout'>;
}

/** What counts as activity where `events` does not say otherwise. */
export const DEFAULT_EVENTS: readonly string[] = [
  // Of mouse, pen and touch: the mouse events that follow would double what a move costs.
  'pointermove',
  'pointerdown',
  'keydown',
  // Text without keys: dictation, emoji panels, input methods.
  'beforeinput',
  // While something is dragged there are no pointer events.
  'dragover',
  'wheel',
  'scroll',
  'touchstart',
  'touchmove',
  // What remains of a person who moves a screen reader's virtual cursor.
  'focus',
  'click',
  'visibilitychange',
];

/** A request's options with their defaults. */
export type Request<T extends RequestOptions> = Partial<T> & {
  renew?: Renew | undefined;
  method: string;
  timeout: number;
};

/** The options with their defaults. */
export type Settings = Omit<IdleTimerOptions, 'keepAlive' | 'check' | 'endSession'> & {
  timeout: number;
  warnBefore: number;
  maxAge: number;
  name: string;
  events: readonly string[];
  keepAlive: (Request<KeepAliveOptions> & { interval: number }) | undefined;
  check: Request<SessionRequestOptions> | undefined;
  endSession: Request<EndSessionOptions> | undefined;
};

/** The options that `configure()` changes. */
export type SessionPolicy = Pick<IdleTimerOptions, 'timeout' | 'warnBefore' | 'maxAge' | 'extendOn'>;
