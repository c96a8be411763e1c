/** The interval is over by now, even if the timer that was to end it is late. */
const STALE_MS = 1_500;

export interface Throttle {
  /**
   * Takes an event: the first is reported at once, and those of the interval that follows as one.
   *
   * @param shift - what to add to its time stamp, for each window counts from its own beginning.
   */
  add(event: Event, shift: number): void;
  /** As `add()`, for what can do something: after a sleep it must not come before the end of the session. */
  addInput(event: Event, shift: number): void;
  /** As `add()`, for a pointer that moved, or only seems to. */
  addMove(event: MouseEvent, shift: number): void;
  /** Somebody is active, and there is no event that says so. */
  addUnseen(): void;
  /** Reports what was seen since the last report, now instead of within the interval. */
  flush(): void;
  stop(): void;
}

/** Where on the screen the pointer was last seen. */
let x: number | undefined;
let y: number | undefined;

/** Browsers send moves when a tab is shown or the layout shifts under a pointer that rests. */
function hasMoved({ screenX, screenY, movementX, movementY }: MouseEvent): unknown {
  const moved = screenX !== x || screenY !== y || movementX || movementY;
  x = screenX;
  y = screenY;
  return moved;
}

/**
 * An event within the interval costs a comparison: it is kept, and looked at when the interval is over. Not even a clock
 * is read, which would double what the event costs.
 *
 * @param report - `elapsed`: milliseconds from the last report to the last event; Infinity if it is happening now.
 */
export function createThrottle(interval: () => number, report: (elapsed: number) => void): Throttle {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let throttled = false;
  /**
   * An event of that moment. Its time stamp is made as those of other events are: on the same clock, and as late. Test
   * tools give an event its stamp when it is first read, which must not make an old event new.
   */
  let throttledAt: Event;
  let throttledAtWall = 0;
  let latest: Event | undefined;
  let latestShift = 0;
  let latestMove: MouseEvent | undefined;
  let latestMoveShift = 0;

  const tell = (elapsed = Number.POSITIVE_INFINITY) => {
    throttled = true;
    throttledAt = new Event('');
    throttledAtWall = Date.now();
    clearTimeout(timer);
    timer = setTimeout(() => {
      throttled = false;
      flush();
    }, interval());
    report(elapsed);
  };
  const flush = () => {
    const stamps: number[] = [];
    if (latest) stamps.push(latest.timeStamp + latestShift);
    if (latestMove && hasMoved(latestMove)) stamps.push(latestMove.timeStamp + latestMoveShift);
    latest = latestMove = undefined;
    if (stamps.length) tell(Math.max(throttledAt.timeStamp, ...stamps) - throttledAt.timeStamp);
  };
  const addUnseen = () => {
    if (!throttled) tell();
  };
  const add = (event: Event, shift: number) => {
    if (!throttled) return tell();
    latest = event;
    latestShift = shift;
  };
  return {
    add,
    addInput(event, shift) {
      if (throttled && Date.now() - throttledAtWall > STALE_MS) {
        flush();
        throttled = false;
      }
      add(event, shift);
    },
    addMove(event, shift) {
      if (throttled) {
        latestMove = event;
        latestMoveShift = shift;
      } else if (hasMoved(event)) tell();
    },
    addUnseen,
    flush,
    stop: () => clearTimeout(timer),
  };
}
