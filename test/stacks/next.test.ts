import { afterAll, beforeAll } from 'vitest';
import { goThrough } from './course.js';
import { editTimer } from './hot-reload.js';
import { type Site, serveSite } from './site.js';
import { prepare, type Stack } from './stack.js';

const versions = ['next', 'react'];

let stack: Stack;
let site: Site;
let stop: () => Promise<void>;
beforeAll(async () => {
  stack = await prepare('next');
  // It checks the types as well.
  await stack.run('next/dist/bin/next', ['build']);
  const server = await stack.serve('node_modules/next/dist/bin/next', (port) => ['start', '-p', String(port)]);
  stop = server.stop;
  site = await serveSite(stack.folder, server.port);
});
afterAll(async () => {
  await site?.close();
  await stop?.();
});

goThrough('Next, app router, as an element', { path: '/element', site: () => site, versions });
goThrough('Next, app router, as a tag by next/script', { path: '/tag', site: () => site, versions });

editTimer('Next, app router, as an element', {
  versions,
  path: '/element',
  stack: () => stack,
  server: ['node_modules/next/dist/bin/next', (port) => ['dev', '-p', String(port)]],
  timer: 'app/element/timer.ts',
});
