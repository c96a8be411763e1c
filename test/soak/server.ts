import { type Site, serve } from '../engines/site.js';

/** How the server behaves: as it should, or wrong in one of the ways that servers have. */
export const MODES = ['well', 'error', 'busy', 'silent', 'broken', 'not JSON'] as const;
export type Mode = (typeof MODES)[number];

export interface SessionServer extends Site {
  mode: Mode;
  /** Since it was last set to 0. */
  logouts: number;
  signIn(): void;
}

/** One browser's session, as a server keeps it. */
export async function serveSession(lifetime: number): Promise<SessionServer> {
  let until = 0;
  const left = () => Math.max(0, until - Date.now());
  const site = await serve((app) => {
    app.use('/session', (_request, response, next) => {
      switch (server.mode) {
        case 'error':
          return response.sendStatus(500);
        case 'busy':
          return response.set('Retry-After', '1').sendStatus(503);
        case 'silent':
          return;
        case 'broken':
          return response.destroy();
        case 'not JSON':
          return response.type('json').send('{"expiresIn": ');
        default:
          return next();
      }
    });
    app.all(['/session/ping', '/session/check'], (request, response) => {
      if (!left()) return response.sendStatus(401);
      if (request.path.endsWith('ping')) until = Date.now() + lifetime;
      return response.set('Session-Expires-In', String(left() / 1_000)).sendStatus(204);
    });
    app.post('/session/logout', (_request, response) => {
      until = 0;
      server.logouts += 1;
      response.sendStatus(204);
    });
  });
  const server: SessionServer = {
    ...site,
    mode: 'well',
    logouts: 0,
    signIn() {
      until = Date.now() + lifetime;
    },
  };
  return server;
}
