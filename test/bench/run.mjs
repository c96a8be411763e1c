import { fileURLToPath } from 'node:url';
import { installIn } from '../../scripts/install.mjs';
import { runTypeScript } from '../../scripts/run-typescript.mjs';

installIn(fileURLToPath(new URL('.', import.meta.url)));
await runTypeScript(new URL('index.ts', import.meta.url));
