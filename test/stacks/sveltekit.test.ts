import { afterAll, beforeAll, it } from 'vitest';
import { goThrough } from './course.js';
import { editTimer } from './hot-reload.js';
import { type Site, serveSite } from './site.js';
import { prepare, type Stack } from './stack.js';

const versions = ['@sveltejs/kit', 'svelte'];

let stack: Stack;
let site: Site;
let stop: () => Promise<void>;
beforeAll(async () => {
  stack = await prepare('sveltekit');
  await stack.run('vite/bin/vite.js', ['build']);
  const server = await stack.serve('node_modules/vite/bin/vite.js', (port) => [
    ...['preview', '--host', '127.0.0.1', '--port', String(port)],
  ]);
  stop = server.stop;
  site = await serveSite(stack.folder, server.port);
});
afterAll(async () => {
  await site?.close();
  await stop?.();
});

it('has the types that svelte-check wants', { timeout: 400_000 }, async () => {
  await stack.run('@sveltejs/kit/svelte-kit.js', ['sync']);
  await stack.run('svelte-check/bin/svelte-check', ['--fail-on-warnings']);
});

goThrough('SvelteKit, as an element', { path: '/element', site: () => site, versions });
goThrough('SvelteKit, as a tag in <svelte:head>', { path: '/tag', site: () => site, versions });

editTimer('SvelteKit, as an element', {
  versions,
  path: '/element',
  stack: () => stack,
  server: ['node_modules/vite/bin/vite.js', (port) => ['dev', '--host', '127.0.0.1', '--port', String(port)]],
  timer: 'src/lib/timer.ts',
});
