import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../engines/until.js';
import { buildPage, type Guide, readGuide } from './guide.js';
import { counts, expires, stay, type Visit, visit, warned, warning } from './visit.js';

const MAIN = `
import '@angular/compiler';
import { bootstrapApplication } from '@angular/platform-browser';
import { SessionComponent } from './session.component';

document.getElementById('app')!.append(document.createElement('app-session'));
await bootstrapApplication(SessionComponent);
`;

let guide: Guide;
let site: Visit;
beforeAll(async () => {
  guide = await readGuide('ng-idle');
  await guide.add('main.ts', MAIN);
  await buildPage(guide, 'main.ts');
  site = await visit(join(guide.folder, 'dist'));
});
afterAll(async () => {
  await site?.close();
  await guide?.remove();
});

it('a site that has moved from ng-idle warns, counts, is extended by activity and by the answer, and expires', async () => {
  const tab = await site.open();
  await counts(tab);
  await tab.press('a');
  await until(tab, warning).toBe('');
  await warned(tab);
  await stay(tab);
  await expect.poll(() => site.requests, { timeout: 5_000 }).toContain('POST /session/ping');
  await warned(tab);
  await expires(tab, site);
});
