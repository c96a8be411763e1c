import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Site, serve } from '../engines/site.js';
import type { Peer } from './peers.js';

const PRODUCTION = { 'process.env.NODE_ENV': '"production"', __VUE_PROD_DEVTOOLS__: 'false', ngDevMode: 'false' };

export interface BenchSite extends Site {
  /** @param counting - what the page does is counted, which costs it time. */
  of(peer: Peer, counting?: boolean): string;
}

/** Serves a page for each peer: nothing but its bundle, and a place to move the mouse over. */
export async function servePages(): Promise<BenchSite> {
  const folder = fileURLToPath(new URL('pages', import.meta.url));
  const bundles = new Map<string, string>();
  for (const file of await readdir(folder)) {
    const { outputFiles } = await build({
      entryPoints: [`${folder}/${file}`],
      bundle: true,
      write: false,
      format: 'iife',
      target: 'es2022',
      define: PRODUCTION,
      logLevel: 'error',
    });
    bundles.set(file.replace('.ts', ''), outputFiles[0].text);
  }
  const site = await serve((app) => {
    app.get('/bench/:file', (request, response) => {
      response.type('js').send(bundles.get(request.params.file));
    });
    app.get('/bench', (request, response) => {
      const scripts = [...(request.query.counting ? ['counters'] : []), String(request.query.page)];
      const tags = scripts.map((name) => `<script src="/bench/${name}"></script>`).join('');
      response.send(
        `<!doctype html><title>bench</title><link rel="icon" href="data:,"><style>body{height:900px}</style><body>${tags}`,
      );
    });
  });
  return {
    ...site,
    of: ({ page }, counting = false) => `${site.url}/bench?page=${page}${counting ? '&counting=1' : ''}`,
  };
}
