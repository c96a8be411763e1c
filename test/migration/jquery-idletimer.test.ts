import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Guide, readGuide } from './guide.js';
import { counts, expires, stay, type Visit, visit, warned } from './visit.js';

const require = createRequire(import.meta.url);
const jquery = require.resolve('jquery');
const stillhere = fileURLToPath(new URL('../../dist/stillhere.min.js', import.meta.url));

let guide: Guide;
let site: Visit;
beforeAll(async () => {
  guide = await readGuide('jquery-idletimer');
  await guide.add(
    'index.html',
    `<!doctype html><html lang="en"><title>A page</title><link rel="icon" href="data:,"><p>text</p>${guide.files['page.html']}`,
  );
  site = await visit(guide.folder, (app) => {
    app.get('/js/jquery.js', (_request, response) => response.sendFile(jquery));
    app.get('/js/stillhere.min.js', (_request, response) => response.sendFile(stillhere));
  });
});
afterAll(async () => {
  await site?.close();
  await guide?.remove();
});

it('a page that has moved from jquery-idletimer warns, counts, is extended by the answer alone, and expires', async () => {
  const tab = await site.open();
  await warned(tab);
  await tab.move(300, 300);
  await tab.press('a');
  await counts(tab);
  await stay(tab);
  await warned(tab);
  await expect.poll(() => site.requests, { timeout: 5_000 }).toContain('POST /session/ping');
  await expires(tab, site);
});
