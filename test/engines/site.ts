import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import express, { type Express } from 'express';
import type { IdleTimer, IdleTimerEventMap, IdleTimerOptions, State } from '../../src/index.js';

/** What the test page has recorded of its timer: an event, with its fields. */
export interface LogEntry {
  type: keyof IdleTimerEventMap;
  at: number;
  state: State;
  [field: string]: unknown;
}

/** What has happened to the test page itself. */
export interface LifeEntry {
  type:
    | 'pageshow'
    | 'pagehide'
    | 'focus'
    | 'blur'
    | 'online'
    | 'offline'
    | 'error'
    | 'unhandledrejection'
    | 'visibilitychange'
    | 'freeze'
    | 'resume'
    | 'securitypolicyviolation';
  at: number;
  visibility: DocumentVisibilityState;
  persisted?: boolean;
  /** What went wrong. */
  detail: string;
}

declare global {
  var timer: IdleTimer;
  var log: LogEntry[];
  var life: LifeEntry[];
}

export interface PageOptions {
  /** The timer's, as far as JSON can hold them. */
  options?: IdleTimerOptions;
  /** False: the timer is made, and not started. */
  start?: boolean;
  /** Nothing but files of the site's own, and Trusted Types. */
  strict?: boolean;
}

export interface Site {
  readonly url: string;
  readonly app: Express;
  /** The address of the test page. */
  page(options?: PageOptions): string;
  close(): Promise<void>;
}

const STRICT = "default-src 'self'; img-src data:; require-trusted-types-for 'script'";
const pages = fileURLToPath(new URL('pages', import.meta.url));
const dist = fileURLToPath(new URL('../../dist', import.meta.url));

/** Serves the built files, the test page and more on this machine. */
export async function serve(routes: (app: Express) => void = () => {}): Promise<Site> {
  const app = express();
  app.use('/dist', express.static(dist, { fallthrough: false }));
  app.get('/page', (request, response) => {
    if (request.query.csp === 'strict') response.set('Content-Security-Policy', STRICT);
    response.sendFile('page.html', { root: pages });
  });
  app.use(express.static(pages));
  routes(app);

  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    app,
    page({ options = {}, start = true, strict = false } = {}) {
      const query = new URLSearchParams({ options: JSON.stringify(options) });
      if (!start) query.set('start', '0');
      if (strict) query.set('csp', 'strict');
      return `${url}/page?${query}`;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
