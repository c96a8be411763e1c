import { watchFrames } from './frames.js';

export interface ActivityOptions {
  /** Undefined: the window, with its frames. */
  readonly target: EventTarget | undefined;
  readonly events: readonly string[];
  readonly untrusted: boolean;
}

export interface ActivitySource {
  /** Reports what was seen since the last report, now instead of within the interval. */
  flush(): void;
  stop(): void;
}

/**
 * @param elapsed - milliseconds from the last report to the last event; Infinity where the event is happening now.
 */
export type ActivityListener = (elapsed: number) => void;

/** The quiet after a report is over by now, whatever became of the timer that was to end it. */
const STALE = 1_500;

interface Shared extends ActivityOptions {
  readonly listeners: Map<ActivityListener, number>;
  flush(): void;
  readonly stop: AbortController;
}

/** The sets of listeners on this page. Timers that look for the same share one. */
const shared: Shared[] = [];

/** Where on the screen the pointer was last seen. */
let x: number | undefined;
let y: number | undefined;

/**
 * Reports a person's activity: the first event at once, those of the interval that follows as one. An event in
 * between costs a comparison; even the clock is not read, which would double what the event costs.
 */
export function watchActivity(
  { target, events, untrusted }: ActivityOptions,
  interval: number,
  listener: ActivityListener,
): ActivitySource {
  let source = shared.find(
    (other) => other.target === target && other.untrusted === untrusted && `${other.events}` === `${events}`,
  );
  if (!source) {
    source = listen({ target, events, untrusted });
    shared.push(source);
  }
  const { listeners, flush, stop } = source;
  listeners.set(listener, interval);
  return {
    flush,
    stop() {
      listeners.delete(listener);
      if (listeners.size) return;
      stop.abort();
      shared.splice(0, shared.length, ...shared.filter((other) => other.listeners.size));
    },
  };
}

function listen({ target, events, untrusted }: ActivityOptions): Shared {
  const listeners = new Map<ActivityListener, number>();
  const stop = new AbortController();
  const { signal } = stop;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let quiet = false;
  let since = 0;
  let sinceWall = 0;
  let latest: Event | undefined;
  /** The latest event that moved the pointer, or only says so. */
  let latestMove: MouseEvent | undefined;
  /** What to add to their time stamps: a frame counts from its own beginning. */
  let offset = 0;
  let pressed = false;

  const report = (elapsed: number) => {
    quiet = true;
    since = performance.now();
    sinceWall = Date.now();
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        quiet = false;
        flush();
      },
      Math.min(...listeners.values()),
    );
    for (const listener of [...listeners.keys()]) listener(elapsed);
  };
  const flush = () => {
    const move = latestMove && hasMoved(latestMove) ? latestMove : undefined;
    const event = latest && move ? (latest.timeStamp > move.timeStamp ? latest : move) : (latest ?? move);
    latest = latestMove = undefined;
    if (event) report(Math.max(0, event.timeStamp + offset - since));
  };
  /** Browsers send moves when a tab is shown or the layout shifts under a pointer that rests. */
  const hasMoved = (event: MouseEvent) => {
    const moved = event.screenX !== x || event.screenY !== y || event.movementX || event.movementY;
    x = event.screenX;
    y = event.screenY;
    return moved;
  };
  signal.addEventListener('abort', () => clearTimeout(timer));

  const attach = (place: EventTarget, { timeOrigin }: Performance) => {
    const shift = timeOrigin - performance.timeOrigin;
    const onStream = (event: Event) => {
      if (!untrusted && !event.isTrusted) return;
      if (!quiet) return report(Number.POSITIVE_INFINITY);
      latest = event;
      offset = shift;
    };
    // A key or a click can do something: the first one after a sleep must not come before the end of the session.
    const onInput = (event: Event) => {
      if (quiet && Date.now() - sinceWall > STALE) {
        flush();
        quiet = false;
      }
      onStream(event);
    };
    const onMove = (event: Event) => {
      if (!event.isTrusted) return onStream(event);
      // Where the release was not told: over a menu, say.
      if (pressed && !(event as MouseEvent).buttons) pressed = false;
      if (!quiet) return hasMoved(event as MouseEvent) && report(Number.POSITIVE_INFINITY);
      latestMove = event as MouseEvent;
      offset = shift;
    };
    // A script's scrolling makes the same events; a person who drags a scrollbar makes no others.
    const onScroll = (event: Event) => (pressed || !event.isTrusted) && onStream(event);
    // A script that moves the focus, as each dialog does, makes the same event; but it stands on the stack.
    const onFocus = (event: Event) => {
      if (!event.isTrusted || (document.hasFocus() && !isCalled(new Error().stack))) onInput(event);
    };
    const onVisibility = (event: Event) => document.visibilityState === 'visible' && onInput(event);
    const onPress = (event: Event) => {
      pressed = event.type === 'pointerdown' && !(event as PointerEvent).button;
    };
    const special: Partial<Record<string, (event: Event) => void>> = {
      pointermove: onMove,
      mousemove: onMove,
      touchmove: onStream,
      wheel: onStream,
      scroll: onScroll,
      focus: onFocus,
      visibilitychange: onVisibility,
    };
    const options = { capture: true, passive: true, signal };
    return () => {
      for (const type of new Set(events)) place.addEventListener(type, special[type] ?? onInput, options);
      if (!events.includes('scroll')) return;
      for (const type of ['pointerdown', 'pointerup', 'pointercancel']) place.addEventListener(type, onPress, options);
    };
  };

  if (target) attach(target, performance)();
  else {
    const active = () => {
      if (!quiet) report(Number.POSITIVE_INFINITY);
    };
    watchFrames(window, signal, { attach: (view) => attach(view, view.performance), active });
  }
  return { target, events, untrusted, listeners, flush, stop };
}

/** Whether a listener was called by a script: then more than the listener itself stands on the stack. */
function isCalled(stack = ''): boolean {
  const lines = stack.split('\n');
  // Firefox goes on with what had set the listener up.
  const asynchronous = lines.findIndex((line) => line.includes('*'));
  const calls = lines.slice(0, asynchronous < 0 ? undefined : asynchronous);
  return calls.filter((line) => /@|^\s*at /.test(line)).length > 1;
}
