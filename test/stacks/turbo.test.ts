import { afterAll, beforeAll } from 'vitest';
import { goThrough } from './course.js';
import { servePages } from './pages.js';
import { type Site, serveSite } from './site.js';
import { prepare } from './stack.js';

const versions = ['@hotwired/turbo'];

let site: Site;
beforeAll(async () => {
  const { folder } = await prepare('turbo');
  site = await serveSite(folder, (app) => {
    const turbo = 'node_modules/@hotwired/turbo/dist/turbo.es2017-esm.js';
    app.get('/turbo.js', (_request, response) => response.sendFile(turbo, { root: folder }));
    const head = '<script type="module" src="/turbo.js"></script>';
    servePages(app, { home: '/head', head, tag: 'head' });
    servePages(app, { home: '/body', head, tag: 'body' });
  });
});
afterAll(() => site?.close());

goThrough('Turbo, the tag in the head', { path: '/head', site: () => site, versions });
goThrough('Turbo, the tag in the body', { path: '/body', site: () => site, versions });
