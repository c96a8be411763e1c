import { keepAttached } from './document-open.js';
import { type View, watchFrames } from './frames.js';
import { unclobbered } from './page.js';
import { createThrottle, type Throttle } from './throttle.js';

export interface ActivityOptions {
  /** Undefined: the window, with its frames. */
  readonly target: EventTarget | undefined;
  readonly events: readonly string[];
  readonly untrusted: boolean;
}

export interface ActivitySource {
  /** Reports what was seen since the last report, now instead of within the interval. */
  flush(): void;
  /** Listens in another window too, and in its frames. @returns ends that. */
  watch(view: View): () => void;
  stop(): void;
}

/**
 * @param elapsed - milliseconds from the last report to the last event; Infinity if the event is happening now.
 */
export type ActivityListener = (elapsed: number) => void;

interface Shared extends ActivityOptions, Omit<ActivitySource, 'stop'> {
  readonly listeners: Map<ActivityListener, number>;
  readonly stop: AbortController;
}

/** The sets of listeners on this page. Timers that look for the same share one. */
const shared: Shared[] = [];

/**
 * Reports a person's activity: the first event at once, those of the interval that follows as one.
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
    source = createSource({ target, events, untrusted });
    shared.push(source);
  }
  const { listeners, flush, watch, stop } = source;
  listeners.set(listener, interval);
  return {
    flush,
    watch,
    stop() {
      listeners.delete(listener);
      if (listeners.size) return;
      stop.abort();
      shared.splice(0, shared.length, ...shared.filter((other) => other.listeners.size));
    },
  };
}

function createSource({ target, events, untrusted }: ActivityOptions): Shared {
  const listeners = new Map<ActivityListener, number>();
  const stop = new AbortController();
  const { signal } = stop;
  const throttle = createThrottle(
    () => Math.min(...listeners.values()),
    (elapsed) => {
      for (const listener of [...listeners.keys()]) listener(elapsed);
    },
  );
  signal.addEventListener('abort', throttle.stop);

  const watchIn = (root: View, signal: AbortSignal) =>
    watchFrames(root, signal, {
      attach(view) {
        const place = { root, shift: performance.now() - view.performance.now() };
        return attachTo(view, { events, untrusted }, throttle, place, signal);
      },
      active: throttle.addUnseen,
    });
  const watch = (view: View) => {
    const own = new AbortController();
    const end = () => own.abort();
    signal.addEventListener('abort', end, { signal: own.signal });
    view.addEventListener('pagehide', end, { signal: own.signal });
    watchIn(view, own.signal);
    return end;
  };

  if (target) {
    const attach = attachTo(
      target instanceof Node ? unclobbered(() => target) : target,
      { events, untrusted },
      throttle,
      { root: window, shift: 0 },
      signal,
    );
    keepAttached(signal, attach)(document);
  } else {
    watchIn(window, signal);
    // Its own: where the browser has none, an element of this id is found.
    const pictures = Object.hasOwn(window, 'documentPictureInPicture')
      ? (window as Partial<PictureWindow>).documentPictureInPicture
      : undefined;
    pictures?.addEventListener('enter', () => pictures.window && watch(pictures.window), { signal });
    if (pictures?.window) watch(pictures.window);
  }
  return { target, events, untrusted, listeners, flush: throttle.flush, watch, stop };
}

/** https://wicg.github.io/document-picture-in-picture/: not in every browser, and not in TypeScript's types. */
interface PictureWindow {
  readonly documentPictureInPicture: EventTarget & { readonly window: View | null };
}

/** What the handlers have to know of the window in which an event happens. */
interface Place {
  /** The window that holds its frame. */
  readonly root: View;
  /** What to add to the time stamps of its events. */
  readonly shift: number;
}

type Handler = (throttle: Throttle, event: Event, place: Place) => void;

/** Whether a mouse button, a pen or a finger is down that may drag a scrollbar. */
let pressed = false;
/** Whether a script is at work at the moment. */
let scripted = false;

// A key or a click can do something.
const onInput: Handler = (throttle, event, { shift }) => throttle.addInput(event, shift);

const onContinuous: Handler = (throttle, event, { shift }) => throttle.add(event, shift);

const onMove: Handler = (throttle, event, { shift }) => {
  if (!event.isTrusted) return throttle.add(event, shift);
  // The release is not told everywhere: over a menu, for example.
  if (pressed && !(event as MouseEvent).buttons) pressed = false;
  throttle.addMove(event as MouseEvent, shift);
};

const onPress: Handler = (_throttle, event) => {
  pressed = event.type === 'pointerdown' && !(event as PointerEvent).button;
};

// A script's scrolling makes the same events; a person who drags a scrollbar makes no others.
const onScroll: Handler = (throttle, event, { shift }) => {
  if (pressed || !event.isTrusted) throttle.add(event, shift);
};

/**
 * A script that moves the focus, as each dialog does, makes the same event. Between two listeners of a person's event
 * microtasks run; between those of an event that a script makes they don't, because the script is not done yet.
 */
const onFocus: Handler = (throttle, event, place) => {
  if (!event.isTrusted || (!scripted && unclobbered(() => place.root.document).hasFocus()))
    onInput(throttle, event, place);
};

const beforeFocus = async () => {
  scripted = true;
  // Libraries replace `queueMicrotask` and `Promise` by their own, which may run at once; `await` is the browser's.
  await 0;
  scripted = false;
};

// A document that unloads, as those of frames do, is hidden first.
const onVisibility: Handler = (throttle, event, place) => {
  if (unclobbered(() => event.target as Document).visibilityState === 'visible') onInput(throttle, event, place);
};

const HANDLERS = new Map<string, Handler>(
  Object.entries({
    pointermove: onMove,
    mousemove: onMove,
    touchmove: onContinuous,
    wheel: onContinuous,
    dragover: onContinuous,
    scroll: onScroll,
    focus: onFocus,
    visibilitychange: onVisibility,
  }),
);

/** The browser waits for listeners of these before it scrolls, unless they are passive. */
const SCROLLING = /^(touch|wheel)/;

/** @returns adds the listeners; adding them twice adds them once. */
function attachTo(
  target: EventTarget,
  { events, untrusted }: Omit<ActivityOptions, 'target'>,
  throttle: Throttle,
  place: Place,
  signal: AbortSignal,
): () => void {
  const listen = (handler: Handler) => (event: Event) => {
    if (event.isTrusted || untrusted) handler(throttle, event, place);
  };
  const added: [target: EventTarget, type: string, listener: (event: Event) => void, capture: boolean][] = [];
  for (const type of new Set(events)) {
    const listener = listen(HANDLERS.get(type) ?? onInput);
    if (type !== 'focus') {
      added.push([target, type, listener, true]);
      continue;
    }
    // Libraries call all listeners of one target and phase in one go: between those no microtask runs. The focus of the
    // window itself comes to no document.
    const { document } = target as Partial<Window>;
    const inner = document ? unclobbered(() => document) : target;
    added.push([target, type, beforeFocus, true], [inner, type, listener, true], [target, type, listener, false]);
  }
  if (events.includes('scroll')) {
    const listener = listen(onPress);
    for (const type of ['pointerdown', 'pointerup', 'pointercancel']) added.push([target, type, listener, true]);
  }
  return () => {
    for (const [target, type, listener, capture] of added) {
      // With zone.js, the first listener of a type decides for all of them whether it can be prevented.
      target.addEventListener(type, listener, { capture, passive: SCROLLING.test(type), signal });
    }
  };
}
