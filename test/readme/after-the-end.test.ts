import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pressBy } from '../browser/dialog-page.js';
import { seen } from '../browser/tag.js';
import { type Engine, launch, type Tab } from '../engines/index.js';
import { type Site, serve } from '../engines/site.js';
import { until } from '../engines/until.js';
import { readSnippets } from './snippets.js';

const PAGE = fileURLToPath(new URL('../../docs/after-the-end.md', import.meta.url));

describe('docs/after-the-end.md', async () => {
  const snippets = await readSnippets(PAGE);
  const only = (language: string, heading = '') => {
    const found = snippets.filter((snippet) => snippet.language === language && snippet.heading.startsWith(heading));
    expect(found).toHaveLength(1);
    return found[0]!.code;
  };
  let site: Site;
  let browser: Engine;
  let user = 'ada';
  let signedIn = true;
  beforeAll(async () => {
    const [header, value] = only('http').trim().split(': ');
    site = await serve((app) => {
      app.get('/me', (_request, response) => {
        response.send({ user });
      });
      app.get('/tag', (_request, response) => {
        response.set(header!, value);
        if (!signedIn) return response.redirect('/login');
        response
          .cookie('session', 'ada', { httpOnly: true })
          .send(`<!doctype html><link rel="icon" href="data:,">${only('html', 'Sign in again')}`);
      });
      app.get('/login', (_request, response) => {
        // Chromium keeps a page that it may not store, as long as no cookie changes.
        response.clearCookie('session').send('<!doctype html><link rel="icon" href="data:,"><h1>Sign in</h1>');
      });
      app.get('/module', (_request, response) => {
        response.send(`<!doctype html><link rel="icon" href="data:,">
          <script type="importmap">{ "imports": { "stillhere": "/dist/index.js", "stillhere/dialog": "/dist/dialog.js" } }</script>
          <stillhere-dialog sign-in-popup></stillhere-dialog><textarea>Dear council</textarea>
          <script type="module">
            import { IdleTimer } from 'stillhere'
            import 'stillhere/dialog'
            const timer = new IdleTimer({ timeout: 30_300, warnBefore: 30_000 })
            const dialog = document.querySelector('stillhere-dialog')
            const signedInAs = '${user}'
            ${only('js')}
            timer.start({ fresh: true })
            globalThis.timer = timer
          </script>`);
      });
    });
    browser = await launch('chromium', { backForwardCache: true });
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });
  const open = async (path: string) => {
    const tab = await browser.tab(`${site.url}${path}`);
    await tab.show();
    return tab;
  };
  const state = () => timer.state;

  it('has no snippet that is not run', () => {
    expect(snippets.map(({ language }) => language)).toEqual(['html', 'js', 'html', 'python', 'ts', 'python', 'http']);
  });

  it('the tag starts, and the header has Back ask the server', async () => {
    const tab = await open('/tag');
    await until(tab, () => stillhere?.timer?.state).toBe('active');
    expect(tab.errors).toEqual([]);
    await tab.goto(`${site.url}/login`);
    signedIn = false;
    await tab.back();
    await until(tab, () => location.pathname).toBe('/login');
    await tab.close();
  });

  /** Somebody signs in in another tab; then “Continue” is pressed. */
  const goOn = async (next: string): Promise<Tab> => {
    user = 'ada';
    const tab = await open('/module');
    await until(tab, seen).toMatchObject({ open: true });
    await tab.evaluate(() => {
      timer.expire();
      Object.assign(globalThis, { marked: true });
    });
    user = next;
    const other = await open('/module');
    await until(other, seen).toMatchObject({ open: true });
    await tab.show();
    await until(tab, seen).toMatchObject({ buttons: ['Continue'] });
    await pressBy(tab, 'mouse', 'sign-in');
    await other.close();
    return tab;
  };

  it('the listener goes on in place for the same person', async () => {
    const tab = await goOn('ada');
    await until(tab, state).toMatch(/active|warning/);
    expect(await tab.evaluate(() => 'marked' in globalThis)).toBe(true);
    await tab.close();
  });

  it('and loads the page anew for somebody else', async () => {
    const tab = await goOn('bob');
    await until(tab, () => 'marked' in globalThis).toBe(false);
    await tab.close();
  });

  it.each([
    ['/letter?of=ada', '/letter?of=ada'],
    ['//evil.example', '/'],
    ['https://evil.example', '/'],
  ])('the server follows a path alone: %s', (next, target) => {
    const code = `class request: args = {"next": ${JSON.stringify(next)}}\n${only('python', 'Leave')}\nprint(target)`;
    expect(spawnSync('python3', ['-c', code], { encoding: 'utf8' }).stdout.trim()).toBe(target);
  });
});
