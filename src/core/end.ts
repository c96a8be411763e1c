import { type Draft, effect, emit, update } from './draft.js';
import { END_REASONS, Progress } from './record.js';
import { endCode, type Reason, running } from './state.js';

/** The event waits no longer than this for a leader, so a tab frozen while it holds the claim blocks nobody. */
const LEADER_TIMEOUT_MS = 3_000;

/*
 * An end in order: expire() makes the tab expired and asks for the claim; claimed() or, if nobody answers, settle() lets
 * emitExpire() tell the page; the leader's page is told first, and its logout follows.
 */

/** @param code - an index of END_REASONS; by default what the record says of its end. */
export function expire(draft: Draft, code = endCode(draft.tab.record)): void {
  const { tab, now } = draft;
  tab.state = 'expired';
  tab.reason = END_REASONS[code];
  tab.expireEmitted = false;
  tab.leaderTimeoutAt = now + LEADER_TIMEOUT_MS;
  // What is held or asked belongs to the session.
  tab.heldUntil = 0;
  tab.asking = false;
  if (tab.record.session > tab.session) {
    emitExpire(draft, false);
    return;
  }
  if (!tab.record.endReason) update(draft, { endReason: code });
  effect(draft, { type: 'claim' });
  if (tab.record.endProgress) emitExpire(draft, false);
}

export function emitExpire(draft: Draft, leader: boolean): void {
  const { tab } = draft;
  tab.expireEmitted = true;
  emit(draft, 'expire', { reason: tab.reason as Reason, leader });
  if (!leader || tab.record.session !== tab.session) return;
  update(draft, { endProgress: Progress.LED });
  effect(draft, { type: 'log out' });
}

/** This tab leads the end of that session; or, if another did, that is gone or was refused. */
export function claimed(draft: Draft, session: number): void {
  const { tab } = draft;
  const { endProgress } = tab.record;
  if (session !== tab.session || running(tab)) return;
  if (!tab.expireEmitted && !endProgress) emitExpire(draft, true);
  else if (tab.record.session === session && (endProgress < Progress.SENT || endProgress === Progress.REFUSED))
    effect(draft, { type: 'log out' });
}

/** Nobody is to wait for ever to hear of an end. */
export function settle(draft: Draft): void {
  const { tab, now } = draft;
  if (tab.expireEmitted) return;
  if (tab.record.endProgress || tab.record.session > tab.session || now >= tab.leaderTimeoutAt)
    emitExpire(draft, false);
}
