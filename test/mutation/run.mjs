import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { installIn } from '../../scripts/install.mjs';
import { runTypeScript } from '../../scripts/run-typescript.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
installIn(here);
const stryker = `${here}node_modules/@stryker-mutator/core/bin/stryker.js`;
const options = process.argv.slice(2);
const { status } = spawnSync(process.execPath, [stryker, 'run', `${here}stryker.config.mjs`, ...options], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
// The figures that are kept are those of the whole.
if (!options.length) await runTypeScript(new URL('score.ts', import.meta.url));
