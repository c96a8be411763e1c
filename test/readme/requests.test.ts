import { spawnSync } from 'node:child_process';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express from 'express';
import session from 'express-session';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type {} from '../browser/tag.js';
import { type Engine, launch, type Tab } from '../engines/index.js';
import { type Site, serve } from '../engines/site.js';
import { until } from '../engines/until.js';
import { readSnippets } from './snippets.js';

declare module 'express-session' {
  interface SessionData {
    user: string;
  }
}

declare global {
  /** The page's own request, as its library makes it. */
  var request: (address: string) => Promise<unknown>;
  var heardOf: string[];
}

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Inside the project, so that the packages are found by their names. */
const work = join(root, 'build/requests');
const SECONDS = 600;

/** What surrounds each snippet: how its library makes a request. */
const SITES: Record<string, { first?: string; last?: string; head?: string }> = {
  '`fetch`': { last: 'globalThis.request = request' },
  'A redirect to the sign-in page': { last: 'globalThis.request = request' },
  axios: { last: 'globalThis.request = (address: string) => axios.get(address)' },
  Angular: {
    first: "import '@angular/compiler'",
    last: `
      import { HttpClient, provideHttpClient, withInterceptors } from '@angular/common/http'
      import { provideZonelessChangeDetection } from '@angular/core'
      import { createApplication } from '@angular/platform-browser'
      import { firstValueFrom } from 'rxjs'
      createApplication({
        providers: [provideZonelessChangeDetection(), provideHttpClient(withInterceptors([reportToTimer]))],
      }).then(({ injector }) => {
        const http = injector.get(HttpClient)
        globalThis.request = (address: string) => firstValueFrom(http.get(address, { responseType: 'text' }))
      })`,
  },
  'htmx 4': {
    head: `<script src="/node_modules/htmx.org/dist/htmx.min.js"></script>
      <script>request = (address) => htmx.ajax('GET', address, { target: '#here', swap: 'none' })</script>`,
  },
  'htmx 2': {
    head: `<script src="/node_modules/htmx2/dist/htmx.min.js"></script>
      <script>request = (address) => htmx.ajax('GET', address, { target: '#here', swap: 'none' })</script>`,
  },
  jQuery: {
    head: `<script src="/node_modules/jquery/dist/jquery.min.js"></script>
      <script>request = (address) => $.ajax(address)</script>`,
  },
};

const TIMER = `
import { IdleTimer } from 'stillhere'
export const timer = new IdleTimer({ timeout: 300_000, name: location.search, keepAlive: '/ping', endSession: '/logout' })
for (const type of ['ping', 'expire', 'logout'] as const) {
  timer.addEventListener(type, (event) => heardOf.push([type, (event as { reason?: string }).reason ?? ''].join(' ').trim()))
}
timer.start({ renewed: true })
Object.assign(globalThis, { timer })
`;

const snippets = (await readSnippets(join(root, 'docs/requests.md'))).map(({ language, heading, code }) => ({
  language,
  code,
  name: /^\/\/ (htmx \d)\n/.exec(code)?.[1] ?? heading,
}));

describe("docs/requests.md: the page's own requests", () => {
  let site: Site;
  let browser: Engine;
  let tab: Tab;
  let requests: string[] = [];
  const folderOf = (name: string) => join(work, encodeURIComponent(name).replace(/%/g, ''));

  beforeAll(async () => {
    await rm(work, { recursive: true, force: true });
    for (const { name, language, code } of snippets) {
      if (language !== 'ts') continue;
      const folder = folderOf(name);
      await mkdir(folder, { recursive: true });
      const { first, last } = SITES[name]!;
      await writeFile(join(folder, 'timer.ts'), TIMER);
      await writeFile(join(folder, 'snippet.ts'), code);
      await writeFile(join(folder, 'main.ts'), [first, code, last].join('\n'));
      await build({
        root: folder,
        logLevel: 'error',
        build: {
          outDir: 'dist',
          target: 'es2022',
          rollupOptions: { input: join(folder, 'main.ts'), output: { entryFileNames: 'main.js' } },
        },
      });
      await cp(join(folder, 'dist/main.js'), `${folder}.js`);
    }
    site = await serve((app) => {
      app.use('/built', express.static(work));
      app.use('/node_modules', express.static(join(root, 'node_modules')));
      app.use(session({ secret: 'test', resave: false, saveUninitialized: false }));
      app.use((request, _response, next) => {
        requests.push(request.path);
        next();
      });
      app.get('/page', (_request, response) => response.sendStatus(404));
      app.get('/of/:name', (request, response) => {
        request.session.user = 'ada';
        const { name } = request.params;
        const snippet = snippets.find((one) => one.name === name)!;
        const body =
          snippet.language === 'ts'
            ? `<script type="module" src="/built/${encodeURIComponent(name).replace(/%/g, '')}.js"></script>`
            : `${SITES[name]?.head}
               <script src="/dist/stillhere.min.js" data-timeout="5m" data-name="${name}" data-keep-alive="/ping" data-end-session="/logout"></script>
               <script>
                 timer = stillhere.timer
                 for (const type of ['ping', 'expire', 'logout'])
                   timer.addEventListener(type, ({ reason = '' }) => heardOf.push((type + ' ' + reason).trim()))
               </script>
               <script>${snippet.code}</script>`;
        response.send(
          `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>A page</title><body><p id="here"></p><script>heardOf = []</script>${body}`,
        );
      });
      app.get('/login', (_request, response) => response.send('Sign in'));
      app.get('/forbidden', (_request, response) => response.sendStatus(403));
      app.get('/orders', (request, response) => {
        if (request.session.user) response.set('Session-Expires-In', String(SECONDS)).send('<p>Orders</p>');
        else if (request.query.redirects) response.redirect('/login');
        else response.sendStatus(401);
      });
      app.post('/kill', (request, response) => request.session.destroy(() => response.sendStatus(204)));
    });
    browser = await launch('chromium');
  });
  afterEach(() => tab?.close());
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  it('has no snippet that is not run', () => {
    expect(snippets.map(({ name }) => name)).toEqual(Object.keys(SITES));
  });

  it('every TypeScript snippet compiles under strict rules', async () => {
    await writeFile(
      join(work, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          target: 'ES2022',
          module: 'ESNext',
          moduleResolution: 'Bundler',
          lib: ['ES2022', 'DOM', 'DOM.Iterable'],
          strict: true,
          exactOptionalPropertyTypes: true,
          noEmit: true,
          skipLibCheck: true,
          types: [],
        },
        include: ['*/snippet.ts', 'globals.d.ts'],
      }),
    );
    await writeFile(join(work, 'globals.d.ts'), 'declare global { var heardOf: string[] }\nexport {}\n');
    const { stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', work], { encoding: 'utf8' });
    expect(stdout).toBe('');
  });

  const open = async (name: string) => {
    requests = [];
    tab = await browser.tab(`${site.url}/of/${encodeURIComponent(name)}?${encodeURIComponent(name)}`);
    await until(tab, () => typeof request === 'function' && timer.state).toBe('active');
  };
  /** Libraries reject what was refused. */
  const ask = (address: string) =>
    tab.evaluate(async (address) => {
      await Promise.resolve(request(address)).catch(() => {});
    }, address);

  it.each(snippets.map(({ name }) => name))(
    '%s: an answer that says how long the session lives counts as a ping',
    async (name) => {
      await open(name);
      await ask('/orders');
      await until(tab, () => heardOf).toEqual(['ping']);
      expect(requests).not.toContain('/ping');
      expect(tab.errors).toEqual([]);
    },
  );

  it.each(snippets.map(({ name }) => name))(
    '%s: a session that is gone ends at the next request, without a logout; 403 ends nothing',
    async (name) => {
      await open(name);
      await ask('/forbidden');
      expect(await tab.evaluate(() => timer.state)).toBe('active');
      await tab.evaluate(() => fetch('/kill', { method: 'POST' }));
      await ask(name.startsWith('A redirect') ? '/orders?redirects=1' : '/orders');
      await until(tab, () => heardOf).toEqual(['expire server']);
      expect(requests).not.toContain('/logout');
    },
  );
});
