import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { launch } from '../engines/index.js';
import { until } from '../engines/until.js';
import { goThrough } from './course.js';
import { type Site, serveSite } from './site.js';
import { prepare, type Stack } from './stack.js';

declare global {
  var watched: { checks: number; stable: boolean };
}

const APPS = ['zoneless', 'zone', 'rendered', 'tag'];
const versions = ['@angular/core'];
const withZone = [...versions, 'zone.js'];

let stack: Stack;
let site: Site;
beforeAll(async () => {
  stack = await prepare('angular');
  // It checks the types and the templates as well.
  for (const app of APPS) await stack.run('@angular/cli/bin/ng.js', ['build', app]);
  site = await serveSite(stack.folder, (app) => {
    for (const name of APPS) {
      const rendered = name === 'rendered';
      const root = join(stack.folder, 'dist', name, rendered ? 'browser' : '');
      app.use(`/${name}`, express.static(root, { redirect: false, index: false }));
      app.get(`/${name}{/*page}`, ({ params }, response) => {
        const pages = rendered ? ((params as { page?: string[] }).page ?? []) : [];
        response.sendFile([...pages, 'index.html'].join('/'), { root });
      });
    }
  });
});
afterAll(() => site?.close());

const COURSES = [
  ['Angular without zone.js, as an element', '/zoneless', versions],
  ['Angular with zone.js, as an element', '/zone', withZone],
  ['Angular with zone.js, rendered on a server and hydrated, as an element', '/rendered', withZone],
  ['Angular without zone.js, as a tag that a component adds', '/tag', versions],
] as const;
for (const [row, path, versions] of COURSES) goThrough(row, { path, site: () => site, versions });

it('Angular with zone.js is stable while the timer runs, and makes no check for each move of the mouse', async () => {
  const browser = await launch('chromium');
  onTestFinished(() => browser.close());
  const tab = await browser.tab(`${site.url}/zone`);
  await tab.show();
  await until(tab, () => document.querySelector('stillhere-dialog') !== null).toBe(true);
  await until(tab, () => globalThis.watched.stable).toBe(true);
  const { checks } = await tab.evaluate(() => globalThis.watched);
  const moves = 40;
  for (let move = 0; move < moves; move += 1) await tab.move(10 + 4 * move, 200);
  const after = await tab.evaluate(() => globalThis.watched);
  expect(after.stable).toBe(true);
  // The dialog hears of the warning, of its seconds and of pings inside of the zone.
  expect(after.checks - checks).toBeLessThan(moves / 4);
});
