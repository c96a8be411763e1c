import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check, describe as describeRun, find } from './check.js';
import { calmSchedules } from './simulation/calm.js';
import { loadProduct, type Mutant } from './simulation/product.js';
import { reactions } from './simulation/reactions.js';
import { draw } from './simulation/schedule.js';
import { simulate } from './simulation.js';

/*
 * A property that nothing can break proves nothing. Here the product is broken on purpose, and a counterexample must
 * come within so many schedules; the same schedules find nothing in the product as it is.
 */
const RUNS = 300;

const DEEDS = ['input', 'input', 'extend', 'open', 'close', 'crash', 'hide', 'show', 'sleep'] as const;
/** Where a page's listeners call back an effect may come too late. */
const listening = fc
  .tuple(calmSchedules(DEEDS), reactions)
  .map(([schedule, calls]) => ({ ...schedule, reactions: calls }))
  .map((schedule) => ({ ...schedule, toString: () => draw(schedule) }));
/** Where messages are lost only what is read from storage before a tab acts keeps it from acting early. */
/** Where storage is late only the claim keeps two tabs from leading. */
const schedules = fc.oneof(
  calmSchedules(DEEDS),
  calmSchedules(DEEDS, { messages: 'lossy' }),
  calmSchedules(DEEDS, { storage: 'stale' }),
  listening,
);
const property = (load: Awaited<ReturnType<typeof loadProduct>>) =>
  fc.asyncProperty(schedules, async (schedule) => {
    await simulate(load, schedule);
  });

const MUTANTS: Record<string, { promises: RegExp; mutant: Mutant }> = {
  'a merge that loses the later activity': {
    promises: /P[123]/,
    mutant: {
      module: 'core/record',
      code: `export const merge = (a, b) =>
        a.session === b.session ? { ...real.merge(a, b), lastActiveAt: b.lastActiveAt } : real.merge(a, b)`,
    },
  },
  'a merge that forgets the end': {
    promises: /P[134]/,
    mutant: {
      module: 'core/record',
      code: 'export const merge = (a, b) => ({ ...real.merge(a, b), endReason: a.endReason, endProgress: 0 })',
    },
  },
  'no reading of the shared record before a tab warns or expires': {
    promises: /P[246]/,
    mutant: {
      module: 'core/machine',
      code: `export const step = (tab, input, now, stored, config) =>
        real.step(tab, input, now, input.type === 'evaluate' ? undefined : stored, config)`,
    },
  },
  'a claim that everybody gets': {
    promises: /P4/,
    mutant: {
      module: 'tabs/locks',
      code: 'export const electLeader = async (name, session, signal, callback) => callback()',
    },
  },
  'a claim that nobody gets': {
    promises: /P4/,
    mutant: { module: 'tabs/locks', code: 'export const electLeader = async () => {}' },
  },
  'activity after the deadline that counts': {
    promises: /P1/,
    mutant: {
      module: 'core/machine',
      code: `export const step = (tab, input, now, stored, config) => {
        const late = input.type === 'activity' && now >= tab.record.lastActiveAt + config.timeout;
        return real.step(late ? { ...tab, record: { ...tab.record, lastActiveAt: now } } : tab, input, now, stored, config);
      }`,
    },
  },
  'an open tab that counts as a person': {
    promises: /P1/,
    mutant: {
      module: 'core/machine',
      code: `export const step = (tab, input, now, stored, config) =>
        real.step(tab, input.type === 'evaluate' ? { type: 'activity', at: now } : input, now, stored, config)`,
    },
  },
  'a ping that is forgotten when it is answered': {
    promises: /P6/,
    mutant: {
      module: 'core/machine',
      code: `export const step = (tab, input, now, stored, config) => {
        const [next, effects] = real.step(tab, input, now, stored, config);
        const { lastPingAt } = tab.record;
        return [input.type === 'answer' ? { ...next, record: { ...next.record, lastPingAt } } : next, effects];
      }`,
    },
  },
  'a record that is overwritten instead of joined': {
    promises: /P[12346]/,
    mutant: { module: 'core/record', code: 'export const merge = (a, b) => b' },
  },
  'effects, and what comes of them, that belong to no session': {
    promises: /P(4|6|9|11|12)/,
    mutant: {
      module: 'core/machine',
      code: `let session;
      export const step = (tab, input, ...rest) => {
        const own = 'session' in input ? { ...input, session: tab.session } : input;
        const [next, effects] = real.step(tab, own, ...rest);
        session = next.session;
        return [next, effects.map((effect) => ({ ...effect, get session() { return session; } }))];
      }`,
    },
  },
  'a stop that drops an end that is not settled': {
    promises: /P(4|11)/,
    mutant: {
      module: 'core/machine',
      code: `export const step = (tab, input, ...rest) => {
        const [next, effects] = real.step(tab, input, ...rest);
        return [input.type === 'stop' ? { ...next, expireEmitted: true } : next, effects];
      }`,
    },
  },
  'no ping after the last activity': {
    promises: /P5/,
    mutant: {
      module: 'core/state',
      code: `export const nextPingAt = () => Infinity;
      export const nextWakeAt = (tab, config, now) =>
        real.nextWakeAt({ ...tab, noPingBefore: Infinity }, config, now)`,
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
