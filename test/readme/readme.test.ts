import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { find } from '../engines/binaries.mjs';
import { type Engine, launch } from '../engines/index.js';
import { type Site, serve } from '../engines/site.js';
import { until } from '../engines/until.js';
import { readSnippets, type Snippet } from './snippets.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const README = join(root, 'README.md');
/** Inside the project, so that `stillhere` is found by its name, through its own `exports`. */
const work = join(root, 'build/readme');

/** Each snippet stands for itself; what it takes from the site around it is here. */
const SURROUNDINGS = `
import { IdleTimer as Timer } from 'stillhere'
declare global {
  const banner: { show(remaining: number): void; hide(): void }
  const form: HTMLFormElement
}
export const timer = new Timer()
`;
const usesSite = (code: string) =>
  /\btimer\b/.test(code) && !/const timer|import .*timer/.test(code) ? "import { timer } from './timer'\n" : '';

const EXECUTED = ['html', 'python', 'ts', 'sh'];

describe('the README', async () => {
  const snippets = await readSnippets(README);
  const of = (language: string, heading?: string) =>
    snippets.filter((snippet) => snippet.language === language && (!heading || snippet.heading === heading));
  const only = (language: string, heading: string) => {
    const found = of(language, heading);
    expect(found).toHaveLength(1);
    return (found[0] as Snippet).code;
  };
  const flask = (input: string): unknown =>
    JSON.parse(
      execFileSync(find('flask'), [fileURLToPath(new URL('run_flask.py', import.meta.url))], {
        input,
        encoding: 'utf8',
      }),
    );

  let site: Site;
  let browser: Engine;
  beforeAll(async () => {
    await rm(work, { recursive: true, force: true });
    await mkdir(work, { recursive: true });
    await writeFile(join(work, 'timer.ts'), SURROUNDINGS);
    site = await serve((app) => {
      app.use('/built', express.static(join(work, 'dist')));
      app.post(['/session/ping', '/logout', '/draft'], (_request, response) => response.sendStatus(204));
      app.get('/tag', (_request, response) => {
        const tag = only('html', 'One script tag').replace(/https:\/\/[^"]*(?=\/dist)/, '');
        response
          .type('html')
          .send(
            `<!doctype html><html lang="en"><meta name="csrf-token" content="secret"><link rel="icon" href="data:,">${tag}`,
          );
      });
      app.get('/run', (request, response) => {
        response
          .type('html')
          .send(
            `<!doctype html><link rel="icon" href="data:,"><body><form id="form"></form><script>banner = { show() {}, hide() {} }</script><script type="module" src="/built/${request.query.of}.js"></script>`,
          );
      });
    });
    browser = await launch('chromium');
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  it('has no snippet that is not run', () => {
    expect(snippets.length).toBeGreaterThan(9);
    for (const { language, heading } of snippets) expect(EXECUTED, heading).toContain(language);
  });

  it('the script tag starts, with the integrity that it names', async () => {
    const tab = await browser.tab(`${site.url}/tag`);
    await until(tab, () => stillhere?.timer?.state).toBe('active');
    expect(await tab.evaluate(() => Math.round((stillhere?.timer?.remaining ?? 0) / 60_000))).toBe(30);
    expect(tab.errors).toEqual([]);
    await tab.close();
  });

  it('names the version and the attributes that there are', async () => {
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(only('html', 'One script tag')).toContain(`stillhere@${version}/dist/stillhere.min.js`);
  });

  it('every TypeScript snippet compiles under strict rules', async () => {
    for (const [index, { code }] of of('ts').entries()) {
      await writeFile(join(work, `snippet-${index}.ts`), `${usesSite(code)}${code}\nexport {}\n`);
    }
    await writeFile(
      join(work, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          target: 'ES2022',
          module: 'ESNext',
          moduleResolution: 'Bundler',
          lib: ['ES2022', 'DOM'],
          strict: true,
          exactOptionalPropertyTypes: true,
          noEmit: true,
          types: [],
        },
        include: ['*.ts'],
      }),
    );
    const { stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', work], { encoding: 'utf8' });
    expect(stdout).toBe('');
  });

  it('every TypeScript snippet runs in a browser', async () => {
    const entries = of('ts').map((_, index) => `snippet-${index}`);
    await build({
      root: work,
      logLevel: 'error',
      build: {
        outDir: 'dist',
        rollupOptions: {
          input: Object.fromEntries(entries.map((name) => [name, join(work, `${name}.ts`)])),
          output: { entryFileNames: '[name].js' },
          preserveEntrySignatures: 'strict',
        },
      },
    });
    for (const name of entries) {
      const tab = await browser.tab(`${site.url}/run?of=${name}`);
      await until(tab, () => document.readyState).toBe('complete');
      expect(tab.errors, name).toEqual([]);
      await tab.close();
    }
  });

  it('the Flask site renews the session by a ping, and says how long it lives', () => {
    expect(flask(only('python', 'With Flask'))).toEqual([
      [401, null, false],
      [204, null, true],
      [204, '2399', true],
      [204, null, true],
      [401, null, false],
    ]);
  });

  it('its commands are those that CI runs', async () => {
    const ci = await readFile(join(root, '.ci/run'), 'utf8');
    const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const commands = of('sh').map(({ code }) => code.trim());
    expect(commands).toEqual(['npm install stillhere', 'npm ci && npm start', 'npm ci && npm run setup && npm test']);
    for (const command of ['npm ci', 'npm run setup', 'npm test']) expect(ci).toContain(command);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['start', 'setup', 'test']));
  });
});
