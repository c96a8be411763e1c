import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { missing } from '../test/engines/binaries.mjs';

const run = (command, args) => spawnSync(command, args, { stdio: 'inherit' }).status === 0;
const quietly = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** How to run apt-get here: directly, through sudo, or not at all. */
function privilege() {
  if (process.platform !== 'linux' || !quietly('apt-get', ['--version'])) return;
  if (process.getuid?.() === 0) return [];
  if (!quietly('sudo', ['--version'])) return;
  return quietly('sudo', ['-n', 'true']) || process.stdin.isTTY ? ['sudo'] : undefined;
}

function install(prefix) {
  const apt = (...args) => {
    const [command, ...rest] = [
      ...prefix,
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      '-o',
      'DPkg::Lock::Timeout=300',
      ...args,
    ];
    return run(command, rest);
  };
  apt('update');
  // Ubuntu has neither browser as a package of its own; that must not keep the rest from being installed.
  const packages = [...new Set(missing().map((need) => need.package))].filter((name) =>
    quietly('apt-cache', ['show', name]),
  );
  if (packages.length) apt('install', '-y', '--no-install-recommends', ...packages);
}

if (missing().length) {
  const prefix = privilege();
  if (prefix) install(prefix);
}

const needs = missing();
if (needs.length) {
  console.error('Missing for the tests:');
  for (const { hint, package: name } of needs) console.error(`- ${hint} (Debian: apt-get install ${name})`);
  process.exitCode = 1;
} else {
  console.log('All that the tests need is installed.');
}
