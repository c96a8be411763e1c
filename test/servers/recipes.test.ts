import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, launch } from '../engines/index.js';
import { visit } from './harness/site.js';
import { type Backend, startStack } from './harness/start.js';
import { type StepPlan, steps } from './harness/steps.js';
import { type Stack, type Step, stacks } from './stacks/stacks.mjs';

/** A step takes as long as a session lives, and the first one of some stacks waits for a build. */
const TIMEOUT = 400_000;

const wanted = process.env.STACKS?.split(',');
const chosen = stacks.filter(({ name, ci }) => (wanted ? wanted.includes(name) : ci));
const stepsOf = (stack: Stack) =>
  (Object.entries(steps) as [Step, StepPlan][]).filter(
    ([step, { applies }]) =>
      !stack.without?.includes(step) && (stack.only?.includes(step) ?? true) && (applies?.(stack) ?? true),
  );

export interface Result {
  readonly stack: string;
  readonly step: string;
  readonly passed: boolean;
  readonly remark?: string;
}

let browser: Engine;
const results: Result[] = [];
const running = new Map<string, { backend: Promise<Backend>; left: number }>();

beforeAll(async () => {
  browser = await launch('chromium');
});
afterAll(async () => {
  await browser?.close();
  for (const { backend } of running.values()) (await backend.catch(() => undefined))?.close();
  if (!process.env.RESULTS) return;
  await mkdir(new URL('.', process.env.RESULTS), { recursive: true });
  await writeFile(new URL(process.env.RESULTS), JSON.stringify(results));
});

/** Stacks start when their first step does, and end after their last. */
function use(stack: Stack): Promise<Backend> {
  let use = running.get(stack.name);
  if (!use) {
    use = { backend: startStack(stack), left: stepsOf(stack).length };
    running.set(stack.name, use);
  }
  return use.backend;
}

async function leave(stack: Stack): Promise<void> {
  const use = running.get(stack.name)!;
  use.left -= 1;
  if (!use.left) (await use.backend).close();
}

it('every page of docs/servers with code is run, or says on top that it is not', async () => {
  const docs = new URL('../../docs/servers/', import.meta.url);
  // Its code is what the pages of the step `polling` do.
  const run = new Set(['passive-requests', ...stacks.map(({ page }) => page)]);
  for (const file of await readdir(docs)) {
    if (!file.endsWith('.md') || run.has(file.slice(0, -3))) continue;
    const text = await readFile(new URL(file, docs), 'utf8');
    const [, top] = text.split('\n\n');
    expect([file, /^(```| {4}\S)/m.test(text) && !/not run by our tests/.test(top!)]).toEqual([file, false]);
  }
});

describe.concurrent.each(chosen.map((stack) => [stack.title, stack] as const))('%s', (_, stack) => {
  for (const [step, { promise, run }] of stepsOf(stack)) {
    const reason = stack.needsNewCore?.[step];
    const test = reason ? it.fails : it;
    test(`${step}: ${promise}${reason ? ` (needs the new core: ${reason})` : ''}`, { timeout: TIMEOUT }, async () => {
      const backend = await use(stack);
      let passed = false;
      let remark: string | void = reason;
      const own = await visit(stack, backend, browser);
      try {
        remark = (await run(own, stack)) ?? remark;
        passed = true;
      } catch (error) {
        if (!reason) console.error(`${stack.title}, ${step}:\n${await own.story()}`);
        throw error;
      } finally {
        results.push({ stack: stack.name, step, passed, ...(remark && { remark }) });
        await own.close();
        await leave(stack);
      }
    });
  }
});
