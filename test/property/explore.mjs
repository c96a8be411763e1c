import { runTypeScript } from '../../scripts/run-typescript.mjs';

await runTypeScript(new URL('explore.ts', import.meta.url));
