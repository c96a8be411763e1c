/** A difference between the two clocks that is a jump, not the slow correction that keeps a clock right. */
const JUMP = 1_000;

export interface Clock {
  /** Milliseconds since the epoch; never goes back. */
  now(): number;
  /** How far `now()` is ahead of the wall clock, because that was set back. */
  skew(): number;
}

/**
 * Time that survives sleep. The wall clock can be set; the monotonic clock stops during sleep on some
 * systems (https://www.w3.org/TR/hr-time-3/#dfn-monotonic-clock leaves it open). So what has passed is the larger of
 * the two: a wall clock that jumps ahead is believed, since a sleep looks just so; one that jumps back is not.
 */
export function createClock(): Clock {
  let skew = 0;
  let latest = 0;
  let offset = Date.now() - performance.now();
  const now = () => {
    const wall = Date.now();
    const moved = wall - performance.now() - offset;
    if (Math.abs(moved) > JUMP) {
      offset += moved;
      if (moved < 0) skew -= Math.round(moved);
    }
    latest = Math.max(latest, wall + skew);
    return latest;
  };
  return { now, skew: () => skew };
}
