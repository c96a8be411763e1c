import { advise, type Draft, emit, update } from './draft.js';
import { expire } from './end.js';
import type { Input, Outcome } from './input.js';
import { GONE, NEVER, REFUSED, RETRY_LIMIT } from './record.js';
import { renewedAt, running } from './state.js';

/** If another tab was already asking, check again after this long. */
export const SKIPPED_MS = 1_000;
/** A tab whose token was refused leaves the next pings to the others for this long, or the interval if that is shorter. */
const HANDOVER_MS = 10_000;
/** The server counts its lifetime in whole seconds. */
const IMPRECISION_MS = 1_000;
/** The longest lifetime that is believed, some 35 years. */
const LONGEST_LIFETIME_MS = 2 ** 40;

export function answer(draft: Draft, input: Extract<Input, { type: 'answer' }>): void {
  const { tab, now } = draft;
  const { to, session, sent, outcome } = input;
  if (to === 'ping') tab.pingInFlight = false;
  else if (to === 'check' && outcome.type !== 'skipped') tab.checkTimeoutAt = now;
  if (!running(tab) || session !== tab.session) return;
  switch (outcome.type) {
    case 'signedOut':
      expire(draft, GONE);
      break;
    case 'skipped':
      tab.noPingBefore = now + SKIPPED_MS;
      break;
    case 'alive':
      if (to !== 'check') renewed(draft, sent, outcome);
      else if (outcome.expiresIn !== undefined) checked(draft, sent, outcome.expiresIn);
      break;
    case 'refused':
      if (to === 'ping') refused(draft, outcome.status, outcome.alive === true);
      break;
    case 'failed':
      if (to === 'ping') failed(draft, outcome.status, outcome.error, outcome.delay);
  }
}

const endsAt = (sent: number, expiresIn: number): number =>
  sent + Math.round(Math.min(expiresIn * 1_000, LONGEST_LIFETIME_MS));

function renewed(draft: Draft, sent: number, { status, expiresIn }: Extract<Outcome, { type: 'alive' }>): void {
  const { tab, config } = draft;
  const wasFixed = tab.serverEndFixed;
  update(draft, {
    lastPingAt: sent,
    ...(expiresIn !== undefined && { serverAskedAt: sent, serverEndsAt: endsAt(sent, expiresIn) }),
  });
  // Activity since the request was sent waits for the next.
  tab.pingNow = false;
  emit(draft, 'ping', { status, expiresIn });
  if (expiresIn === undefined) return;
  const { timeout, warnBefore } = tab.record;
  const { interval } = config.keepAlive ?? {};
  const lifetime = endsAt(0, expiresIn) + IMPRECISION_MS;
  if (tab.serverEndFixed && !wasFixed) advise(draft, 'renews nothing');
  else if (interval && lifetime < Math.max(timeout + interval, warnBefore))
    advise(draft, 'short lifetime', endsAt(0, expiresIn), timeout + interval);
}

/** The server lives longer than this browser's own requests account for: somebody is active on another device. */
function checked(draft: Draft, sent: number, expiresIn: number): void {
  const { tab } = draft;
  const { lastPingAt, serverAskedAt, serverEndsAt: last } = tab.record;
  const own = renewedAt(tab.record);
  const serverEndsAt = endsAt(sent, expiresIn);
  const inForce = last && serverAskedAt >= own;
  // As long as no ping has told, the last word is a lower bound.
  const lifetime = tab.serverLifetime || (inForce && serverEndsAt > last + IMPRECISION_MS ? last - serverAskedAt : 0);
  const elsewhere = lifetime && Math.min(sent, serverEndsAt - lifetime);
  // Asked before the last renewal, it tells of the one before. And whether a page load has renewed anything nobody knows.
  const isNewer = sent >= own;
  if (isNewer && own && own === lastPingAt)
    tab.serverLifetime = Math.min(tab.serverLifetime || NEVER, serverEndsAt - own);
  update(draft, {
    serverAskedAt: sent,
    serverEndsAt,
    // The other device has told the server: this one has nothing to ping for.
    ...(isNewer && elsewhere > own + IMPRECISION_MS && { lastActiveAt: elsewhere, lastPingAt: elsewhere }),
  });
}

function failed(draft: Draft, status: number, error: unknown, delay: number): void {
  const { tab, now } = draft;
  const retryIn = Math.round(Math.min(delay, RETRY_LIMIT));
  tab.pingNow = false;
  update(draft, { retryAt: now + retryIn });
  emit(draft, 'pingerror', { status, error, retryIn });
}

/**
 * This tab's token may be old, and another tab's good: that one asks next. Two that are refused, or one twice, mean that
 * the session is gone; but not if another page was loaded since, which may have brought a new token for a new sign-in.
 */
function refused(draft: Draft, status: number, alive: boolean): void {
  const { tab, now, config } = draft;
  const { refusedAt, loadedAt, retryAt } = tab.record;
  const { interval = 0 } = config.keepAlive ?? {};
  const tokenOnly = alive || loadedAt > tab.joinedAt;
  advise(draft, 'refused', status);
  if (refusedAt > renewedAt(tab.record) && !tokenOnly) {
    expire(draft, REFUSED);
    return;
  }
  tab.pingNow = false;
  tab.noPingBefore = now + (tokenOnly ? interval : Math.min(HANDOVER_MS, interval));
  update(draft, { refusedAt: now });
  emit(draft, 'pingerror', { status, error: undefined, retryIn: Math.max(tab.noPingBefore, retryAt) - now });
}
