import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import express from 'express';
import { afterAll, beforeAll, it } from 'vitest';
import { goThrough } from './course.js';
import { type Site, serveSite } from './site.js';
import { prepare, type Stack } from './stack.js';

const versions = ['preact'];

let stack: Stack;
let site: Site;
beforeAll(async () => {
  stack = await prepare('preact');
  await stack.run('vite/bin/vite.js', ['build']);
  await stack.run('vite/bin/vite.js', ['build', '--ssr', 'src/server.tsx', '--outDir', 'server']);
  const { render } = (await import(pathToFileURL(join(stack.folder, 'server/server.js')).href)) as {
    render(path: string): string;
  };
  const html = await readFile(join(stack.folder, 'dist/index.html'), 'utf8');
  site = await serveSite(stack.folder, (app) => {
    app.use('/assets', express.static(join(stack.folder, 'dist/assets')));
    app.get('/app{/*page}', ({ path }, response) => {
      response.type('html').send(html.replace('<!--page-->', () => render(path)));
    });
  });
});
afterAll(() => site?.close());

it('has the types of the element', () => stack.run('typescript/bin/tsc'));

goThrough('Preact, rendered on a server and hydrated, as an element', { path: '/app', site: () => site, versions });
