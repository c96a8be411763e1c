import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { ActivityListener, ActivityOptions } from '../../src/activity/dom.js';
import { DEFAULT_EVENTS } from '../../src/options.js';
import { HOUR, move, pass, SECOND, show, sleep, trusted, useClock } from './helpers.js';

/*
 * Events of a person, as far as they can be made here: with `isTrusted` put in. That browsers make them so is proved in
 * browsers.
 */

const seen = vi.fn<ActivityListener>();
let watchActivity: typeof import('../../src/activity/dom.js').watchActivity;

beforeEach(async () => {
  useClock();
  seen.mockClear();
  // Where the pointer was last seen is the page's, not one timer's.
  vi.resetModules();
  ({ watchActivity } = await import('../../src/activity/dom.js'));
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

  test('a scripted visibilitychange is a script', () => {
    watch();
    show('visible');
    expect(seen).not.toHaveBeenCalled();
  });

  describe('focus', () => {
    /** The stack as the browser that made the event shows it to a listener. */
    const focusWith = (stack: string | undefined, hasFocus = true) => {
      vi.spyOn(document, 'hasFocus').mockReturnValue(hasFocus);
      const error = vi.spyOn(globalThis, 'Error').mockImplementation(function (this: Error) {
        this.stack = stack as string;
        return this;
      } as () => Error);
      fire(new FocusEvent('focus'));
      error.mockRestore();
    };

    test.for([
      ['Chromium', 'Error\n    at onFocus (https://a.example/x.js:1:2)'],
      ['Firefox', 'onFocus@https://a.example/x.js:1:2\n'],
      [
        'Firefox, which goes on with who had listened',
        'onFocus@x.js:1:2\nsetTimeout handler*start@x.js:9:9\nb@x.js:1:1\n',
      ],
      ['WebKit', 'onFocus@https://a.example/x.js:1:2'],
      ['a browser that shows no stack', undefined],
    ] as const)('by a person, or by a screen reader, counts: %s', ([, stack]) => {
      watch();
      focusWith(stack);
      expect(seen).toHaveBeenCalledTimes(1);
    });

    test.for([
      ['Chromium', 'Error\n    at onFocus (x.js:1:2)\n    at HTMLElement.focus (<anonymous>)\n    at open (x.js:7:7)'],
      ['Firefox', 'onFocus@x.js:1:2\nopen@x.js:7:7\nsetTimeout handler*start@x.js:9:9\n'],
      ['WebKit', 'onFocus@x.js:1:2\nfocus@[native code]\nopen@x.js:7:7'],
    ] as const)('by a script does not: %s', ([, stack]) => {
      watch();
      focusWith(stack);
      expect(seen).not.toHaveBeenCalled();
    });

    test('in a window that is not the one in use it does not either', () => {
      watch();
      focusWith('onFocus@x.js:1:2', false);
      expect(seen).not.toHaveBeenCalled();
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
  const frame = (parent: Node = document.body) => {
    const element = document.createElement('iframe');
    element.srcdoc = '<p>inside</p>';
    parent.appendChild(element);
    return element;
  };
  const keyIn = (element: HTMLIFrameElement) => {
    element.contentDocument?.body.dispatchEvent(trusted(new KeyboardEvent('keydown', { bubbles: true })));
  };
  const load = (element: HTMLIFrameElement) => {
    element.dispatchEvent(new Event('load'));
  };
  const focusIn = (element: Element) => {
    vi.spyOn(element.ownerDocument, 'activeElement', 'get').mockReturnValue(element);
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

  test('an event is counted once, however often the frame has loaded', () => {
    const element = frame();
    watch();
    const add = vi.spyOn(element.contentWindow as Window, 'addEventListener');
    load(element);
    load(element);
    // The same function again: the platform keeps one.
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
      vi.spyOn(document, 'activeElement', 'get').mockReturnValue(document.body);
      await pass(10 * SECOND);
      expect(seen).not.toHaveBeenCalled();
      expect(vi.getTimerCount()).toBe(0);
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
