import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import express, { type Express, type Request } from 'express';

/** What the server was asked. */
export interface Counts {
  renewals: number;
  /** By stillhere, as its `endSession`. */
  logouts: number;
  /** By the site's own "Leave". */
  leaves: number;
}

export interface Site {
  readonly url: string;
  readonly counts: Counts;
  close(): Promise<void>;
}

const cookieOf = ({ headers }: Request) => /(?:^|; )sid=([^;]+)/.exec(headers.cookie ?? '')?.[1] ?? '';

/**
 * The site's session server, in front of what serves the pages: a stack's own server on another port, or routes. All is
 * one origin, as a reverse proxy makes it.
 */
export async function serveSite(folder: string, pages: number | ((app: Express) => void)): Promise<Site> {
  const app = express();
  const sessions = new Set<string>();
  const counts: Counts = { renewals: 0, logouts: 0, leaves: 0 };

  app.get('/stillhere.min.js', (_request, response) =>
    response.sendFile('stillhere.min.js', { root: join(folder, 'node_modules/stillhere/dist') }),
  );
  app.get('/blank', (_request, response) => void response.type('html').send('<link rel="icon" href="data:,">'));
  app.post('/session/login', (request, response) => {
    const id = randomUUID();
    sessions.add(id);
    response.cookie('sid', id, { httpOnly: true, sameSite: 'lax' });
    const { to } = request.query;
    if (typeof to === 'string') response.redirect(303, to);
    else response.status(204).end();
  });
  app.post('/session/renew', (request, response) => {
    const lives = sessions.has(cookieOf(request));
    if (lives) counts.renewals++;
    response.status(lives ? 204 : 401).end();
  });
  app.post('/session/logout', (request, response) => {
    counts.logouts++;
    sessions.delete(cookieOf(request));
    response.status(204).end();
  });
  app.post('/session/leave', (request, response) => {
    counts.leaves++;
    sessions.delete(cookieOf(request));
    const { to } = request.query;
    if (typeof to === 'string') response.redirect(303, to);
    else response.status(204).end();
  });

  const forward = ({ method, url, headers }: IncomingMessage, port: number) =>
    request({ host: '127.0.0.1', port, method, path: url, headers });
  if (typeof pages === 'function') pages(app);
  else {
    app.use((incoming, response) => {
      const outgoing = forward(incoming, pages);
      outgoing.on('response', (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      outgoing.on('error', () => response.destroy());
      incoming.pipe(outgoing);
    });
  }

  const server = app.listen(0, '127.0.0.1');
  // What a development server sends of its changes.
  if (typeof pages === 'number') {
    server.on('upgrade', (incoming: IncomingMessage, socket: Duplex) => {
      const outgoing = forward(incoming, pages);
      outgoing.on('upgrade', ({ headers }: IncomingMessage, upstream: Duplex, head: Buffer) => {
        const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
        socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
        upstream.unshift(head);
        upstream.pipe(socket).pipe(upstream);
        for (const end of [upstream, socket]) end.on('error', () => socket.destroy());
      });
      outgoing.on('error', () => socket.destroy());
      outgoing.end();
    });
  }
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
