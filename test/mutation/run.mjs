import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { installIn } from '../../scripts/install.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
installIn(here);
const stryker = `${here}node_modules/@stryker-mutator/core/bin/stryker.js`;
const { status } = spawnSync(
  process.execPath,
  [stryker, 'run', `${here}stryker.config.mjs`, ...process.argv.slice(2)],
  {
    stdio: 'inherit',
  },
);
process.exitCode = status ?? 1;
