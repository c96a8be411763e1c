import { type Draft, emit, ROUNDING_MS, setRecord, touch, update } from './draft.js';
import { emitExpire, expire } from './end.js';
import { ENDED, merge, type SessionRecord } from './record.js';
import { deadline, endCode, isOver, running, type TabState } from './state.js';

/**
 * What another tab's record is to this tab's. Numbers alone do not tell: tabs that could not hear of each other may have
 * given one number to two sessions, or two numbers to one.
 */
export type Relation =
  /** The same session, or an older one that the join drops. */
  | 'same'
  | 'older'
  | 'newer'
  /** The same session, under the number of those who have known it longer. */
  | 'renumbered'
  /** An older session, with a number that is not lower. It does not apply to ours. */
  | 'leftover'
  /** A newer session whose tab had not heard of ours, so its number is not higher. */
  | 'unaware';

export function relate(tab: TabState, other: SessionRecord, now: number): Relation {
  const own = tab.record;
  if (own.session && other.session <= own.session && !other.endReason && startedAfter(other, own)) return 'unaware';
  if (running(tab) && other.session >= own.session && endedBefore(other, tab)) return 'leftover';
  if (other.session <= own.session) return other.session < own.session ? 'older' : 'same';
  // Tabs that open at once start the same session milliseconds apart.
  const ours = running(tab) && !isOver(other, now) && other.startedAt < own.startedAt + ROUNDING_MS;
  return ours ? 'renumbered' : 'newer';
}

const startedAfter = (other: SessionRecord, own: SessionRecord): boolean =>
  own.endReason ? other.startedAt > own.lastActiveAt : other.startedAt >= deadline(own);

const endedBefore = (other: SessionRecord, { record: own, fresh }: TabState): boolean =>
  other.endReason
    ? other.lastActiveAt < own.startedAt
    : deadline(other) <= own.startedAt || (fresh && other.startedAt <= own.startedAt - ROUNDING_MS);

/** Takes in what another tab knows. */
export function receive(draft: Draft, other: SessionRecord, starting: boolean): void {
  const { tab, now } = draft;
  const own = tab.record;
  switch (relate(tab, other, now)) {
    case 'same':
    case 'older':
      setRecord(draft, merge(own, other));
      break;
    case 'renumbered':
      setRecord(draft, other);
      tab.session = other.session;
      touch(draft, tab.ownLastActive);
      break;
    case 'leftover':
      tab.session = other.session + 1;
      update(draft, { session: tab.session });
      break;
    case 'unaware':
      if (running(tab)) expire(draft);
      else {
        // Told of ours, its tab takes the next number.
        if (starting) setRecord(draft, { ...other, session: own.session + 1 });
        draft.publish = true;
      }
      break;
    case 'newer':
      adopt(draft, other, starting);
  }
}

/** A newer session implies that ours has ended: if this tab still runs, it missed that. */
function adopt(draft: Draft, other: SessionRecord, starting: boolean): void {
  const { tab, now } = draft;
  const own = tab.record;
  const over = isOver(other, now);
  setRecord(draft, other);
  if (running(tab)) {
    const missed = isOver(own, now) ? endCode(own) : ENDED;
    expire(draft, over ? undefined : missed);
  } else if (!tab.expireEmitted) emitExpire(draft, false);
  if (tab.state === 'expired' && !over && !starting) emit(draft, 'restart', {});
}
