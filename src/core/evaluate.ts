import { type Draft, effect, emit } from './draft.js';
import { expire } from './end.js';
import { REFUSED, same } from './record.js';
import { deadline, endCode, extendable, isOver, nextPingAt, renewedAt, running, warnAt } from './state.js';

/** An expiry waits this long for the server's word. */
const CHECK_LIMIT_MS = 3_000;
/** Starting or waking is no reason to ask the server more often than this. */
const CHECK_INTERVAL_MS = 10_000;

/** Asks the clock what has become of the session. */
export function evaluate(draft: Draft): void {
  const { tab, now, slack } = draft;
  if (tab.record.lastActiveAt <= renewedAt(tab.record)) tab.pingNow = false;
  if (tab.record.endReason) expire(draft);
  else if (now + slack >= deadline(tab.record)) due(draft);
  else runOn(draft);
}

function runOn(draft: Draft): void {
  const { tab, now } = draft;
  tab.checkTimeoutAt = 0;
  countDown(draft);
  if (nextPingAt(tab, draft.config) > now) return;
  tab.pingInFlight = true;
  effect(draft, { type: 'ask', what: 'ping' });
}

/**
 * The time is up; but the server may know of activity on another device, or a ping in flight, of whichever tab, may have
 * renewed what it last said. The answer decides, or its absence.
 */
function due(draft: Draft): void {
  const { tab, now, config } = draft;
  const { record } = tab;
  const pings = config.keepAlive && record.lastActiveAt > renewedAt(record);
  const renewing = pings && endCode(record) === REFUSED && extendable(tab);
  if ((config.check || renewing) && !tab.checkTimeoutAt) {
    tab.checkTimeoutAt = now + CHECK_LIMIT_MS;
    if (config.check) effect(draft, { type: 'ask', what: 'check' });
  } else if (now >= tab.checkTimeoutAt) expire(draft);
}

function countDown(draft: Draft): void {
  const { tab, now, slack } = draft;
  const remaining = deadline(tab.record) - now;
  const seconds = Math.ceil(remaining / 1_000);
  if (now + slack < warnAt(tab.record)) {
    if (tab.state === 'warning') emit(draft, 'active', {});
    tab.state = 'active';
    tab.asking = tab.stayPinged = false;
    return;
  }
  const canExtend = extendable(tab);
  if (tab.state === 'active') {
    // A record that says nothing new says that it is time, to all; not all have to answer it.
    if (!slack || !same(tab.record, draft.before.record)) draft.publish = true;
  }
  if (tab.state === 'active' || canExtend !== tab.warnedExtendable) {
    tab.state = 'warning';
    tab.lastTick = seconds;
    tab.warnedExtendable = canExtend;
    emit(draft, 'warn', { remaining, extendable: canExtend });
  } else if (seconds !== tab.lastTick) {
    tab.lastTick = seconds;
    emit(draft, 'tick', { remaining });
  }
}

/** What the server says now tells later whether somebody is active on another device. */
export function askServer(draft: Draft): void {
  const { tab, now, config } = draft;
  const { record } = tab;
  if (config.check && running(tab) && now - record.serverAskedAt > CHECK_INTERVAL_MS && !isOver(record, now))
    effect(draft, { type: 'ask', what: 'check' });
}
