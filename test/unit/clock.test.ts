import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createAlarm, createClock } from '../../src/clock.js';
import { DAY, HOUR, MINUTE, NOON, SECOND, sleep, useClock } from './helpers.js';

beforeEach(useClock);

describe('time that survives sleep', () => {
  test('it is the wall time', () => {
    const clock = createClock();
    vi.advanceTimersByTime(90 * MINUTE);
    expect(clock.now()).toBe(NOON + 90 * MINUTE);
    expect(clock.skew()).toBe(0);
  });

  test('it is so in a page that has been open for long, too', () => {
    vi.advanceTimersByTime(DAY);
    const clock = createClock();
    expect(clock.now()).toBe(NOON + DAY);
    expect(clock.skew()).toBe(0);
  });

  test('P1: a sleep in which the monotonic clock stood still has passed', () => {
    const clock = createClock();
    sleep(8 * HOUR);
    expect(clock.now()).toBe(NOON + 8 * HOUR);
    expect(clock.skew()).toBe(0);
  });

  test('P10: a wall clock set back a day takes nothing back, and time goes on', () => {
    const clock = createClock();
    vi.advanceTimersByTime(MINUTE);
    sleep(-DAY);
    expect(clock.now()).toBe(NOON + MINUTE);
    expect(clock.skew()).toBe(DAY);
    vi.advanceTimersByTime(MINUTE);
    expect(clock.now()).toBe(NOON + 2 * MINUTE);
    expect(clock.skew()).toBe(DAY);
  });

  test('P10: set back twice, and a sleep after that', () => {
    const clock = createClock();
    sleep(-HOUR);
    expect(clock.now()).toBe(NOON);
    sleep(-HOUR);
    expect(clock.now()).toBe(NOON);
    expect(clock.skew()).toBe(2 * HOUR);
    sleep(3 * HOUR);
    expect(clock.now()).toBe(NOON + 3 * HOUR);
  });

  test('the slow correction that keeps a clock right is followed, not taken for a jump', () => {
    const clock = createClock();
    // The wall clock loses 50 ms a minute against the monotonic one, as NTP makes it do.
    for (let i = 0; i < 15; i++) {
      vi.advanceTimersByTime(MINUTE);
      sleep(-50);
      clock.now();
    }
    expect(clock.skew()).toBe(0);
    expect(clock.now()).toBe(Date.now());
  });

  test('it never goes back, not even by a correction of milliseconds', () => {
    const clock = createClock();
    vi.advanceTimersByTime(SECOND);
    const before = clock.now();
    sleep(-300);
    expect(clock.now()).toBe(before);
    vi.advanceTimersByTime(200);
    expect(clock.now()).toBe(before);
    vi.advanceTimersByTime(200);
    expect(clock.now()).toBe(before + 100);
  });

  test('it counts in whole milliseconds, as records do', () => {
    let monotonic = 0.3;
    vi.spyOn(performance, 'now').mockImplementation(() => monotonic);
    const clock = createClock();
    monotonic = 100.777;
    sleep(-DAY);
    expect(Number.isInteger(clock.now())).toBe(true);
    expect(Number.isInteger(clock.skew())).toBe(true);
  });
});

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
