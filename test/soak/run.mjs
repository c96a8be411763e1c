import { runTypeScript } from '../../scripts/run-typescript.mjs';

await runTypeScript(new URL('index.ts', import.meta.url));
