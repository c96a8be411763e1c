import fc from 'fast-check';
import { type Action, CALM, draw, type Schedule, type Weather } from './schedule.js';

export type Deed = Extract<Action['do'], 'input' | 'extend' | 'crash' | 'close' | 'hide' | 'show' | 'open' | 'sleep'>;

const SLEEP = 40_000;

/** People with a few tabs in a browser that works: what is left is what the product itself does. */
export const calmSchedules = (deeds: readonly Deed[], weather: Partial<Weather> = {}): fc.Arbitrary<Schedule> =>
  fc
    .record({
      seed: fc.nat({ max: 999 }),
      tabs: fc.integer({ min: 1, max: 4 }),
      actions: fc.array(
        fc
          .record({
            after: fc.oneof(fc.integer({ min: 2, max: 2_000 }), fc.integer({ min: 2, max: 31_000 })),
            tab: fc.nat({ max: 3 }),
            do: fc.constantFrom(...deeds),
          })
          .map((action) => ({ ...action, ...(action.do === 'sleep' && { ms: SLEEP }) }) as Action),
        { minLength: 1, maxLength: 12, size: 'max' },
      ),
    })
    .map((schedule) => ({ ...schedule, weather: { ...CALM, ...weather } }))
    .map((schedule) => ({ ...schedule, toString: () => draw(schedule) }));
