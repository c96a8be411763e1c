import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll } from 'vitest';
import { goThrough } from './course.js';
import { editTimer } from './hot-reload.js';
import { type Site, serveSite } from './site.js';
import { prepare, type Stack } from './stack.js';

const versions = ['astro'];

let stack: Stack;
let site: Site;
beforeAll(async () => {
  stack = await prepare('astro');
  await stack.run('astro/astro.js', ['build'], { ASTRO_TELEMETRY_DISABLED: '1' });
  site = await serveSite(stack.folder, (app) => {
    app.use(express.static(join(stack.folder, 'dist'), { extensions: ['html'] }));
  });
});
afterAll(() => site?.close());

goThrough('Astro with view transitions, as an element', { path: '/element', site: () => site, versions });
goThrough('Astro with view transitions, as a tag', { path: '/tag', site: () => site, versions });

editTimer('Astro with view transitions, as an element', {
  versions,
  path: '/element',
  stack: () => stack,
  server: ['node_modules/astro/astro.js', (port) => ['dev', '--host', '127.0.0.1', '--port', String(port)]],
  timer: 'src/timer.ts',
});
