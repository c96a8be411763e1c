import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { runVitest } from './run-vitest.mjs';
import { writeTable } from './write-table.mjs';

/*
 * Runs the course in other people's stacks, all or those that are named, and writes what came of it into
 * docs/frameworks.md: `npm run stacks`, `npm run stacks -- next nuxt`. With --check nothing is written there; with
 * --table nothing is run, and the table is written from the results there are.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const STACKS = join(root, 'test/stacks');
const RESULTS = join(STACKS, 'results.json');
const PAGE = join(root, 'docs/frameworks.md');

/** In the order of the table. */
const stacks = 'next nuxt sveltekit solidstart preact react angular astro turbo htmx'.split(' ');
const COLUMNS = ['stay', 'sign out', 'end', 'links', 'public page', 'own sign-out', 'hot reload'];

const checkOnly = process.argv.includes('--check');
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = names.filter((name) => !stacks.includes(name));
if (unknown.length) {
  console.error(`no such stack: ${unknown.join(', ')}. Known are ${stacks.join(', ')}`);
  process.exit(1);
}

async function versionsOf(stack, packages) {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(
    await readFile(join(STACKS, stack, 'package.json'), 'utf8'),
  );
  const all = { ...dependencies, ...devDependencies };
  return packages.map((name) => `${name} ${all[name]}`).join(', ');
}

/** Runs the tests of these stacks. @returns what vitest says of each file, as JSON. */
async function runTests(chosen) {
  const file = join(root, `build/stacks-${process.pid}.json`);
  const passed = runVitest([
    ...['--config', 'test/stacks/vitest.config.ts', ...chosen.map((stack) => `test/stacks/${stack}.test.ts`)],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
  ]);
  if (!passed) process.exitCode = 1;
  if (!existsSync(file)) return [];
  const { testResults } = JSON.parse(await readFile(file, 'utf8'));
  await rm(file);
  return testResults;
}

/** Of each row of the table, whether the tests of a column have passed. */
async function rowsOf(stack, tests) {
  const date = new Date().toISOString().slice(0, 10);
  const rows = {};
  for (const { meta, status } of tests) {
    const { row, step, versions } = meta;
    if (!row) continue;
    rows[row] ??= { versions: await versionsOf(stack, versions), date, steps: {} };
    const { steps } = rows[row];
    steps[step] = steps[step] !== false && status === 'passed';
  }
  return rows;
}

function table(results) {
  const cell = (passed) => (passed === undefined ? '' : passed ? '✅' : '❌');
  const rows = stacks.flatMap((stack) => Object.entries(results[stack] ?? {}));
  return [
    `| stack | versions | ${COLUMNS.join(' | ')} | run on |`,
    `|---|---|${COLUMNS.map(() => '---').join('|')}|---|`,
    ...rows.map(
      ([row, { versions, date, steps }]) =>
        `| ${row} | ${versions} | ${COLUMNS.map((column) => cell(steps[column])).join(' | ')} | ${date} |`,
    ),
  ].join('\n');
}

async function write(results) {
  const sorted = Object.fromEntries(stacks.filter((name) => results[name]).map((name) => [name, results[name]]));
  await writeFile(RESULTS, `${JSON.stringify(sorted, null, 2)}\n`);
  await writeTable(PAGE, table(results));
}

await mkdir(join(root, 'build'), { recursive: true });
const ran = process.argv.includes('--table') ? [] : await runTests(names.length ? names : stacks);
const results = existsSync(RESULTS) ? JSON.parse(await readFile(RESULTS, 'utf8')) : {};
for (const { name, assertionResults } of ran) {
  const stack = basename(name, '.test.ts');
  const rows = await rowsOf(stack, assertionResults);
  // Of a run that broke off there is nothing to say.
  if (Object.keys(rows).length) results[stack] = rows;
}
if (!checkOnly) await write(results);
