import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, it, onTestFinished } from 'vitest';
import { launch } from '../engines/index.js';
import { until } from '../engines/until.js';
import { goThrough } from './course.js';
import { editTimer } from './hot-reload.js';
import { type Site, serveSite } from './site.js';
import { prepare, type Stack } from './stack.js';

const versions = ['react', 'react-router'];

let stack: Stack;
let site: Site;
beforeAll(async () => {
  stack = await prepare('react');
  await stack.run('vite/bin/vite.js', ['build']);
  site = await serveSite(stack.folder, (app) => {
    const root = join(stack.folder, 'dist');
    app.use(express.static(root));
    app.get(['/app{/*page}', '/hook{/*page}'], (_request, response) => response.sendFile('index.html', { root }));
  });
});
afterAll(() => site?.close());

it('has the types of the element', () => stack.run('typescript/bin/tsc'));

goThrough('React in strict mode, React Router, Vite, as an element', { path: '/app', site: () => site, versions });
goThrough('React in strict mode, by the hook, as an element', { path: '/hook', site: () => site, versions });

it('the hook counts down, calls the callback of the last render, and takes options that change', async () => {
  const browser = await launch('chromium');
  onTestFinished(() => browser.close());
  const tab = await browser.tab(`${site.url}/blank`);
  await tab.show();
  await tab.evaluate(() => fetch('/session/login', { method: 'POST' }).then(() => {}));
  await tab.goto(`${site.url}/hook`);
  const status = () => document.querySelector('[role=status]:not(stillhere-dialog *)')?.textContent;
  await until(tab, status).toMatch(/^warning 8 1$/);
  await until(tab, status).toMatch(/^warning 7 1$/);
  await tab.evaluate(() => {
    const longer = [...document.querySelectorAll('button')].find((button) => button.innerText === 'Longer');
    longer?.click();
  });
  await until(tab, status).toMatch(/^active {2}1$/);
});

editTimer('React in strict mode, React Router, Vite, as an element', {
  versions,
  path: '/app',
  stack: () => stack,
  server: ['node_modules/vite/bin/vite.js', (port) => ['dev', '--host', '127.0.0.1', '--port', String(port)]],
  timer: 'src/timer.ts',
});
