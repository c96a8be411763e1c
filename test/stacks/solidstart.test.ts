import { afterAll, beforeAll, it } from 'vitest';
import { goThrough } from './course.js';
import { editTimer } from './hot-reload.js';
import { type Site, serveSite } from './site.js';
import { prepare, type Stack } from './stack.js';

const versions = ['@solidjs/start', 'solid-js'];

let stack: Stack;
let site: Site;
let stop: () => Promise<void>;
beforeAll(async () => {
  stack = await prepare('solidstart');
  await stack.run('vinxi/bin/cli.mjs', ['build']);
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

it('has the types of the element', () => stack.run('typescript/bin/tsc'));

goThrough('SolidStart, as an element', { path: '/element', site: () => site, versions });
goThrough('SolidStart, as a tag that a component adds', { path: '/tag', site: () => site, versions });

editTimer('SolidStart, as an element', {
  versions,
  path: '/element',
  stack: () => stack,
  server: ['node_modules/vinxi/bin/cli.mjs', (port) => ['dev', '--host', '127.0.0.1', '--port', String(port)]],
  timer: 'src/lib/timer.ts',
});
