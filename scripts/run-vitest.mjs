import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Runs tests in the open, as a program of their own. @returns whether all have passed. */
export function runVitest(options, env = {}) {
  const { status } = spawnSync(process.execPath, [at('node_modules/vitest/vitest.mjs'), 'run', ...options], {
    cwd: at('.'),
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return status === 0;
}
