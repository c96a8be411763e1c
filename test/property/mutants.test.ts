import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check, describe as describeRun, find } from './check.js';
import { calmSchedules } from './simulation/calm.js';
import { loadProduct, type Mutant } from './simulation/product.js';
import { simulate } from './simulation.js';

/*
 * A property that nothing can break proves nothing. Here the product is broken on purpose, and a counterexample must
 * come within so many schedules; the same schedules find nothing in the product as it is.
 */
const RUNS = 300;

const DEEDS = ['input', 'input', 'extend', 'open', 'close', 'crash', 'hide', 'show', 'sleep'] as const;
/** Where messages are lost only what is read from storage before a tab acts keeps it from acting early. */
/** Where storage is late only the claim keeps two tabs from leading. */
const schedules = fc.oneof(
  calmSchedules(DEEDS),
  calmSchedules(DEEDS, { messages: 'lossy' }),
  calmSchedules(DEEDS, { storage: 'stale' }),
);
const property = (load: Awaited<ReturnType<typeof loadProduct>>) =>
  fc.asyncProperty(schedules, async (schedule) => {
    await simulate(load, schedule);
  });

const MUTANTS: Record<string, { promises: RegExp; mutant: Mutant }> = {
  'a merge that loses the later activity': {
    promises: /P[123]/,
    mutant: {
      module: 'record',
      code: `export const merge = (a, b) =>
        a.session === b.session ? { ...real.merge(a, b), active: b.active } : real.merge(a, b)`,
    },
  },
  'a merge that forgets the end': {
    promises: /P[134]/,
    mutant: {
      module: 'record',
      code: 'export const merge = (a, b) => ({ ...real.merge(a, b), ended: a.ended, done: 0 })',
    },
  },
  'no reading of the shared record before a tab warns or expires': {
    promises: /P[246]/,
    mutant: {
      module: 'machine',
      code: `export const step = (view, input, now, stored, rules) =>
        real.step(view, input, now, input.type === 'look' ? undefined : stored, rules)`,
    },
  },
  'a claim that everybody gets': {
    promises: /P4/,
    mutant: {
      module: 'tabs/claim',
      code: 'export const lead = async (name, session, signal, callback) => callback()',
    },
  },
  'a claim that nobody gets': {
    promises: /P4/,
    mutant: { module: 'tabs/claim', code: 'export const lead = async () => {}' },
  },
  'activity after the deadline that counts': {
    promises: /P1/,
    mutant: {
      module: 'machine',
      code: `export const step = (view, input, now, stored, rules) => {
        const late = input.type === 'activity' && now >= view.record.active + rules.timeout;
        return real.step(late ? { ...view, record: { ...view.record, active: now } } : view, input, now, stored, rules);
      }`,
    },
  },
  'an open tab that counts as a person': {
    promises: /P1/,
    mutant: {
      module: 'machine',
      code: `export const step = (view, input, now, stored, rules) =>
        real.step(view, input.type === 'look' ? { type: 'activity', at: now } : input, now, stored, rules)`,
    },
  },
  'a ping that is forgotten when it is answered': {
    promises: /P6/,
    mutant: {
      module: 'machine',
      code: `export const step = (view, input, now, stored, rules) => {
        const [next, effects] = real.step(view, input, now, stored, rules);
        const { pinged } = view.record;
        return [input.type === 'answer' ? { ...next, record: { ...next.record, pinged } } : next, effects];
      }`,
    },
  },
  'no ping after the last activity': {
    promises: /P5/,
    mutant: {
      module: 'view',
      code: `export const pingAt = () => Infinity;
      export const nextLook = (view, rules, now) => real.nextLook({ ...view, pingAfter: Infinity }, rules, now)`,
    },
  },
};

test('the product as it is survives them all', { timeout: 120_000 }, async () => {
  await check('no mutant', property(await loadProduct()), 2 * RUNS);
});

for (const [name, { promises, mutant }] of Object.entries(MUTANTS)) {
  test(`${name} is found`, { timeout: 120_000 }, async () => {
    const details = await find(property(await loadProduct(mutant)), RUNS);
    expect(details.failed, `${RUNS} schedules found nothing`).toBe(true);
    console.info(`${name}, found after ${details.numRuns}:\n${describeRun(details)}`);
    expect((details.errorInstance as Error).message).toMatch(promises);
  });
}
