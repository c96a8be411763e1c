import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createAlarm } from '../../../src/browser/alarm.js';
import { HOUR, MINUTE, SECOND, useClock } from '../helpers.js';

beforeEach(useClock);

describe('the alarm', () => {
  const ring = vi.fn();
  beforeEach(() => void ring.mockClear());

  test('rings at the instant where that is near', () => {
    createAlarm(ring).set(1_499.2);
    vi.advanceTimersByTime(1_499);
    expect(ring).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(ring).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('an instant that is past is now', () => {
    createAlarm(ring).set(-5 * MINUTE);
    vi.advanceTimersByTime(0);
    expect(ring).toHaveBeenCalledTimes(1);
  });

  test('P1: it looks every 12 s, so that a wake is noticed within 15 s', () => {
    createAlarm(ring).set(HOUR);
    vi.advanceTimersByTime(12 * SECOND - 1);
    expect(ring).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(ring).toHaveBeenCalledTimes(1);
  });

  test.for([2 ** 31, 2 ** 40, Number.POSITIVE_INFINITY])('a delay of %i ms does not overflow into none', (delay) => {
    createAlarm(ring).set(delay);
    vi.advanceTimersByTime(11 * SECOND);
    expect(ring).not.toHaveBeenCalled();
    vi.advanceTimersByTime(SECOND);
    expect(ring).toHaveBeenCalledTimes(1);
  });

  test('there is one: a new instant takes the place of the old', () => {
    const alarm = createAlarm(ring);
    alarm.set(SECOND);
    alarm.set(3 * SECOND);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(2 * SECOND);
    expect(ring).not.toHaveBeenCalled();
    vi.advanceTimersByTime(SECOND);
    expect(ring).toHaveBeenCalledTimes(1);
  });

  test('cleared it does not ring', () => {
    const alarm = createAlarm(ring);
    alarm.set(SECOND);
    alarm.clear();
    vi.advanceTimersByTime(MINUTE);
    expect(ring).not.toHaveBeenCalled();
  });

  describe('in a hidden page, whose chained timers run once a minute,', () => {
    const ports: { onmessage?: () => void; close(): void }[] = [];
    const closed = vi.fn();

    beforeEach(() => {
      ports.length = 0;
      closed.mockClear();
      vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
      vi.stubGlobal(
        'MessageChannel',
        class {
          readonly port1: (typeof ports)[number] = { close: closed };
          readonly port2 = { postMessage: () => void ports.push(this.port1) };
        },
      );
    });

    test('it hops through a message before it sets a timer', () => {
      createAlarm(ring).set(5 * SECOND);
      expect(vi.getTimerCount()).toBe(0);
      ports[0]?.onmessage?.();
      expect(vi.getTimerCount()).toBe(1);
      expect(closed).toHaveBeenCalled();
      vi.advanceTimersByTime(5 * SECOND);
      expect(ring).toHaveBeenCalledTimes(1);
    });

    test('cleared while the message is on its way it closes the port', () => {
      const alarm = createAlarm(ring);
      alarm.set(5 * SECOND);
      alarm.clear();
      expect(closed).toHaveBeenCalled();
    });
  });
});
