import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { installIn } from '../../scripts/install.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
installIn(here);
await runnerImport(`${here}index.ts`, { configFile: false, logLevel: 'warn' });
