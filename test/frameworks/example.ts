import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build, createServer, type InlineConfig } from 'vite';
import { type Site, serve } from '../engines/site.js';
import type { Watched } from './page.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = join(root, 'test/frameworks');

const HTML = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>A page</title>
    <link rel="icon" href="data:,">
    <script>
      problems = [];
      console.error = console.warn = (...words) => problems.push(words.join(' '));
      addEventListener('error', ({ message }) => problems.push(message));
      addEventListener('unhandledrejection', ({ reason }) => problems.push(String(reason)));
    </script>
    <!--head-->
  </head>
  <body>
    <div id="app"><!--body--></div>
    <script>sent = document.querySelector('#app [role=status]')</script>
    <script type="module" src="/main.ts"></script>
  </body>
</html>`;

const MAIN = `
import * as example from './example/mount';
import { timer } from './timer';

const show = globalThis.sent ? example.hydrate : example.mount;
const unmount = await show(document.getElementById('app')!);
timer.start();
Object.assign(globalThis, { timer, unmount });
`;

/** The example's own times are too long to wait for. */
const TIMES = [
  ['timeout: 15 * 60_000', 'timeout: 6_000'],
  ['warnBefore: 2 * 60_000', 'warnBefore: 3_000'],
] as const;

/** What a server sends of a page. */
export interface Rendered {
  head: string;
  body: string;
}

export interface Example {
  /** Changes a file of the example. */
  edit(file: string, from: string, to: string): Promise<void>;
  /** Builds the page, and serves it: `/` is empty, `/rendered` has what the server has rendered. */
  build(rendered?: Rendered): Promise<Site>;
  /** The same from a development server. */
  develop(rendered?: Rendered): Promise<Pick<Site, 'url' | 'close'>>;
  /** Builds what a server needs, and renders once, in a Node of its own. */
  render(): Promise<Rendered & { watched: Watched }>;
  remove(): Promise<void>;
}

const fill = (html: string, { head, body }: Rendered = { head: '', body: '' }) =>
  html.replace('<!--head-->', () => head).replace('<!--body-->', () => body);

/** Copies an example into a page, to be built as its framework's users do. */
export async function copyExample(name: string): Promise<Example> {
  // As deep in the project as the original: both name their tsconfig.json, and find what is installed.
  await mkdir(join(root, 'build'), { recursive: true });
  const page = await mkdtemp(join(root, 'build/framework-'));
  const copy = join(page, 'example');
  await cp(join(here, name), copy, { recursive: true });
  for (const file of ['countdown.ts', 'page.ts']) await cp(join(here, file), join(page, file));
  let timer = await readFile(join(here, 'timer.ts'), 'utf8');
  for (const [long, short] of TIMES) {
    if (!timer.includes(long)) throw new Error(`timer.ts has no \`${long}\``);
    timer = timer.replace(long, short);
  }
  await writeFile(join(page, 'timer.ts'), `${timer}\nimport { watch } from './page';\nwatch(timer);\n`);
  await writeFile(join(page, 'main.ts'), MAIN);
  await writeFile(join(page, 'index.html'), HTML);

  const config = (await readdir(copy)).find((file) => file.startsWith('vite.config'));
  const configure = (mode: 'production' | 'development'): InlineConfig => {
    // vite goes by it where it is set, and vitest sets it to "test": React would be built for neither.
    process.env.NODE_ENV = mode;
    return {
      root: page,
      mode,
      configFile: config ? join(copy, config) : false,
      cacheDir: join(page, 'cache'),
      logLevel: 'error',
    };
  };

  return {
    async edit(file, from, to) {
      const path = join(copy, file);
      await writeFile(path, (await readFile(path, 'utf8')).replace(from, to));
    },
    async build(rendered) {
      await build({ ...configure('production'), build: { outDir: 'dist', target: 'es2022' } });
      const html = await readFile(join(page, 'dist/index.html'), 'utf8');
      return serve((app) => {
        app.get('/', (_request, response) => void response.type('html').send(fill(html)));
        app.get('/rendered', (_request, response) => void response.type('html').send(fill(html, rendered)));
        app.get('/assets/:file', ({ params: { file } }, response) =>
          response.sendFile(file, { root: join(page, 'dist/assets') }),
        );
      });
    },
    async develop(rendered) {
      const server = await createServer({
        ...configure('development'),
        appType: 'custom',
        optimizeDeps: { entries: ['main.ts'] },
        server: { host: '127.0.0.1', port: 0, fs: { allow: [root] } },
      });
      server.middlewares.use(async (request, response, next) => {
        const url = request.url ?? '/';
        if (url !== '/' && url !== '/rendered') return next();
        const html = fill(HTML, url === '/' ? undefined : rendered);
        response.setHeader('Content-Type', 'text/html').end(await server.transformIndexHtml(url, html));
      });
      await server.listen();
      const { port } = server.httpServer!.address() as AddressInfo;
      return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
    },
    async render() {
      const entry = (await readdir(copy)).find((file) => file.startsWith('server.'))!;
      await build({ ...configure('production'), build: { outDir: 'server', ssr: join(copy, entry) } });
      const [built] = await readdir(join(page, 'server'));
      const script = `
        import { render } from '${pathToFileURL(join(page, 'server', built!))}';
        const { head, body } = await render();
        // Solid lets go of a page that it has rendered a moment later.
        await new Promise((resolve) => setTimeout(resolve, 10));
        console.log(JSON.stringify({ head, body, watched }));`;
      const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
        env: { ...process.env, NODE_ENV: 'production' },
        timeout: 20_000,
      });
      return JSON.parse(stdout);
    },
    remove: () => rm(page, { recursive: true, force: true }),
  };
}
