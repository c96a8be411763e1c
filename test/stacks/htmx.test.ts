import { afterAll, beforeAll } from 'vitest';
import { goThrough } from './course.js';
import { servePages } from './pages.js';
import { type Site, serveSite } from './site.js';
import { prepare } from './stack.js';

const versions = ['htmx.org'];

let site: Site;
beforeAll(async () => {
  const { folder } = await prepare('htmx');
  site = await serveSite(folder, (app) => {
    const htmx = 'node_modules/htmx.org/dist/htmx.js';
    app.get('/htmx.js', (_request, response) => response.sendFile(htmx, { root: folder }));
    const head = '<script src="/htmx.js"></script>';
    servePages(app, { home: '/body', head, body: 'hx-boost:inherited="true"', tag: 'body' });
  });
});
afterAll(() => site?.close());

// A boosted link leaves the head as it is: a tag there neither comes nor goes with its page.
goThrough('htmx, the tag in the body', { path: '/body', site: () => site, versions });
