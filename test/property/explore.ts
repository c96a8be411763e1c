import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import fc from 'fast-check';
import { describe } from './check.js';
import { loadProduct } from './simulation/product.js';
import { schedules, without } from './simulation/schedule.js';
import { simulate } from './simulation.js';

/*
 * Looks at as many random schedules as one asks for, on all cores: `npm run explore -- 100000`. FC_SEED says where to
 * begin, so that a search can be repeated; with FC_PATH as well the one schedule runs again. WITHOUT leaves out what is
 * known to fail: deeds, parts of the weather, moments and deeds of listeners ('on end', 'on stop'), or all `reactions`.
 */
const RUNS = 10_000;
/** A worker's turn. A failure ends it, and the rest is made up for by another. */
const BATCH = 500;
/** Who has found so many has enough to do. */
const MOST_FAILURES = Number(process.env.FAILURES ?? 10);
/** To make a counterexample smaller may take longer than to find it. */
const LIMIT = 120_000;

interface Result {
  readonly seed: number;
  readonly runs: number;
  readonly failure: string | undefined;
}

const { FC_SEED, FC_PATH: path, WORKERS, RAW } = process.env;

async function worker(): Promise<void> {
  const load = await loadProduct();
  const left = (process.env.WITHOUT ?? '').split(',').filter(Boolean);
  const property = fc.asyncProperty(left.length ? without(schedules, left) : schedules, async (schedule) => {
    await simulate(load, schedule);
  });
  process.on('message', async ([seed, numRuns]: [number, number]) => {
    const details = await fc.check(property, {
      seed,
      numRuns,
      interruptAfterTimeLimit: LIMIT,
      ...(path && { path }),
      endOnFailure: !!(path || RAW),
    });
    const failure = details.failed ? describe(details) : undefined;
    process.send?.({ seed, runs: details.numRuns, failure } satisfies Result);
  });
  process.send?.('ready');
}

async function explore(): Promise<void> {
  const wanted = path ? 1 : Number(process.argv[2] ?? RUNS);
  if (!(wanted > 0)) throw new RangeError('how many schedules? `npm run explore -- 100000`');
  const seed = FC_SEED ? Number(FC_SEED) : Math.trunc(Math.random() * 2 ** 31);
  const began = performance.now();
  const failures: string[] = [];
  let given = 0;
  let runs = 0;
  let turn = 0;
  const workers: ChildProcess[] = [];
  const report = () => {
    const seconds = (performance.now() - began) / 1_000;
    const found = failures.length ? `${failures.length} failed` : 'none failed';
    return `${runs} schedules, ${found}, FC_SEED=${seed}, ${Math.round(runs / seconds)} a second`;
  };

  const work = (child: ChildProcess) =>
    new Promise<void>((resolve, reject) => {
      let asked = 0;
      const next = () => {
        asked = Math.min(BATCH, wanted - given);
        if (asked <= 0 || failures.length >= MOST_FAILURES) {
          child.kill();
          return resolve();
        }
        given += asked;
        child.send([seed + turn++, asked]);
      };
      child.on('message', (message: 'ready' | Result) => {
        if (message !== 'ready') {
          runs += message.runs;
          given -= asked - message.runs;
          if (message.failure) {
            failures.push(message.failure);
            console.error(`${message.failure}\n`);
          }
          if (turn % 20 === 0) console.info(report());
        }
        next();
      });
      child.on('exit', (code) => (code ? reject(new Error(`a worker died (${code})`)) : resolve()));
    });
  const count = path ? 1 : Number(WORKERS ?? availableParallelism());
  try {
    await Promise.all(
      Array.from({ length: count }, () => {
        const child = fork(process.argv[1]!, { env: { ...process.env, EXPLORER: '1' } });
        workers.push(child);
        return work(child);
      }),
    );
  } finally {
    for (const child of workers) child.kill();
  }
  console.info(report());
  process.exitCode = failures.length ? 1 : 0;
}

if (process.env.EXPLORER) await worker();
else await explore();
