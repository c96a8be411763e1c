import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createClock } from '../../../src/browser/clock.js';
import { DAY, HOUR, MINUTE, NOON, SECOND, sleep, useClock } from '../helpers.js';

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
