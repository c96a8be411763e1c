import { afterAll, beforeAll, it } from 'vitest';
import { goThrough } from './course.js';
import { editTimer } from './hot-reload.js';
import { type Site, serveSite } from './site.js';
import { prepare, type Stack } from './stack.js';

const versions = ['nuxt', 'vue'];

let stack: Stack;
let site: Site;
let stop: () => Promise<void>;
beforeAll(async () => {
  stack = await prepare('nuxt');
  await stack.run('nuxt/bin/nuxt.mjs', ['build']);
  const server = await stack.serve(
    '.output/server/index.mjs',
    () => [],
    (port) => ({ PORT: String(port), HOST: '127.0.0.1' }),
  );
  stop = server.stop;
  site = await serveSite(stack.folder, server.port);
});
afterAll(async () => {
  await site?.close();
  await stop?.();
});

it('has the types that strict templates want', { timeout: 400_000 }, async () => {
  await stack.run('nuxt/bin/nuxt.mjs', ['typecheck']);
});

goThrough('Nuxt, as an element', { path: '/element', site: () => site, versions });
goThrough('Nuxt, as a tag by useHead with a key', { path: '/tag', site: () => site, versions });

editTimer('Nuxt, as an element', {
  versions,
  path: '/element',
  stack: () => stack,
  server: ['node_modules/nuxt/bin/nuxt.mjs', (port) => ['dev', '--host', '127.0.0.1', '--port', String(port)]],
  timer: 'app/utils/timer.ts',
});
