/** The state of a timer. */
type State = 'stopped' | 'active' | 'warning' | 'expired';
/** Why a session ended. */
type Reason = 'idle' | 'maxAge' | 'server' | 'ended';

/** What a framework renders. The same object until the state changes, or the expiry moves during a warning. */
interface Snapshot {
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
interface WarnEvent extends Event {
    /** Milliseconds until the session expires. */
    readonly remaining: number;
    /** When the session expires, in milliseconds since the epoch. */
    readonly expiresAt: number;
    /** False where `maxAge` ends the session: then nothing that the person does extends it. */
    readonly extendable: boolean;
}
/** A second of the warning has passed. */
interface TickEvent extends Event {
    /** Milliseconds until the session expires; round up to whole seconds for display. */
    readonly remaining: number;
}
/** The session is over. Dispatched exactly once for each session in each tab. */
interface ExpireEvent extends Event {
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
interface LogoutResult {
    /** The server's session is over: it said so, or `endSession` is not used. */
    readonly ok: boolean;
    /** The HTTP status of the answer; 0 if there was none, or none that a page may see. */
    readonly status: number;
}
/** The logout was answered, in whichever tab it was sent, or given up. */
interface LogoutEvent extends Event, LogoutResult {
}
/** The state has changed. */
interface ChangeEvent extends Event {
    /** Where the timer stands now. */
    readonly state: State;
    /** Where it stood before. */
    readonly previous: State;
}
/** The server has renewed its session. */
interface PingEvent extends Event {
    /** The HTTP status of the answer. */
    readonly status: number;
    /** Seconds that the server's session still lives, by its own word; undefined where it did not say. */
    readonly expiresIn: number | undefined;
}
/** A ping brought no answer that tells whether the session lives. It will be tried again. */
interface PingErrorEvent extends Event {
    /** The HTTP status of the answer; 0 where none came. */
    readonly status: number;
    /** What `fetch`, `headers()` or a reader of the answer threw; undefined where an answer came. */
    readonly error: unknown;
    /** Milliseconds until the next try. */
    readonly retryIn: number;
}
/** The events of a timer by their names. */
interface IdleTimerEventMap {
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
/** What `addEventListener` of a timer takes. */
type IdleTimerListener<K extends keyof IdleTimerEventMap> = ((event: IdleTimerEventMap[K]) => unknown) | {
    handleEvent(event: IdleTimerEventMap[K]): unknown;
} | null;

/** A request that the timer makes. */
interface RequestOptions {
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
type Renewal = {
    readonly expiresIn?: number | undefined;
} | undefined | null | boolean | void;
/** Renews a session, asks about it, or ends it, without an address: tokens, for example. It may reject: then it is tried again. */
type Renew = (context: {
    readonly signal: AbortSignal;
}) => Renewal | PromiseLike<Renewal>;
/** A function in the place of a request. */
interface RenewOptions {
    renew: Renew;
    /** Milliseconds after which it has failed. @defaultValue 10 s */
    timeout?: number | undefined;
}
/** A request whose answer tells whether the session lives. */
interface SessionRequestOptions extends RequestOptions {
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
interface KeepAliveOptions extends SessionRequestOptions, Interval {
}
/** The same by a function. */
interface KeepAliveRenewOptions extends RenewOptions, Interval {
}
/** The request that ends the server's session. */
interface EndSessionOptions extends RequestOptions {
    /** Whether a redirect is followed. @defaultValue `'manual'`: it says that the logout has happened */
    redirect?: 'manual' | 'follow' | undefined;
}
/** How a session is started. */
interface StartParameters {
    /** Start a new session even if one lives: the person has just signed in. @defaultValue `false` */
    fresh?: boolean | undefined;
    /** The request that loaded this page has renewed the server's session. @defaultValue `false` */
    renewed?: boolean | undefined;
}
interface HoldOptions {
    /** Milliseconds after which the hold ends by itself. @defaultValue no limit */
    max?: number | undefined;
}
/** What `report()` needs of an answer: a `Response` has it, and so have the answers of axios and Angular. */
interface Answer {
    readonly status: number;
    readonly headers: {
        get(name: string): unknown;
    };
}
/** What is called with an event of that name. */
type Callback<K extends keyof IdleTimerEventMap> = ((event: IdleTimerEventMap[K]) => void) | undefined;
/** The options of an `IdleTimer`. All durations are in milliseconds. */
interface IdleTimerOptions {
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
declare const DEFAULT_EVENTS: readonly string[];
/** The options that `configure()` changes. */
type SessionPolicy = Pick<IdleTimerOptions, 'timeout' | 'warnBefore' | 'maxAge' | 'extendOn'>;

/** `Symbol.dispose`, if the TypeScript library knows it; Safari does not yet. */
type Disposer = SymbolConstructor extends {
    readonly dispose: infer D extends symbol;
} ? {
    [K in D]: () => void;
} : object;
interface IdleTimer extends Disposer {
    /** As that of any `EventTarget`, with the types of {@link IdleTimerEventMap}. */
    addEventListener<K extends keyof IdleTimerEventMap>(type: K, listener: IdleTimerListener<K>, options?: boolean | AddEventListenerOptions): void;
    /** As that of any `EventTarget`. */
    removeEventListener<K extends keyof IdleTimerEventMap>(type: K, listener: IdleTimerListener<K>, options?: boolean | EventListenerOptions): void;
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
declare class IdleTimer extends EventTarget {
    #private;
    /**
     * Touches nothing: safe on a server.
     *
     * @throws TypeError or RangeError that names the option, the value and what is allowed.
     */
    constructor(options?: IdleTimerOptions);
    /** The name of the session. */
    get name(): string;
    /** Asks the clock: after the deadline it is `'expired'`, however late the browser's own timers are. */
    get state(): State;
    /** Milliseconds until the session expires; 0 if none runs. */
    get remaining(): number;
    /** When somebody was last active, in any tab, in milliseconds since the epoch; 0: never. */
    get lastActive(): number;
    /** When the server's session was last renewed by a ping, of any tab, in milliseconds since the epoch; 0: never. */
    get lastPing(): number;
    /** When the session expires, in milliseconds since the epoch; 0 if none runs. */
    get deadline(): number;
    /** False if nothing that a person does extends the session: `maxAge` ends it, or the server, whatever is asked of it. */
    get extendable(): boolean;
    /**
     * Starts a session, or joins the one in other tabs. After a session has ended, starts the next: call it when the person
     * has signed in again. Does nothing on a server, while the timer runs, or after `signal` was aborted.
     *
     * @param options - `fresh: true` starts a new session even if one lives, for the page after a sign-in; other tabs in
     * the old session expire. `renewed: true`: the request that loaded this page has renewed the server's session, so the
     * first ping can wait.
     */
    start(options?: StartParameters): void;
    /** Stops this timer; other tabs go on. `start()` starts it again. */
    stop(): void;
    /**
     * The person wants to stay: ends the warning in all tabs, and pings the server at once.
     *
     * @returns whether it did: false if no session runs, or if nothing can extend it.
     */
    extend(): boolean;
    /**
     * This page asks the person about the warning: what `preventDefault()` says during `warn`, for a dialog that comes later.
     * `ask(false)` takes it back.
     *
     * @returns whether only `extend()` ends the warning now: false if there is none, or with `extendOn: 'activity'`.
     */
    ask(asks?: boolean): boolean;
    /**
     * The page has learned that a person did something: in a frame of another origin, or over a socket. Counts as an event
     * does, once a second at most.
     */
    activity(): void;
    /**
     * While a hold is kept the person counts as present, in all tabs: a video plays, a call is on, an upload runs. It ends
     * with the session; taken before `start()`, it begins there.
     *
     * @param options - `max`: milliseconds after which it ends by itself, so that a forgotten one does not last for ever.
     * @returns a function that releases it.
     */
    hold({ max }?: HoldOptions): () => void;
    /**
     * Changes the options of the running session, in all its tabs, and those of this timer.
     *
     * @throws as the constructor does.
     */
    configure(options: SessionPolicy): void;
    /**
     * Ends the session in all tabs: the person signs out.
     *
     * @param options - `reason: 'server'`: the page has learned that the server's session is gone, so no logout is sent.
     */
    expire({ reason }?: {
        reason?: 'ended' | 'server';
    }): void;
    /**
     * Takes the answer to a request of the page's own: 401 and 440 end the session, as an answer to a ping would; one that
     * says how long the server's session lives counts as a ping.
     *
     * @param answer - a `Response`, or whatever has a `status` and `headers` with `get()`.
     */
    report(answer: Answer): void;
    /**
     * Calls back with the snapshot, at once and whenever it changes.
     *
     * @returns a function that ends this.
     */
    readonly subscribe: (listener: (snapshot: Snapshot) => void) => (() => void);
    /** The same object until the state changes. */
    readonly getSnapshot: () => Snapshot;
    /** What a server renders, and a page on its first render: the timer is stopped. */
    readonly getServerSnapshot: () => Snapshot;
}

export { DEFAULT_EVENTS, IdleTimer };
export type { Answer, Callback, ChangeEvent, EndSessionOptions, ExpireEvent, HoldOptions, IdleTimerEventMap, IdleTimerListener, IdleTimerOptions, KeepAliveOptions, KeepAliveRenewOptions, LogoutEvent, LogoutResult, PingErrorEvent, PingEvent, Reason, Renew, RenewOptions, Renewal, RequestOptions, SessionPolicy, SessionRequestOptions, Snapshot, StartParameters, State, TickEvent, WarnEvent };
