import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** Runs a file of TypeScript, and what it imports. */
export const runTypeScript = (url) => runnerImport(fileURLToPath(url), { configFile: false, logLevel: 'warn' });
