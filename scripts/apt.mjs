import { spawnSync } from 'node:child_process';
import process from 'node:process';

const run = (command, args) => spawnSync(command, args, { stdio: 'inherit' }).status === 0;
export const quietly = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** How to run apt-get here: directly, through sudo, or not at all. */
function privilege() {
  if (process.platform !== 'linux' || !quietly('apt-get', ['--version'])) return;
  if (process.getuid?.() === 0) return [];
  if (!quietly('sudo', ['--version'])) return;
  return quietly('sudo', ['-n', 'true']) || process.stdin.isTTY ? ['sudo'] : undefined;
}

/** Installs packages of Debian or Ubuntu, as far as there are such packages, and as far as this person may. */
export function install(packages) {
  const prefix = privilege();
  if (!prefix || !packages.length) return;
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
  // One that is called otherwise there must not keep the rest from being installed.
  const known = packages.filter((name) => quietly('apt-cache', ['show', name]));
  if (known.length) apt('install', '-y', '--no-install-recommends', ...known);
}
