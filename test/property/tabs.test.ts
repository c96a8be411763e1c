import fc from 'fast-check';
import { beforeAll, test } from 'vitest';
import { check } from './check.js';
import { type Load, loadProduct } from './simulation/product.js';
import { schedules } from './simulation/schedule.js';
import { simulate } from './simulation.js';

let load: Load;
beforeAll(async () => {
  load = await loadProduct();
});

// A build looks at these; FC_SEED=random FC_RUNS=10 looks further, and still finds a schedule in some two thousand.
test('P1 to P6 hold for two to eight tabs, whatever happens to them', { timeout: 300_000 }, () =>
  check(
    'tabs',
    fc.asyncProperty(schedules, async (schedule) => {
      await simulate(load, schedule);
    }),
    1_000,
  ),
);
