import fc from 'fast-check';

/**
 * A build is to say the same twice, so its seed is given; `FC_SEED=random` looks elsewhere, and is how the schedules of
 * regressions.test.ts were found.
 */
const SEED = 42;
const { FC_SEED, FC_PATH: path } = process.env;

const LIMIT = 240_000;

/** FC_RUNS multiplies: a night's run may look further than a build's. */
const FACTOR = Number(process.env.FC_RUNS ?? 1);

/**
 * Runs a property and says with which seed, so that a run on another machine can be repeated: with FC_SEED all of it,
 * with FC_PATH as well the one counterexample.
 */
export async function check<T>(
  name: string,
  property: fc.IAsyncPropertyWithHooks<T> | fc.IPropertyWithHooks<T>,
  runs: number,
  seed = SEED,
): Promise<void> {
  const began = performance.now();
  const details = await find(property, Math.ceil(runs * FACTOR), seed);
  const took = ((performance.now() - began) / 1_000).toFixed(1);
  console.info(`${name}: ${details.numRuns} runs, FC_SEED=${details.seed}, ${took} s`);
  if (details.failed) throw new Error(`${name}\n${describe(details)}`);
}

export const find = async <T>(
  property: fc.IAsyncPropertyWithHooks<T> | fc.IPropertyWithHooks<T>,
  runs: number,
  seed = SEED,
): Promise<fc.RunDetails<T>> =>
  fc.check(property as fc.IAsyncPropertyWithHooks<T>, {
    numRuns: runs,
    // To make a counterexample smaller may take longer than to find it.
    interruptAfterTimeLimit: LIMIT,
    markInterruptAsFailure: true,
    ...(FC_SEED !== 'random' && { seed: Number(FC_SEED ?? seed) }),
    ...(path && { path, endOnFailure: true }),
  });

export function describe<T>({
  seed,
  counterexamplePath,
  counterexample,
  numShrinks,
  errorInstance,
}: fc.RunDetails<T>): string {
  const values = (Array.isArray(counterexample) ? counterexample : [counterexample]).map(show);
  const error = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  return `FC_SEED=${seed} FC_PATH=${counterexamplePath} (shrunk ${numShrinks} times)\n${values.join('\n')}\n=> ${error}`;
}

/** Schedules draw themselves; everything else is shown by fast-check. */
const show = (value: unknown): string =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, 'toString') ? `${value}` : fc.stringify(value);
