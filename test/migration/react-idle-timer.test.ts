import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildPage, type Guide, readGuide } from './guide.js';
import { expires, stay, type Visit, visit, warned, warning } from './visit.js';

const MAIN = `
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Session } from './session';

createRoot(document.getElementById('app')!).render(<StrictMode><Session /></StrictMode>);
`;

let guide: Guide;
let site: Visit;
beforeAll(async () => {
  guide = await readGuide('react-idle-timer');
  await guide.add('main.tsx', MAIN);
  await buildPage(guide, 'main.tsx', [react()]);
  site = await visit(join(guide.folder, 'dist'));
});
afterAll(async () => {
  await site?.close();
  await guide?.remove();
});

it('a site that has moved from react-idle-timer warns, is extended by the answer alone, and expires', async () => {
  const tab = await site.open();
  await warned(tab);
  await tab.move(300, 300);
  await tab.press('a');
  expect(await tab.evaluate(warning)).toMatch(/signed out/);
  await stay(tab);
  await warned(tab);
  await expires(tab, site);
});
