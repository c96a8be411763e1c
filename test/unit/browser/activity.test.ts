import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { ActivityListener, ActivityOptions } from '../../../src/browser/activity.js';
import { DEFAULT_EVENTS } from '../../../src/options.js';
import { HOUR, MINUTE, move, pass, SECOND, show, sleep, trusted, useClock } from '../helpers.js';

/*
 * Events of a person, as far as they can be made here: with `isTrusted` put in. That browsers make them so is proved in
 * browsers.
 */

const seen = vi.fn<ActivityListener>();
let watchActivity: typeof import('../../../src/browser/activity.js').watchActivity;

beforeEach(async () => {
  useClock();
  seen.mockClear();
  // Where the pointer was last seen is the page's, not one timer's.
  vi.resetModules();
  ({ watchActivity } = await import('../../../src/browser/activity.js'));
  const stops = started.splice(0);
  for (const stop of stops) stop();
});

const started: (() => void)[] = [];

function watch(options: Partial<ActivityOptions> = {}, interval = SECOND) {
  const source = watchActivity(
    { target: undefined, events: DEFAULT_EVENTS, untrusted: false, ...options },
    interval,
    seen,
  );
  started.push(source.stop);
  return source;
}

const fire = (event: Event, target: EventTarget = document.body) => {
  target.dispatchEvent(trusted(event));
};
const key = () => fire(new KeyboardEvent('keydown', { bubbles: true }));
const pointer = (type: string, init: PointerEventInit = {}) => fire(new PointerEvent(type, { bubbles: true, ...init }));
const scroll = () => fire(new Event('scroll', { bubbles: true }));

describe('P7: only people count', () => {
  test('a trusted key does, a scripted one does not', () => {
    watch();
    document.body.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true }));
    expect(seen).not.toHaveBeenCalled();
    key();
    expect(seen).toHaveBeenCalledTimes(1);
  });

  test('a mouse that moves does', () => {
    watch();
    fire(move(1, 1, { movementX: 1 }));
    expect(seen).toHaveBeenCalledTimes(1);
  });

  test('a layout that moves under a mouse that rests does not, however often', async () => {
    watch();
    fire(move(1, 1, { movementX: 1 }));
    await pass(2 * SECOND);
    for (let i = 0; i < 5; i++) {
      fire(move(1, 1));
      await pass(SECOND);
    }
    expect(seen).toHaveBeenCalledTimes(1);
    fire(move(1, 2));
    expect(seen).toHaveBeenCalledTimes(2);
  });

  test('the very first move of a pointer counts: nothing tells whether it was elsewhere before', async () => {
    watch();
    fire(move(40, 40));
    expect(seen).toHaveBeenCalledTimes(1);
    await pass(2 * SECOND);
    fire(move(40, 40));
    expect(seen).toHaveBeenCalledTimes(1);
  });

  test('a captured mouse moves without its place on the screen', async () => {
    watch();
    fire(move(1, 1, { movementX: 1 }));
    await pass(2 * SECOND);
    fire(move(1, 1, { movementY: -2 }));
    expect(seen).toHaveBeenCalledTimes(2);
  });

  test('moves within the same second count if one of them was real', async () => {
    watch();
    fire(move(1, 1, { movementX: 1 }));
    await pass(300);
    fire(move(2, 2, { movementX: 1 }));
    await pass(700);
    expect(seen).toHaveBeenCalledTimes(2);
    await pass(SECOND);
    expect(seen).toHaveBeenCalledTimes(2);
  });

  test('scripted moves count where that is allowed', () => {
    watch({ untrusted: true });
    document.body.dispatchEvent(new PointerEvent('pointermove', { bubbles: true }));
    expect(seen).toHaveBeenCalledTimes(1);
  });

  test('scrolling by a script does not count, dragging a scrollbar does', async () => {
    watch();
    scroll();
    expect(seen).not.toHaveBeenCalled();
    pointer('pointerdown', { button: 0 });
    expect(seen).toHaveBeenCalledTimes(1);
    for (let i = 0; i < 3; i++) {
      await pass(2 * SECOND);
      scroll();
      expect(seen).toHaveBeenCalledTimes(2 + i);
    }
  });

  test.for([
    ['the button is released', () => pointer('pointerup')],
    ['the drag is cancelled', () => pointer('pointercancel')],
    ['the release was not told, and the mouse moves without a button', () => fire(move(9, 9, { movementX: 1 }))],
  ] as const)('a drag is over when %s', async ([, end]) => {
    watch();
    pointer('pointerdown', { button: 0 });
    end();
    await pass(2 * SECOND);
    seen.mockClear();
    scroll();
    await pass(2 * SECOND);
    expect(seen).not.toHaveBeenCalled();
  });

  test('a button that a script presses drags nothing', async () => {
    watch();
    document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, button: 0 }));
    scroll();
    await pass(2 * SECOND);
    expect(seen).not.toHaveBeenCalled();
  });

  test.for(['beforeinput', 'dragover'])('P7: text without keys and a drag are somebody: %s', (type) => {
    watch();
    document.body.dispatchEvent(new Event(type, { bubbles: true }));
    expect(seen).not.toHaveBeenCalled();
    fire(new Event(type, { bubbles: true }));
    expect(seen).toHaveBeenCalledTimes(1);
  });

  test.for(['constructor', 'toString', '__proto__'])('P9: an event may have any name: %s', (type) => {
    watch({ events: [type] });
    fire(new Event(type, { bubbles: true }));
    expect(seen).toHaveBeenCalledTimes(1);
  });

  test('the other buttons drag no scrollbar', async () => {
    watch();
    pointer('pointerdown', { button: 2 });
    await pass(2 * SECOND);
    seen.mockClear();
    scroll();
    expect(seen).not.toHaveBeenCalled();
  });

  test('where scrolling is not asked for it is not looked at', () => {
    watch({ events: ['keydown'] });
    pointer('pointerdown', { button: 0 });
    scroll();
    expect(seen).not.toHaveBeenCalled();
  });

  test('a tab that is shown counts, one that is hidden does not', () => {
    watch();
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    fire(new Event('visibilitychange', { bubbles: true }), document);
    expect(seen).not.toHaveBeenCalled();
    visibility.mockReturnValue('visible');
    fire(new Event('visibilitychange', { bubbles: true }), document);
    expect(seen).toHaveBeenCalledTimes(1);
  });

  test('a document in a frame that is hidden because it unloads does not, though the page is visible', () => {
    const element = document.body.appendChild(document.createElement('iframe'));
    element.srcdoc = '<p>inside</p>';
    const inner = element.contentDocument as Document;
    Object.defineProperty(window, 0, { configurable: true, value: element.contentWindow });
    watch();
    fire(new Event('visibilitychange', { bubbles: true }), inner);
    expect(seen).toHaveBeenCalledTimes(1);
    seen.mockClear();
    vi.spyOn(inner, 'visibilityState', 'get').mockReturnValue('hidden');
    vi.advanceTimersByTime(2 * SECOND);
    fire(new Event('visibilitychange', { bubbles: true }), inner);
    vi.advanceTimersByTime(2 * SECOND);
    expect(seen).not.toHaveBeenCalled();
    Reflect.deleteProperty(window, 0);
  });

  test('a scripted visibilitychange is a script', () => {
    watch();
    show('visible');
    expect(seen).not.toHaveBeenCalled();
  });

  describe('focus', () => {
    const focus = new Map<EventTarget, ((event: Event) => void)[]>();

    /** The listeners of the window, then those of the document, as a browser calls them for a field in the page. */
    beforeEach(() => {
      focus.clear();
      for (const target of [window, document]) {
        const add = target.addEventListener.bind(target);
        vi.spyOn(target, 'addEventListener').mockImplementation(((
          type: string,
          listener: (event: Event) => void,
          options: AddEventListenerOptions,
        ) => {
          if (type === 'focus' && options.capture)
            focus.set(target, [...(focus.get(target) ?? []), (event) => listener.call(target, event)]);
          add(type, listener, options);
        }) as typeof window.addEventListener);
      }
    });
    const event = () => trusted(new FocusEvent('focus'));
    const call = (target: EventTarget, focused: Event) => {
      for (const listener of focus.get(target) ?? []) listener(focused);
    };

    test('by a person, or by a screen reader, counts', async () => {
      watch();
      vi.spyOn(document, 'hasFocus').mockReturnValue(true);
      const focused = event();
      call(window, focused);
      await null;
      call(document, focused);
      expect(seen).toHaveBeenCalledTimes(1);
    });

    test('by a script does not: it is still at work when the document hears of it', async () => {
      watch();
      vi.spyOn(document, 'hasFocus').mockReturnValue(true);
      for (let i = 0; i < 3; i++) {
        document.body.dispatchEvent(event());
        await pass(2 * SECOND);
      }
      expect(seen).not.toHaveBeenCalled();
    });

    test('in a window that is not the one in use it does not either', async () => {
      watch();
      vi.spyOn(document, 'hasFocus').mockReturnValue(false);
      const focused = event();
      call(window, focused);
      await null;
      call(document, focused);
      expect(seen).not.toHaveBeenCalled();
    });

    test("by a script counts in a site's own tests", () => {
      watch({ untrusted: true });
      document.body.dispatchEvent(new FocusEvent('focus'));
      expect(seen).toHaveBeenCalledTimes(1);
    });

    test('of what a target holds counts too', async () => {
      const field = document.body.appendChild(document.createElement('input'));
      const add = vi.spyOn(document.body, 'addEventListener');
      watch({ target: document.body });
      vi.spyOn(document, 'hasFocus').mockReturnValue(true);
      const focused = event();
      Object.defineProperty(focused, 'target', { value: field });
      const [before, after] = add.mock.calls.filter(([type]) => type === 'focus').map(([, listener]) => listener);
      (before as EventListener)(focused);
      await null;
      (after as EventListener)(focused);
      expect(seen).toHaveBeenCalledTimes(1);
    });
  });
});

describe('P8: an event costs a comparison', () => {
  test('the first is told at once, those of the next second as one, at the time of the last', async () => {
    watch();
    key();
    expect(seen).toHaveBeenLastCalledWith(Number.POSITIVE_INFINITY);
    for (const at of [100, 400, 700]) {
      await pass(at - (performance.now() % SECOND));
      key();
    }
    expect(seen).toHaveBeenCalledTimes(1);
    await pass(300);
    expect(seen).toHaveBeenCalledTimes(2);
    expect(seen).toHaveBeenLastCalledWith(700);
    await pass(10 * SECOND);
    expect(seen).toHaveBeenCalledTimes(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('of a key and a move the later is told', async () => {
    for (const [first, second] of [
      [key, () => fire(move(3, 3, { movementX: 1 }))],
      [() => fire(move(4, 4, { movementX: 1 })), key],
    ] as const) {
      const { stop } = watch();
      key();
      await pass(200);
      first();
      await pass(300);
      second();
      await pass(500);
      expect(seen).toHaveBeenLastCalledWith(500);
      stop();
    }
  });

  test('P2: after a sleep the first key is told at once, and after what was seen before it', async () => {
    watch();
    key();
    await pass(400);
    key();
    sleep(HOUR);
    key();
    expect(seen.mock.calls).toEqual([[Number.POSITIVE_INFINITY], [400], [Number.POSITIVE_INFINITY]]);
  });

  describe('a test clock that gives an event its stamp when that is first read', () => {
    /** As Playwright's page.clock does it. */
    beforeEach(() => {
      const stamps = new WeakMap<Event, number>();
      vi.spyOn(Event.prototype, 'timeStamp', 'get').mockImplementation(function (this: Event) {
        const stamp = stamps.get(this) ?? performance.now();
        stamps.set(this, stamp);
        return stamp;
      });
    });

    test.for([0, 1])(
      'P1: makes no old input new, however far it jumps: the click before it is %i s old',
      async (age) => {
        watch();
        key();
        await pass(300);
        key();
        // Timers that are due come once, and at the end of the jump.
        vi.setSystemTime(Date.now() + 771 * SECOND);
        vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 771 * SECOND);
        await pass(age * SECOND + SECOND);
        expect(seen).toHaveBeenCalledTimes(2);
        expect(seen.mock.lastCall?.[0]).toBeLessThanOrEqual(SECOND);
      },
    );

    test('P2: what comes after the jump is new', async () => {
      watch();
      key();
      vi.setSystemTime(Date.now() + 771 * SECOND);
      key();
      expect(seen).toHaveBeenLastCalledWith(Number.POSITIVE_INFINITY);
    });
  });

  test('P2: a stamp is right to the millisecond, however late the report is', async () => {
    const { flush } = watch();
    key();
    await pass(999);
    key();
    // The page has been busy: timers are late, performance.now() is not.
    vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 30 * SECOND);
    flush();
    expect(seen).toHaveBeenLastCalledWith(999);
  });

  test('where a timer is short, it is told more often', async () => {
    watch();
    const quick = vi.fn();
    started.push(watchActivity({ target: undefined, events: DEFAULT_EVENTS, untrusted: false }, 250, quick).stop);
    key();
    await pass(100);
    key();
    await pass(150);
    expect(quick).toHaveBeenCalledTimes(2);
  });

  test('flush() tells at once what was seen, and nothing where nothing was', async () => {
    const { flush } = watch();
    flush();
    expect(seen).not.toHaveBeenCalled();
    key();
    await pass(300);
    key();
    flush();
    expect(seen).toHaveBeenLastCalledWith(300);
    flush();
    expect(seen).toHaveBeenCalledTimes(2);
  });

  test('stopped it hears nothing and keeps no timer', async () => {
    const { stop } = watch();
    key();
    await pass(100);
    key();
    stop();
    expect(vi.getTimerCount()).toBe(0);
    key();
    await pass(2 * SECOND);
    expect(seen).toHaveBeenCalledTimes(1);
  });

  test('an event named twice is listened to once', () => {
    const add = vi.spyOn(window, 'addEventListener');
    watch({ events: ['keydown', 'keydown'] });
    expect(add.mock.calls.filter(([type]) => type === 'keydown')).toHaveLength(1);
  });
});

describe('frames', () => {
  /** What happy-dom lacks: a window is also the list of its frames, of those that are in no shadow tree. */
  const listFrames = (view: Window | null) => {
    if (!view || Object.hasOwn(view, 0)) return;
    const frames = () => [...view.document.querySelectorAll('iframe')].map(({ contentWindow }) => contentWindow);
    for (const i of [0, 1, 2]) Object.defineProperty(view, i, { configurable: true, get: () => frames()[i] });
  };
  const frame = (parent: Node = document.body) => {
    listFrames(document.defaultView);
    const element = document.createElement('iframe');
    element.srcdoc = '<p>inside</p>';
    parent.appendChild(element);
    listFrames(element.contentWindow);
    return element;
  };
  const keyIn = (element: HTMLIFrameElement) => {
    element.contentDocument?.body.dispatchEvent(trusted(new KeyboardEvent('keydown', { bubbles: true })));
  };
  const load = (element: HTMLIFrameElement) => {
    element.dispatchEvent(new Event('load'));
  };
  const focusIn = (element: Element) => {
    vi.spyOn(Object.getPrototypeOf(element.ownerDocument) as Document, 'activeElement', 'get').mockReturnValue(element);
    window.dispatchEvent(new Event('blur'));
  };

  test('what happens in a frame of the same origin counts', () => {
    const element = frame();
    watch();
    keyIn(element);
    expect(seen).toHaveBeenCalledTimes(1);
  });

  test('in one that is added later too', () => {
    watch();
    const element = frame();
    load(element);
    keyIn(element);
    expect(seen).toHaveBeenCalledTimes(1);
  });

  test('and in a frame within a frame', () => {
    const outer = frame();
    const inner = outer.contentDocument?.createElement('iframe');
    if (!inner) throw new Error('no document in the frame');
    inner.srcdoc = '<p>inside</p>';
    outer.contentDocument?.body.append(inner);
    watch();
    keyIn(inner);
    expect(seen).toHaveBeenCalledTimes(1);
  });

  describe('P1: a frame has a clock of its own, which began later:', () => {
    const LATER = 10 * MINUTE;
    /** A frame whose time stamps are ten minutes behind those of the page. */
    const later = () => {
      const element = frame();
      const { contentWindow, contentDocument } = element;
      const ahead = { now: () => performance.now() - LATER, timeOrigin: performance.timeOrigin + LATER };
      Object.defineProperty(contentWindow, 'performance', { value: ahead });
      const stamped = (event: Event) => {
        Object.defineProperty(event, 'timeStamp', { value: performance.now() - LATER });
        fire(event, contentDocument?.body);
      };
      return {
        key: () => stamped(new KeyboardEvent('keydown', { bubbles: true })),
        move: (x: number) => stamped(move(x, x, { movementX: 1 })),
      };
    };

    test('an event in it is as old as it is', async () => {
      const inside = later();
      watch();
      key();
      await pass(400);
      inside.key();
      await pass(600);
      expect(seen).toHaveBeenLastCalledWith(400);
    });

    test('a click in the page and a move in the frame are each read by their own clock', async () => {
      const inside = later();
      watch();
      key();
      await pass(400);
      key();
      await pass(200);
      inside.move(50);
      await pass(400);
      expect(seen).toHaveBeenLastCalledWith(600);
    });

    test('a move in the frame and a click in the page are so too', async () => {
      const inside = later();
      watch();
      key();
      await pass(400);
      inside.move(60);
      await pass(200);
      key();
      await pass(400);
      expect(seen).toHaveBeenLastCalledWith(600);
    });

    test('a wall clock that was set between their beginnings changes nothing', async () => {
      const inside = later();
      vi.spyOn(performance, 'timeOrigin', 'get').mockReturnValue(performance.timeOrigin - 8 * HOUR);
      watch();
      key();
      await pass(400);
      inside.key();
      await pass(600);
      expect(seen).toHaveBeenLastCalledWith(400);
    });
  });

  test('a document that is opened anew by a script is listened to again', async () => {
    const element = frame();
    watch();
    const inner = element.contentDocument as Document;
    const add = vi.spyOn(element.contentWindow as Window, 'addEventListener');
    inner.documentElement.remove();
    inner.append(inner.createElement('html'));
    await pass(0);
    expect(add.mock.calls.map(([type]) => type)).toContain('keydown');
  });

  test('the pointer finds a frame in an open shadow tree', () => {
    const host = document.body.appendChild(document.createElement('div'));
    const element = frame(host.attachShadow({ mode: 'open' }));
    watch({ events: ['keydown'] });
    const over = new PointerEvent('pointerover', { bubbles: true });
    // As a browser tells of it outside of the shadow tree.
    window.addEventListener('pointerover', () => vi.spyOn(over, 'composedPath').mockReturnValue([element, host]), {
      capture: true,
      once: true,
    });
    host.dispatchEvent(over);
    keyIn(element);
    expect(seen).toHaveBeenCalledTimes(1);
  });

  test('an event is counted once, however often the frame has loaded', () => {
    watch();
    const element = frame();
    const add = vi.spyOn(element.contentWindow as Window, 'addEventListener');
    load(element);
    load(element);
    // The same function again is the same listener.
    const listeners = new Set(add.mock.calls.filter(([type]) => type === 'keydown').map(([, listener]) => listener));
    expect(listeners.size).toBe(1);
  });

  test('one in a shadow tree counts once it is used', () => {
    const host = document.createElement('div');
    const shadow = host.attachShadow({ mode: 'open' });
    document.body.append(host);
    watch();
    const element = frame(shadow);
    keyIn(element);
    expect(seen).not.toHaveBeenCalled();
    vi.spyOn(shadow, 'activeElement', 'get').mockReturnValue(element);
    focusIn(host);
    keyIn(element);
    expect(seen).toHaveBeenCalledTimes(1);
  });

  test('where another target is given, frames are not looked for', () => {
    const element = frame();
    watch({ target: document.body });
    keyIn(element);
    expect(seen).not.toHaveBeenCalled();
  });

  test('stopped, it hears no frame', () => {
    const element = frame();
    watch().stop();
    keyIn(element);
    expect(seen).not.toHaveBeenCalled();
  });

  describe("of another origin: all that can be seen is that the page's user activation is on", () => {
    const foreign = () => {
      const element = frame();
      vi.spyOn(element, 'contentDocument', 'get').mockReturnValue(null as unknown as Document);
      return element;
    };
    const activation = (isActive: boolean) => vi.stubGlobal('navigator', { userActivation: { isActive } });

    beforeEach(() => {
      vi.spyOn(document, 'hasFocus').mockReturnValue(true);
    });

    test('a click or a key in it counts while it has the focus', async () => {
      const element = foreign();
      watch();
      activation(true);
      focusIn(element);
      await pass(900);
      expect(seen).toHaveBeenCalledTimes(1);
      await pass(1_800);
      expect(seen).toHaveBeenCalledTimes(2);
    });

    test('a person who does nothing in it does not', async () => {
      const element = foreign();
      watch();
      activation(false);
      focusIn(element);
      await pass(30 * SECOND);
      expect(seen).not.toHaveBeenCalled();
    });

    test('a browser that does not tell counts nothing', async () => {
      const element = foreign();
      watch();
      focusIn(element);
      await pass(30 * SECOND);
      expect(seen).not.toHaveBeenCalled();
    });

    test('it is not looked at any longer when the focus has gone elsewhere', async () => {
      const element = foreign();
      watch();
      activation(true);
      focusIn(element);
      vi.spyOn(Object.getPrototypeOf(document) as Document, 'activeElement', 'get').mockReturnValue(document.body);
      await pass(10 * SECOND);
      expect(seen).not.toHaveBeenCalled();
      expect(vi.getTimerCount()).toBe(0);
    });

    test.for(['embed', 'object', 'stranger-card', 'div'])(
      'a click or a key in what the page cannot look into counts too: <%s>',
      async (name) => {
        const element = document.body.appendChild(document.createElement(name));
        Object.defineProperty(element, 'tabIndex', { value: -1 });
        watch();
        activation(true);
        focusIn(element);
        await pass(900);
        expect(seen).toHaveBeenCalledTimes(1);
      },
    );

    test('a PDF has a document of the page’s origin, and tells nothing by it', async () => {
      const element = frame();
      vi.spyOn(element.contentDocument as Document, 'contentType', 'get').mockReturnValue('application/pdf');
      watch();
      activation(true);
      focusIn(element);
      await pass(900);
      expect(seen).toHaveBeenCalledTimes(1);
    });

    test('a field that keeps the focus while another window is used does not', async () => {
      const element = document.body.appendChild(document.createElement('input'));
      watch();
      activation(true);
      focusIn(element);
      await pass(10 * SECOND);
      expect(seen).not.toHaveBeenCalled();
      expect(vi.getTimerCount()).toBe(0);
    });

    test('the window that has the focus back is not looked at any longer', async () => {
      const element = document.body.appendChild(document.createElement('div'));
      Object.defineProperty(element, 'tabIndex', { value: -1 });
      watch({ events: ['keydown'] });
      activation(true);
      focusIn(element);
      window.dispatchEvent(new FocusEvent('focus'));
      await pass(10 * SECOND);
      expect(seen).not.toHaveBeenCalled();
    });

    test('P8: a hidden page does not look, and looks again when it is shown', async () => {
      const element = foreign();
      watch({ events: ['keydown'] });
      activation(true);
      focusIn(element);
      show('hidden');
      expect(vi.getTimerCount()).toBe(0);
      await pass(10 * SECOND);
      expect(seen).not.toHaveBeenCalled();
      show('visible');
      await pass(900);
      expect(seen).toHaveBeenCalledTimes(1);
    });

    test('what is seen in the same second as a key is not told twice', async () => {
      const element = foreign();
      watch();
      activation(true);
      focusIn(element);
      await pass(800);
      key();
      await pass(150);
      expect(seen).toHaveBeenCalledTimes(1);
    });

    test('stopped, it looks no more', () => {
      const element = foreign();
      const { stop } = watch();
      focusIn(element);
      expect(vi.getTimerCount()).toBe(1);
      stop();
      expect(vi.getTimerCount()).toBe(0);
    });
  });
});

describe('other windows', () => {
  const popup = () => {
    const host = document.body.appendChild(document.createElement('div'));
    const element = host.attachShadow({ mode: 'closed' }).appendChild(document.createElement('iframe'));
    element.srcdoc = '<p>inside</p>';
    const view = element.contentWindow as Window & typeof globalThis;
    const press = () => view.document.body.dispatchEvent(trusted(new KeyboardEvent('keydown', { bubbles: true })));
    return { view, press };
  };

  test('one that is watched counts until that is ended', async () => {
    const { view, press } = popup();
    const source = watch();
    press();
    expect(seen).not.toHaveBeenCalled();
    const end = source.watch(view);
    press();
    expect(seen).toHaveBeenCalledTimes(1);
    end();
    await pass(2 * SECOND);
    press();
    expect(seen).toHaveBeenCalledTimes(1);
  });

  test.for(['it is left', 'the timer is stopped'])('P8: nothing of it is kept when %s', async (what) => {
    const { view, press } = popup();
    const source = watch();
    source.watch(view);
    if (what === 'it is left') view.dispatchEvent(new Event('pagehide'));
    else source.stop();
    press();
    await pass(2 * SECOND);
    expect(seen).not.toHaveBeenCalled();
  });

  test('a Document Picture-in-Picture window counts by itself, whether it is open or will be', () => {
    const [first, second] = [popup(), popup()];
    const pictures = Object.assign(new EventTarget(), { window: first.view });
    vi.stubGlobal('documentPictureInPicture', pictures);
    watch();
    first.press();
    expect(seen).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(2 * SECOND);
    pictures.window = second.view;
    pictures.dispatchEvent(new Event('enter'));
    second.press();
    expect(seen).toHaveBeenCalledTimes(2);
  });
});
