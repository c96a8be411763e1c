import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

await runnerImport(fileURLToPath(new URL('index.ts', import.meta.url)), { configFile: false, logLevel: 'warn' });
