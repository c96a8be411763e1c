import { adviseOnce } from './advice.js';
import { type Attached, attachTo } from './attach.js';
import { createClock } from './browser/clock.js';
import { loadedBy } from './browser/page-lifecycle.js';
import type { Effect } from './core/draft.js';
import type { Input } from './core/input.js';
import { step } from './core/machine.js';
import { decode, encode, GONE, NEVER } from './core/record.js';
import { deadline, extendable, INITIAL, nextWakeAt, running } from './core/state.js';
import { createEvent } from './events.js';
import type { Answer, Settings } from './options.js';
import { EXPIRES_IN, statusOutcome } from './server/answer.js';
import { createKeepAlive } from './server/keep-alive.js';
import { createLogout, type Logout } from './server/logout.js';

export interface StartOptions {
  readonly fresh: boolean;
  readonly renewed: boolean;
}

/** One tab's part in the session. */
export type Session = ReturnType<typeof createSession>;

/**
 * Feeds inputs to the machine and carries out the effects it returns.
 *
 * @param emit - dispatches an event to the page.
 * @param changed - called after each step, before any event is dispatched.
 */
export function createSession(settings: Settings, emit: (event: Event) => void, changed: () => void) {
  const clock = createClock();
  let tab = INITIAL;
  let attached: Attached | undefined;
  /** The stored text last decoded; the same text is not decoded twice. */
  let seen: string | undefined;
  /** A session's end is its own: the next one may start before its logout was answered. */
  const logouts = new Map<number, Logout>();
  /** A start in a listener of the end waits until all are told of that. */
  let waiting: StartOptions | undefined;
  const effects: Effect[] = [];
  let performing = false;

  const decoded = (text: unknown) => decode(text, clock.now(), clock.skew(), settings.timeout);
  const encoded = () => encode(tab.record, clock.skew());
  /** The wall clock's time, in milliseconds since the epoch; 0, which is no instant, stays 0. */
  const toWall = (instant: number) => instant && instant - clock.skew();
  const end = () => (running(tab) ? deadline(tab.record) : 0);

  function dispatch(input: Input): void {
    // Before the start, and once all is detached.
    if (!attached) return;
    const { alarm, channel } = attached;
    const text = channel?.read();
    const stored = text === seen ? undefined : decoded(text);
    seen = text;
    const before = tab;
    const now = clock.now();
    const [after, more] = step(before, input, now, stored, settings);
    tab = after;
    const wakeAt = nextWakeAt(tab, settings, now);
    if (wakeAt < NEVER) alarm.set(wakeAt - now);
    else alarm.clear();
    effects.push(...more);
    if (!running(tab)) {
      // Answered after the logout, a ping would sign the person in again.
      if (running(before)) keepAlive.cancel();
      attached.activity.stop();
      const logout = logouts.get(tab.session);
      if (tab.record.session > tab.session) logout?.cancel();
      else if (tab.expireEmitted) logout?.follow(tab.record.endProgress);
    }
    if (!performing) performAll();
  }

  /** Effects run in order, even if a listener re-enters the timer, or throws where that reaches us. */
  function performAll(): void {
    performing = true;
    try {
      changed();
      for (let effect = effects.shift(); effect; effect = effects.shift()) {
        perform(effect);
        changed();
      }
    } finally {
      performing = false;
      if (effects.length) performAll();
    }
    if (waiting && tab.expireEmitted) {
      const options = waiting;
      waiting = undefined;
      begin(options);
    } else if (tab.state === 'stopped') detach();
  }

  function perform(effect: Effect): void {
    const { type, session } = effect;
    if (type === 'publish') publish();
    else if (type === 'emit') dispatchEvent(effect);
    else if (type === 'advise') adviseOnce(effect.about, effect.values);
    else if (type === 'ask') {
      if (running(tab) && session === tab.session) keepAlive.ask(effect.what);
    } else if (type === 'claim') logouts.set(session, followLogout(session));
    else logouts.get(session)?.start();
  }

  function publish(): void {
    if (!attached?.channel || !tab.session) return;
    seen = encoded();
    attached.channel.publish(seen);
  }

  function dispatchEvent({ event: type, fields, session }: Extract<Effect, { type: 'emit' }>): void {
    // A listener has stopped the timer meanwhile, or started it, or ended the warning.
    const needed = type === 'warn' || type === 'tick' ? 'warning' : type === 'restart' && 'expired';
    if (needed && (tab.state !== needed || session !== tab.session)) return;
    const logout = logouts.get(session);
    const event = createEvent(type, {
      ...fields,
      ...(type === 'warn' && { expiresAt: toWall(end()) }),
      ...(type === 'expire' && {
        waitUntil: (promise: PromiseLike<unknown>) => logout?.waitUntil(promise),
        finished: logout?.finished ?? Promise.resolve({ ok: true, status: 0 }),
      }),
    } as never);
    emit(event);
    if (event.defaultPrevented) dispatch({ type: 'asked', session, asks: true });
  }

  function followLogout(session: number): Logout {
    const gone = tab.record.session === session && tab.record.endReason === GONE;
    const logout = createLogout(settings, session, gone, dispatch);
    void logout.finished.then((result) => {
      if (settings.endSession && !gone && !logout.cancelled) emit(createEvent('logout', result));
      if (session !== tab.session) logouts.delete(session);
      if (tab.state === 'stopped') detach();
    });
    return logout;
  }

  const keepAlive = createKeepAlive(settings, () => tab, clock.now, dispatch);

  function attach(): void {
    attached ??= attachTo(settings, {
      now: clock.now,
      dispatch,
      receive(text, request) {
        const record = decoded(text);
        if (!record) return;
        attached?.activity.flush();
        dispatch({ type: 'record', record, request });
      },
      wake() {
        const wasClosed = attached?.channel?.open();
        attached?.activity.flush();
        dispatch({ type: 'wake' });
        if (wasClosed) attached?.channel?.requestState(encoded());
      },
      leave() {
        attached?.activity.flush();
        dispatch({ type: 'leave' });
        suspend();
      },
      freeze() {
        attached?.activity.flush();
        suspend();
      },
      stop,
    });
    attached.channel?.open();
    attached.activity.start();
  }

  function suspend(): void {
    release();
    attached?.channel?.close();
  }

  /** Ends what may not outlive the page. */
  function release(): void {
    keepAlive.cancel();
    for (const logout of logouts.values()) logout.leave();
    logouts.clear();
  }

  /** Once the timer has stopped; but an end that is not settled is not called off. */
  function detach(): void {
    if (!attached || !tab.expireEmitted || [...logouts.values()].some(({ leading }) => leading)) return;
    release();
    attached.detach();
    attached = undefined;
  }

  function begin(options: StartOptions): void {
    attach();
    dispatch({ type: 'start', ...options, load: tab.session ? 'person' : loadedBy() });
    attached?.channel?.requestState(encoded());
  }

  function stop(): void {
    waiting = undefined;
    keepAlive.cancel();
    if (tab.state !== 'stopped') dispatch({ type: 'stop' });
  }

  return {
    get tab() {
      return tab;
    },
    /** Aborts when the timer is stopped, the page goes or the session ends. */
    get signal() {
      return keepAlive.signal;
    },
    /** Milliseconds until the session expires; 0 if none runs. */
    get remaining() {
      return Math.max(0, end() - clock.now());
    },
    /** In milliseconds since the epoch, by the wall clock; 0 if none runs. */
    get deadline() {
      return toWall(end());
    },
    get extendable() {
      return running(tab) && extendable(tab);
    },
    start(options: StartOptions) {
      // In a listener of the end nobody can have signed in: the logout follows.
      if (performing && (tab.state === 'expired' || !tab.expireEmitted)) waiting = options;
      else {
        // A logout would now end the session of somebody who has signed in again.
        for (const logout of logouts.values()) logout.cancel();
        begin(options);
      }
    },
    stop,
    activity: () => attached?.activity.notice(),
    /** As the timer's own clock has it, which is never set back. */
    now: clock.now,
    toWall,
    configure(next: Settings) {
      settings = next;
      dispatch({ type: 'configure' });
    },
    report({ status, headers }: Answer) {
      const from = settings.keepAlive?.expiresIn;
      const outcome = statusOutcome(status, headers.get(typeof from === 'string' ? from : EXPIRES_IN));
      if (outcome) dispatch({ type: 'answer', to: 'report', session: tab.session, sent: clock.now(), outcome });
    },
    dispatch,
  };
}
