import { afterEach, describe, expect, test, vi } from 'vitest';
import { loadedBy, type PageListener, watchPageLifecycle } from '../../../src/browser/page-lifecycle.js';
import { focusWindow, pageEvent, show } from '../helpers.js';

const create = () => {
  const told: string[] = [];
  const listener: PageListener = {
    wake: () => void told.push('wake'),
    leave: () => void told.push('leave'),
    freeze: () => void told.push('freeze'),
    hide: () => void told.push('hide'),
    online: () => void told.push('online'),
  };
  const stop = watchPageLifecycle(listener);
  stops.push(stop);
  return { told, stop };
};
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

describe('what becomes of the page', () => {
  test.for([
    ['restored from the back/forward cache', () => pageEvent('pageshow', true), ['wake']],
    ['shown for the first time', () => pageEvent('pageshow'), ['wake']],
    ['frozen', () => document.dispatchEvent(new Event('freeze')), ['freeze']],
    ['thawed', () => document.dispatchEvent(new Event('resume')), ['wake']],
    ['shown', () => show('visible'), ['wake']],
    ['hidden', () => show('hidden'), ['hide']],
    ['focused', () => focusWindow(), ['wake']],
    ['left', () => pageEvent('pagehide'), ['leave']],
    ['online', () => window.dispatchEvent(new Event('online')), ['online']],
  ] as const)('%s', ([, happen, expected]) => {
    const { told } = create();
    happen();
    expect(told).toEqual(expected);
  });

  test('the focus of a field is not that of the window', () => {
    const { told } = create();
    const field = document.createElement('input');
    document.body.append(field);
    field.dispatchEvent(new FocusEvent('focus'));
    expect(told).toEqual([]);
  });

  test('P8: any number of timers share one set of listeners, until the last is gone', () => {
    const add = vi.spyOn(window, 'addEventListener');
    const first = create();
    const { length } = add.mock.calls;
    const second = create();
    expect(add.mock.calls).toHaveLength(length);
    first.stop();
    first.stop();
    pageEvent('pagehide');
    expect(first.told).toEqual([]);
    expect(second.told).toEqual(['leave']);
    second.stop();
    pageEvent('pagehide');
    expect(second.told).toEqual(['leave']);
    const third = create();
    pageEvent('pagehide');
    expect(third.told).toEqual(['leave']);
  });

  test('P8: no listener is left when the last timer is gone', () => {
    const added = [vi.spyOn(window, 'addEventListener'), vi.spyOn(document, 'addEventListener')];
    const { stop } = create();
    const signals = added.flatMap(({ mock }) =>
      mock.calls.map(([, , options]) => (options as { signal: AbortSignal }).signal),
    );
    expect(signals.length).toBeGreaterThan(0);
    expect(signals.every(({ aborted }) => aborted)).toBe(false);
    stop();
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
  });

  test('a document that a script opens anew loses no listener: they are added again', async () => {
    const { told } = create();
    const added = [vi.spyOn(window, 'addEventListener'), vi.spyOn(document, 'addEventListener')];
    const root = document.documentElement;
    root.remove();
    document.append(root);
    await new Promise((resolve) => setTimeout(resolve));
    const types = added.flatMap(({ mock }) => mock.calls.map(([type]) => type));
    for (const type of ['pageshow', 'focus', 'resume', 'visibilitychange', 'pagehide', 'freeze', 'online'])
      expect(types).toContain(type);
    window.dispatchEvent(new Event('online'));
    expect(told).toEqual(['online']);
  });

  test('a page that stops an event after itself does not keep it from being heard', () => {
    const stop = new AbortController();
    window.addEventListener('online', (event) => event.stopImmediatePropagation(), { signal: stop.signal });
    const { told } = create();
    window.dispatchEvent(new Event('online'));
    stop.abort();
    expect(told).toEqual(['online']);
  });

  test('a listener that goes while it is told does not keep the others from hearing', () => {
    const { told } = create();
    const stop = watchPageLifecycle({
      wake: () => stop(),
      leave: () => stop(),
      freeze: () => stop(),
      hide: () => stop(),
      online: () => stop(),
    });
    stops.push(stop);
    const after = create();
    pageEvent('pageshow');
    expect(told).toEqual(['wake']);
    expect(after.told).toEqual(['wake']);
  });
});

describe('P7: who had the page loaded', () => {
  const size = (width: number) => {
    vi.spyOn(window, 'innerWidth', 'get').mockReturnValue(width);
    vi.spyOn(window, 'innerHeight', 'get').mockReturnValue(width);
  };

  test('a person, in a tab', () => {
    expect(loadedBy()).toBe('person');
  });

  test('a page, in a frame: pages load frames by themselves', () => {
    vi.spyOn(window, 'parent', 'get').mockReturnValue({} as Window & typeof globalThis);
    size(300);
    expect(loadedBy()).toBe('frame');
    size(1);
    expect(loadedBy()).toBe('unseen frame');
  });
});
