import type { IdleTimerEventMap, Reason } from './events.js';
import type { Input, Outcome } from './input.js';
import { merge, NO_SESSION, REASONS, RETRY_LIMIT, type SessionRecord, same } from './record.js';
import {
  deadline,
  extendable,
  holdInterval,
  isOver,
  pingAt,
  type Rules,
  reasonFor,
  running,
  type View,
} from './view.js';

/*
 * One session as one tab sees it. step() takes what happened and the time, and answers with the next
 * view and what is to be done about it. No DOM, no clock, no randomness: all of that is the caller's.
 *
 *   stopped ── start ──▶ active ◀── activity, extend ── warning ── deadline, end ──▶ expired
 *                          │                               ▲                           │
 *                          └──── deadline - warnBefore ────┘        start: the next session
 */

type Emit<K extends keyof IdleTimerEventMap> = {
  readonly type: 'emit';
  readonly event: K;
  readonly fields: Omit<IdleTimerEventMap[K], keyof Event | 'expiresAt' | 'waitUntil' | 'finished'>;
};

export type Effect =
  | { [K in keyof IdleTimerEventMap]: Emit<K> }[keyof IdleTimerEventMap]
  /** Tell the other tabs. */
  | { readonly type: 'publish' }
  /** Settle who leads. */
  | { readonly type: 'claim' }
  /** Do what the leader does for all. */
  | { readonly type: 'act' }
  | { readonly type: 'ask'; readonly what: 'ping' | 'check' }
  /** Tell the developer that pings do not renew the server's session. */
  | { readonly type: 'nag' };

/**
 * The event waits no longer than this for the claim, so that a tab that is frozen with the claim in its hand holds
 * nobody up. A claim takes milliseconds; where its holder dies the next in line may be a hidden tab, whose timers run
 * once a second.
 */
const SETTLE = 3_000;
/** A tab whose ping another tab was at looks again after this. */
export const BUSY = 1_000;
/** An expiry waits this long for the server's word. */
const CHECK_LIMIT = 3_000;
/** The server's word is not asked for again within this time. */
const FRESH = 1_000;
/** What the server says that its session lives may be off by this: it counts whole seconds. */
const IMPRECISION = 1_000;
/** The longest life that is believed, some 35 years. */
const LONGEST_LIFE = 2 ** 40;
/** Starting or waking is no reason to ask the server more often than this. */
const CHECK_INTERVAL = 10_000;
/** Tabs that open at once begin the same session within this time: not all have to answer all. */
const AT_ONCE = 1_000;
/** Two clocks may round a millisecond differently; and a tab that is told that it is time does not wait for its own alarm. */
const ROUNDING = 2;

/**
 * @param stored - what the tabs share, read for this very step: no tab warns or expires on what it remembers alone.
 */
export function step(
  before: View,
  input: Input,
  now: number,
  stored: SessionRecord | undefined,
  rules: Rules,
): [View, Effect[]] {
  const view: { -readonly [K in keyof View]: View[K] } = { ...before };
  const effects: Effect[] = [];
  let time = now;

  const emit = <K extends keyof IdleTimerEventMap>(event: K, fields: Emit<K>['fields']) => {
    effects.push({ type: 'emit', event, fields } as Effect);
  };
  const update = (fields: Partial<SessionRecord>) => {
    view.record = { ...view.record, ...fields };
    effects.push({ type: 'publish' });
  };
  const touch = (at: number, latest = deadline(view.record, rules)) => {
    if (!running(view) || at >= latest) return;
    view.mine = Math.max(view.mine, at);
    if (at > view.record.active) update({ active: at });
  };
  const tell = (leader: boolean) => {
    view.told = true;
    emit('expire', { reason: view.reason ?? 'ended', leader });
    if (!leader || view.record.session !== view.session) return;
    update({ done: 1 });
    effects.push({ type: 'act' });
  };
  const expire = (reason: Reason) => {
    view.state = 'expired';
    view.reason = reason;
    view.told = false;
    view.settleBy = now + SETTLE;
    if (view.record.session > view.session) return tell(false);
    if (!view.record.ended) update({ ended: REASONS.indexOf(reason) });
    effects.push({ type: 'claim' });
    if (view.record.done) tell(false);
  };
  const begin = () => {
    view.session = view.record.session + 1;
    update({ ...NO_SESSION, session: view.session, began: now, active: now, pinged: now });
  };

  /** Takes in what another tab knows. */
  const absorb = (record: SessionRecord) => {
    const own = view.record;
    const over = isOver(record, rules, now);
    // Tabs that open at once begin the same session milliseconds apart.
    const earlier = record.ended
      ? record.active < own.began
      : deadline(record, rules) <= own.began || (view.fresh && record.began <= own.began - ROUNDING);
    const later = own.ended ? record.began > own.active : record.began >= deadline(own, rules);
    if (own.session && record.session <= own.session && !record.ended && later) {
      // A later session that did not know of this one, and so has no higher number: told of it, it takes the next.
      if (running(view)) expire(reasonFor(own, rules));
      else {
        if (input.type === 'start') view.record = { ...record, session: own.session + 1 };
        effects.push({ type: 'publish' });
      }
    } else if (running(view) && record.session >= own.session && earlier) {
      // Left by an earlier session that this one did not know of: it says nothing about this one.
      view.session = record.session + 1;
      update({ session: view.session });
    } else if (record.session <= own.session) {
      view.record = merge(own, record);
    } else if (running(view) && !over && record.began < own.began + ROUNDING) {
      // The same session under the number of those who have known it longer.
      view.record = record;
      view.session = record.session;
      touch(view.mine);
    } else {
      view.record = record;
      // The next session begins only where this one has ended: a tab that runs was not told.
      const missed = isOver(own, rules, now) ? reasonFor(own, rules) : 'ended';
      if (running(view)) expire(over ? REASONS[record.ended] || reasonFor(record, rules) : missed);
      else if (view.state === 'expired' && !view.told) tell(false);
      if (view.state === 'expired' && !over && input.type !== 'start') emit('restart', {});
    }
  };

  const start = (first: boolean, fresh: boolean) => {
    if (running(view)) return;
    const wasStopped = view.state === 'stopped';
    const lives = view.record.session > 0 && !isOver(view.record, rules, now);
    view.state = 'active';
    view.reason = undefined;
    view.pinging = view.urgent = false;
    view.pingAfter = view.checkBy = view.seconds = 0;
    view.mine = now;
    view.fresh = fresh;
    if (fresh || !(lives || (rules.persist && wasStopped && view.record.session))) return begin();
    view.session = view.record.session;
    // A page load is a request, and it is activity; where only extend() ends a warning it leaves that alone.
    if (first && lives) update({ pinged: now });
    if (!rules.persist || !wasStopped) touch(now, latestActivity());
  };
  /** Activity counts until then. */
  const latestActivity = () => deadline(view.record, rules) - (rules.explicit ? rules.warnBefore : 0);

  const answer = (to: 'ping' | 'check', session: number, sent: number, outcome: Outcome) => {
    if (to === 'ping') view.pinging = false;
    else if (outcome.type !== 'busy') view.checkBy = 0;
    if (!running(view) || session !== view.session) return;
    const { record } = view;
    if (outcome.type === 'gone') return expire('server');
    if (outcome.type === 'busy') view.pingAfter = now + BUSY;
    if (outcome.type === 'failed' && to === 'ping') {
      view.urgent = false;
      const retryIn = Math.round(Math.min(outcome.delay, RETRY_LIMIT));
      emit('pingerror', { status: outcome.status, error: outcome.error, retryIn });
      update({ retry: now + retryIn });
    }
    if (outcome.type !== 'alive') return;
    const { status, expiresIn } = outcome;
    const ends = expiresIn === undefined ? 0 : sent + Math.round(Math.min(expiresIn * 1_000, LONGEST_LIFE));
    if (to === 'ping') {
      const known = record.ends && record.asked === record.pinged;
      if (ends && known && ends - record.ends < (sent - record.asked) / 2) effects.push({ type: 'nag' });
      update({ pinged: Math.max(sent, record.pinged), asked: sent, ends });
      emit('ping', { status, expiresIn });
    } else if (ends) {
      view.life ||= ends - record.pinged;
      // More than this browser's own requests account for: somebody is active on another device.
      const elsewhere = Math.min(sent, ends - view.life);
      const active = elsewhere > record.pinged + IMPRECISION ? Math.max(record.active, elsewhere) : record.active;
      update({ asked: sent, ends, active });
    }
  };

  /** Asks the clock what has become of the session. */
  const look = () => {
    const { record } = view;
    if (record.ended) return expire(REASONS[record.ended] || 'ended');
    if (record.ends && record.asked === record.pinged) view.life = record.ends - record.asked;
    if (record.active <= record.pinged) view.urgent = false;
    const end = deadline(record, rules);
    if (time >= end) {
      const fresh = now - record.asked < FRESH;
      if (rules.check && !fresh && view.checked !== end) {
        view.checked = end;
        view.checkBy = now + CHECK_LIMIT;
        effects.push({ type: 'ask', what: 'check' });
      }
      if (fresh || now >= view.checkBy) expire(reasonFor(record, rules));
      return;
    }
    view.checkBy = 0;
    const remaining = end - now;
    const seconds = Math.ceil(remaining / 1_000);
    if (time < end - rules.warnBefore) {
      if (view.state === 'warning') emit('active', {});
      view.state = 'active';
    } else if (view.state === 'active') {
      view.state = 'warning';
      view.seconds = seconds;
      // A record that says nothing new says that it is time, to all; not all have to answer it.
      if (input.type !== 'record' || !same(record, before.record)) effects.push({ type: 'publish' });
      emit('warn', { remaining, extendable: extendable(record, rules) });
    } else if (seconds !== view.seconds) {
      view.seconds = seconds;
      emit('tick', { remaining });
    }
    if (rules.interval < Number.POSITIVE_INFINITY && pingAt(view, rules) <= now) {
      view.pinging = true;
      effects.push({ type: 'ask', what: 'ping' });
    }
  };

  /** What it says now tells later whether somebody is active on another device. */
  const askServer = () => {
    if (rules.check && running(view) && now - view.record.asked > CHECK_INTERVAL && !isOver(view.record, rules, now))
      effects.push({ type: 'ask', what: 'check' });
  };

  if (stored) absorb(stored);
  switch (input.type) {
    case 'start':
      start(input.first, input.fresh);
      askServer();
      break;
    case 'stop':
      view.state = 'stopped';
      view.holds = 0;
      break;
    case 'activity':
      touch(Math.min(input.at, now), latestActivity());
      break;
    case 'extend':
      touch(now);
      view.urgent = true;
      break;
    case 'hold':
      view.holds = Math.max(0, view.holds + input.by);
      touch(now);
      break;
    case 'wake':
      askServer();
      break;
    case 'online':
      view.urgent = true;
      view.pingAfter = 0;
      break;
    case 'record': {
      absorb(input.record);
      // It does not know of this session, or not since when it lasts.
      const { session, began } = input.record;
      if (input.hello || session < view.record.session || began > view.record.began + AT_ONCE)
        effects.push({ type: 'publish' });
      time += ROUNDING;
      break;
    }
    case 'end':
      if (running(view)) expire(input.reason);
      break;
    case 'claim':
      if (view.state !== 'expired' || input.session !== view.session) break;
      if (!view.told && !view.record.done) tell(input.leader);
      else if (input.leader && view.record.session === view.session && view.record.done < 2)
        effects.push({ type: 'act' });
      break;
    case 'acted':
      if (view.record.session === input.session) update({ done: Math.max(view.record.done, input.done) });
      break;
    case 'answer':
      answer(input.to, input.session, input.sent, input.outcome);
      break;
    case 'look':
      break;
  }
  if (running(view)) {
    // Not at each step: two tabs that hold would answer each other for ever.
    if (view.holds && now - view.record.active >= holdInterval(rules)) touch(now);
    look();
  }
  if (view.state !== before.state) {
    // First the other tabs, then the page, whose listeners may take their time.
    const change = { type: 'emit', event: 'change', fields: { state: view.state, previous: before.state } } as const;
    effects.splice(effects[0]?.type === 'publish' ? 1 : 0, 0, change);
  }
  if (
    view.state === 'expired' &&
    !view.told &&
    (view.record.done || view.record.session > view.session || now >= view.settleBy)
  )
    tell(false);
  return [view, effects];
}
