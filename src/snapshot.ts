import type { TabState } from './core/state.js';
import type { Snapshot } from './events.js';

export const STOPPED: Snapshot = { state: 'stopped', reason: undefined, expiresAt: undefined };

/** @returns the last one, as long as it is true. */
export function nextSnapshot(last: Snapshot, { state, reason: why }: TabState, deadline: number): Snapshot {
  const reason = state === 'expired' ? why : undefined;
  // It moves with each event: only a countdown needs it.
  const expiresAt = state === 'warning' ? deadline : undefined;
  const isSame = state === last.state && reason === last.reason && expiresAt === last.expiresAt;
  return isSame ? last : { state, reason, expiresAt };
}
