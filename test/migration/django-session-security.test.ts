import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seen } from '../browser/tag.js';
import { find } from '../engines/binaries.mjs';
import { type Engine, launch } from '../engines/index.js';
import { type Child, start } from '../engines/processes.js';
import { until } from '../engines/until.js';
import { type Watch, watch } from '../servers/watch.js';
import { type Guide, readGuide } from './guide.js';

const script = fileURLToPath(new URL('django/server.py', import.meta.url));

let guide: Guide;
let django: Child;
let site: Watch;
let browser: Engine;
beforeAll(async () => {
  guide = await readGuide('django-session-security');
  django = await start(find('django'), [script, guide.folder], { ...process.env, PYTHONDONTWRITEBYTECODE: '1' });
  const [said] = await Promise.race([once(django.output, 'data'), django.exited.then(() => ['it did not start'])]);
  if (!/^\d+\s*$/.test(String(said))) throw new Error(`Django: ${said}`);
  site = await watch(Number(said));
  browser = await launch('chromium');
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
  await django?.kill();
  await guide?.remove();
});

it('a site that has moved from django-session-security warns, is extended by activity, and expires', async () => {
  const tab = await browser.tab(`${site.url}/enter`);
  await tab.show();
  await until(tab, seen).toMatchObject({ open: true, face: 'activity', buttons: [] });
  await tab.move(300, 300);
  await until(tab, seen).toMatchObject({ open: false });
  await until(tab, seen).toMatchObject({ open: true, face: 'activity' });
  const answers = (path: string) => site.exchanges.filter((each) => each.path === path).map(({ status }) => status);
  await expect.poll(() => answers('/session/ping'), { timeout: 5_000 }).toContain(204);

  await until(tab, seen).toMatchObject({ open: true, face: 'over' });
  await expect.poll(() => answers('/session/end'), { timeout: 5_000 }).toEqual([204]);
  await tab.goto(`${site.url}/`);
  expect(await tab.evaluate(() => location.pathname)).toBe('/accounts/login/');
  expect(tab.errors).toEqual([]);
});
