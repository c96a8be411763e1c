import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seen } from '../browser/tag.js';
import { type Engine, launch, type Tab } from '../engines/index.js';
import { type Site, serve } from '../engines/site.js';
import { until } from '../engines/until.js';
import { readSnippets } from './snippets.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = join(root, 'docs/dialog.md');
const SETTINGS = { timeout: 30_300, warnBefore: 30_000 };

describe('docs/dialog.md', async () => {
  const page = await readFile(PAGE, 'utf8');
  const snippets = await readSnippets(PAGE);
  const only = (language: string) => {
    const found = snippets.filter((snippet) => snippet.language === language);
    expect(found).toHaveLength(1);
    return found[0]!.code;
  };
  const { modules } = JSON.parse(await readFile(join(root, 'dist/custom-elements.json'), 'utf8'));
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name).sort();
  const [{ attributes, cssParts, cssProperties }] = modules[0].declarations;
  const listed = (pattern: RegExp) =>
    [...pattern.exec(page)![1]!.matchAll(/`([\w-]+)`/g)].map(([, name]) => name!).sort();

  let site: Site;
  let browser: Engine;
  let tab: Tab;
  beforeAll(async () => {
    site = await serve((app) => {
      app.get('/dialog', (_request, response) => {
        response.send(`<!doctype html><html lang="cy"><link rel="icon" href="data:,"><title>A page</title>
          <script type="importmap">{ "imports": { "stillhere": "/dist/index.js", "stillhere/dialog": "/dist/dialog.js" } }</script>
          <style>${only('css')}</style>
          <body>${only('html')}
          <script type="module">${only('js')}</script>
          <script type="module">
            import { IdleTimer } from 'stillhere'
            globalThis.timer = new IdleTimer(${JSON.stringify(SETTINGS)})
            timer.start()
          </script>`);
      });
    });
    browser = await launch('chromium');
    tab = await browser.tab(`${site.url}/dialog`);
    await tab.show();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  it('has no snippet that is not run', () => {
    expect(snippets.map(({ language }) => language)).toEqual(['html', 'css', 'js']);
  });

  it('the element finds its timer, has the looks of the page, and a further language; what that lacks is English', async () => {
    await until(tab, seen).toMatchObject({ open: true, lang: 'cy', buttons: ['Aros wedi mewngofnodi', 'Sign out'] });
    const looks = await tab.evaluate(() => {
      const inside = document.querySelector('stillhere-dialog')!.shadowRoot!;
      const dialog = inside.querySelector('dialog')!;
      const heading = inside.querySelector('h2')!;
      const { borderRadius, fontFamily, fontSize } = getComputedStyle(dialog);
      return {
        borderRadius,
        fontFamily,
        heading: heading.textContent || heading.querySelector('slot')!.textContent,
        times: parseFloat(getComputedStyle(heading).fontSize) / parseFloat(fontSize),
      };
    });
    expect(looks).toMatchObject({ borderRadius: '0px', heading: 'Ydych chi yno o hyd?', times: 1.5 });
    expect(looks.fontFamily).toContain('GDS Transport');
    expect(tab.errors).toEqual([]);
  });

  it('the link to sign in leads to `expired-url`', async () => {
    await tab.evaluate(() => timer.expire());
    await until(tab, seen).toMatchObject({ open: true, face: 'over', buttons: ['Sign in'] });
    const address = await tab.evaluate(
      () =>
        document.querySelector('stillhere-dialog')!.shadowRoot!.querySelector<HTMLAnchorElement>('[part=sign-in]')!
          .href,
    );
    expect(address).toBe(`${site.url}/login`);
  });

  it('names every attribute that the element has, and no other', () => {
    const [, table] = /## Attributes\n([\s\S]*?)\n## /.exec(page)!;
    const rows = table!.split('\n').filter((line) => line.startsWith('| `'));
    const found = rows.flatMap((row) => [...row.split('|')[1]!.matchAll(/`([\w-]+)/g)].map(([, name]) => name!));
    expect(found.sort()).toEqual(names(attributes));
  });

  it('names every part and custom property, and no other', () => {
    expect(listed(/Parts: ([\s\S]*?)\. Slots/)).toEqual(names(cssParts));
    expect(listed(/Custom properties: ([\s\S]*?)\. Parts/)).toEqual(names(cssProperties));
  });
});
