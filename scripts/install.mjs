import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

/** Installs what a folder with a package.json of its own needs, once. Only errors are told: stdout may be read. */
export function installIn(folder) {
  if (existsSync(join(folder, 'node_modules'))) return;
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  execFileSync(npm, ['ci', '--prefix', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
}
