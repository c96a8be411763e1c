import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { stacks } from '../test/servers/stacks/stacks.mjs';
import { installServers } from './install-servers.mjs';
import { runVitest } from './run-vitest.mjs';
import { writeTable } from './write-table.mjs';

/*
 * Runs the recipes of docs/servers on real servers, all or those that are named, and writes what came of it into
 * docs/servers: `npm run servers`, `npm run servers -- rails devise`. With --check nothing is written there.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const RESULTS = join(root, 'docs/servers/results.json');
const PAGE = join(root, 'docs/servers/README.md');
const AT_ONCE = 6;

const checkOnly = process.argv.includes('--check');
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = names.filter((name) => !stacks.some((stack) => stack.name === name));
if (unknown.length) {
  console.error(`no such server: ${unknown.join(', ')}. Known are ${stacks.map(({ name }) => name).join(', ')}`);
  process.exit(1);
}
const chosen = names.length ? stacks.filter(({ name }) => names.includes(name)) : stacks;
installServers(chosen);

const versionOf = ({ npm, versions }) =>
  versions
    .map((name) => {
      const folder = join(root, npm ? `test/servers/stacks/${npm}` : '.', 'node_modules', name);
      if (existsSync(folder)) return `${name} ${createRequire(join(folder, 'package.json'))('./package.json').version}`;
      const { stdout } = spawnSync('dpkg-query', ['-W', name], { encoding: 'utf8' });
      const version = stdout.trim().split('\t')[1] ?? '';
      // Without Debian's epoch and revision.
      return `${name.replace(/^(python3|ruby|php)-/, '')} ${version.replace(/^\d+:/, '').replace(/[+-].*/, '')}`;
    })
    .join(', ');

const STEPS = ['active', 'idle', 'killed', 'wrong token', 'no token', 'signed in again', 'signed in again, untold'];
const MORE = [
  'aged token',
  'aged logout',
  'aged logout, untold',
  'remembered',
  'other origin',
  'idle origins',
  'polling',
];

function table() {
  const columns = [...STEPS, ...MORE];
  const cell = (step) => (step ? `${step.passed ? '✅' : '❌'}` : '');
  const rows = stacks
    .filter(({ name }) => results[name])
    .map(({ name, title, page }) => {
      const { versions, date, steps } = results[name];
      return `| [${title}](${page}.md) | ${versions} | ${columns.map((step) => cell(steps[step])).join(' | ')} | ${date} |`;
    });
  return [
    `| server | versions | ${columns.join(' | ')} | run on |`,
    `|---|---|${columns.map(() => '---').join('|')}|---|`,
    ...rows,
  ].join('\n');
}

async function write() {
  const sorted = Object.fromEntries(
    stacks.filter(({ name }) => results[name]).map(({ name }) => [name, results[name]]),
  );
  await writeFile(RESULTS, `${JSON.stringify(sorted, null, 2)}\n`);
  await writeTable(PAGE, table());
}

const results = existsSync(RESULTS) ? JSON.parse(await readFile(RESULTS, 'utf8')) : {};
const work = join(root, 'build/servers');
await mkdir(work, { recursive: true });
let failed = false;
for (let i = 0; i < chosen.length; i += AT_ONCE) {
  const group = chosen.slice(i, i + AT_ONCE);
  const file = join(work, 'results.json');
  await rm(file, { force: true });
  const passed = runVitest(['--project', 'servers', 'test/servers/recipes.test.ts'], {
    STACKS: group.map(({ name }) => name).join(),
    RESULTS: pathToFileURL(file).href,
  });
  failed ||= !passed;
  const steps = existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : [];
  for (const stack of group) {
    const own = steps.filter((step) => step.stack === stack.name);
    // Of a run that broke off there is nothing to say.
    if (!own.length) continue;
    results[stack.name] = {
      versions: versionOf(stack),
      date: new Date().toISOString().slice(0, 10),
      steps: Object.fromEntries(own.map(({ step, passed, remark }) => [step, { passed, ...(remark && { remark }) }])),
    };
  }
  if (!checkOnly) await write();
}

if (failed) process.exitCode = 1;
