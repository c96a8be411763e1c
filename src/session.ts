import { type ActivitySource, watchActivity } from './activity/dom.js';
import { createAsking } from './asking.js';
import { type Alarm, createAlarm, createClock } from './clock.js';
import { createEnding, type Ending } from './ending.js';
import { createEvent, type IdleTimerEventMap } from './events.js';
import type { Input } from './input.js';
import { type Effect, step } from './machine.js';
import type { Settings } from './options.js';
import { decode, encode } from './record.js';
import { type Channel, createChannel } from './tabs/channel.js';
import { deadline, extendable, INITIAL, nextLook, running, type View } from './view.js';
import { watchPage } from './wake.js';
import { warnOnce } from './warn-once.js';

/** Events are counted this often; within shorter timeouts more often. */
const COUNT_INTERVAL = 1_000;

/** One tab's part in the session. */
export interface Session {
  readonly view: View;
  /** Aborts when the timer is stopped, the page goes or the session ends. */
  readonly signal: AbortSignal;
  /** Milliseconds until the session expires; 0 where none runs. */
  readonly remaining: number;
  /** In milliseconds since the epoch, as the wall clock has it; 0: never. */
  readonly lastActive: number;
  /** In milliseconds since the epoch, as the wall clock has it; 0 where none runs. */
  readonly deadline: number;
  readonly extendable: boolean;
  start(fresh: boolean): void;
  stop(): void;
  run(input: Input): void;
}

/**
 * Feeds the machine with what the sources tell, and does what it asks for.
 *
 * @param emit - takes the events for the page.
 * @param changed - is called whenever something may have changed, before the event that tells of it.
 */
export function createSession(settings: Settings, emit: (event: Event) => void, changed: () => void): Session {
  const { timeout, warnBefore, maxAge, extendOn, persist, keepAlive, check } = settings;
  const { crossTab, name, target, events, untrusted } = settings;
  const rules = {
    timeout,
    warnBefore,
    maxAge,
    explicit: extendOn === 'explicit',
    persist: persist === true,
    interval: keepAlive?.interval ?? Number.POSITIVE_INFINITY,
    check: check !== undefined,
  };
  const clock = createClock();
  let view = INITIAL;
  let started = false;

  // What a running timer is made of.
  let alarm: Alarm | undefined;
  let channel: Channel | undefined;
  let activity: ActivitySource | undefined;
  let unwatch: (() => void) | undefined;
  let ending: Ending | undefined;
  /** When activity was last reported. */
  let reported = 0;
  /** The text that was last taken in from storage. */
  let seen: string | undefined;

  const effects: Effect[] = [];
  let performing = false;

  /** Feeds the machine. What it asks for is done in order, also where a listener calls back into the timer. */
  function run(input: Input): void {
    // Before the start, and once all is let go of.
    if (!alarm) return;
    const text = channel?.read();
    const stored = text === seen ? undefined : decoded(text);
    seen = text;
    const before = view;
    const now = clock.now();
    const [after, more] = step(before, input, now, stored, rules);
    view = after;
    const next = nextLook(view, rules, now);
    if (next < Number.POSITIVE_INFINITY) alarm.set(next - now);
    else alarm.clear();
    effects.push(...more);
    if (!running(view)) {
      // Answered after the logout, a ping would sign the person in again.
      if (running(before)) asking.cancel();
      if (view.record.session > view.session) ending?.cancel();
      else if (view.told) ending?.follow(view.record.done);
      activity?.stop();
      activity = undefined;
    }
    if (performing) return;
    performing = true;
    changed();
    for (let effect = effects.shift(); effect; effect = effects.shift()) {
      perform(effect);
      changed();
    }
    performing = false;
    close();
  }
  const asking = createAsking(settings, () => view, clock.now, run);

  /** 0, which is no instant, stays 0. */
  const toWall = (instant: number) => instant && instant - clock.skew();
  const encoded = () => encode(view.record, clock.skew());
  const decoded = (text: unknown) => decode(text, clock.now(), clock.skew());
  const end = () => (running(view) ? deadline(view.record, rules) : 0);

  /** Builds what a running timer is made of. */
  function open(): void {
    alarm ??= createAlarm(() => {
      activity?.flush();
      run({ type: 'look' });
    });
    if (crossTab !== false) {
      channel ??= createChannel(name, (text, hello) => {
        const record = decoded(text);
        if (!record) return;
        activity?.flush();
        run({ type: 'record', record, hello });
      });
      channel.open();
    }
    reported = clock.now();
    activity ??= watchActivity(
      { target, events, untrusted: untrusted === true },
      Math.min(COUNT_INTERVAL, (timeout - warnBefore) / 2),
      (elapsed) => {
        const now = clock.now();
        const at = Math.min(now, Math.round(reported + elapsed));
        reported = now;
        run({ type: 'activity', at });
      },
    );
    unwatch ??= watchPage({
      wake: () => {
        const deaf = channel?.open();
        activity?.flush();
        run({ type: 'wake' });
        if (deaf) channel?.hello(encoded());
      },
      hide: () => {
        activity?.flush();
        // Sets the alarm anew, as a hidden page must.
        run({ type: 'look' });
      },
      leave: () => {
        activity?.flush();
        letGo();
        channel?.close();
      },
      online: () => run({ type: 'online' }),
    });
  }

  /** Lets go of it, once the timer is stopped. */
  function close(): void {
    // A logout that is under way is not called off.
    if (view.state !== 'stopped' || ending?.acting) return;
    letGo();
    alarm?.clear();
    activity?.stop();
    unwatch?.();
    channel?.close();
    alarm = activity = unwatch = channel = undefined;
  }

  /** Ends what may not outlive the page. */
  function letGo(): void {
    asking.cancel();
    ending?.leave();
    ending = undefined;
  }

  function perform(effect: Effect): void {
    switch (effect.type) {
      case 'emit':
        // A listener of `change` has stopped the timer.
        if (effect.event === 'warn' && view.state === 'stopped') break;
        emit(
          createEvent(effect.event, {
            ...effect.fields,
            ...(effect.event === 'warn' && { expiresAt: toWall(end()) }),
            ...(effect.event === 'expire' && {
              waitUntil: (promise: PromiseLike<unknown>) => ending?.waitUntil(promise),
              finished: ending?.finished ?? Promise.resolve(),
            }),
          } as Omit<IdleTimerEventMap[typeof effect.event], keyof Event>),
        );
        break;
      case 'publish':
        if (!channel || !view.session) break;
        seen = encoded();
        channel.publish(seen);
        break;
      case 'claim':
        ending = createEnding(settings, view.session, run);
        break;
      case 'act':
        ending?.act();
        break;
      case 'ask':
        asking.ask(effect.what);
        break;
      case 'nag':
        warnOnce('pings do not make the session of the server live longer: what to set there is in the README');
        break;
    }
  }

  return {
    get view() {
      return view;
    },
    get signal() {
      return asking.signal;
    },
    get remaining() {
      return Math.max(0, end() - clock.now());
    },
    get lastActive() {
      return toWall(view.record.active);
    },
    get deadline() {
      return toWall(end());
    },
    get extendable() {
      return running(view) && extendable(view.record, rules);
    },
    start(fresh) {
      ending?.cancel();
      ending = undefined;
      open();
      run({ type: 'start', first: !started, fresh });
      started = true;
      channel?.hello(encoded());
    },
    stop() {
      asking.cancel();
      if (view.state !== 'stopped') run({ type: 'stop' });
    },
    run,
  };
}
