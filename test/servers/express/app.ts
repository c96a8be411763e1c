import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import express, { type NextFunction, type Request, type Response } from 'express';
import session from 'express-session';

declare module 'express-session' {
  interface SessionData {
    user: string;
  }
}

const dist = fileURLToPath(new URL('../../../dist', import.meta.url));
const SESSION_COOKIE = 'express_session';
const CSRF_COOKIE = 'express_csrf';

/** A small site with a session that ends, and the routes that a timer asks for. */
export function createApp(lifetime: number, store: session.MemoryStore): express.Express {
  const app = express();
  // Before the session: files renew nothing.
  app.use('/dist', express.static(dist));
  app.use(express.urlencoded({ extended: false }), csrf);
  app.use(
    session({
      name: SESSION_COOKIE,
      secret: randomUUID(),
      store,
      // The cookie is sent again with each answer: without it the browser drops it a lifetime after the login.
      rolling: true,
      resave: false,
      saveUninitialized: false,
      cookie: { maxAge: lifetime * 1_000, sameSite: 'lax' },
    }),
  );

  app.get('/login', (request, response) => {
    leaveSession(request);
    response.send(`<!doctype html><form method="post">${csrfField(response)}<input name="name"></form>`);
  });
  app.post('/login', (request, response, next) => {
    request.session.regenerate((error) => {
      if (error) return next(error);
      request.session.user = String((request.body as { name: unknown }).name);
      response.redirect(303, '/bare');
    });
  });
  app.post('/logout', (request, response, next) => {
    // A ping that is still being worked on may store the session once more: without its cookie nobody can use that.
    response.clearCookie(SESSION_COOKIE);
    request.session.destroy((error) => (error ? next(error) : response.sendStatus(204)));
  });

  app.get('/session/check', (request, response) => {
    const { user, cookie } = request.session;
    leaveSession(request);
    if (user) tell(response, Math.max(0, Number(cookie.expires) - Date.now()) / 1_000);
    else response.sendStatus(401);
  });
  app.use((request, response, next) => (request.session.user ? next() : response.sendStatus(401)));
  app.post('/session/ping', (_request, response) => tell(response, lifetime));
  app.get('/bare', (_request, response) => {
    response.send(`<!doctype html>
<title>signed in</title>
<script src="/dist/stillhere.min.js"></script>
${csrfField(response)}
<textarea autofocus></textarea>
`);
  });
  return app;
}

/**
 * express-session puts off the end of every session that is still on the request when it is answered; taking it off is
 * its documented way out.
 */
function leaveSession(request: Request): void {
  (request as { session: unknown }).session = null;
}

function tell(response: Response, expiresIn: number): void {
  response.set('Session-Expires-In', String(expiresIn)).json({ expiresIn });
}

function csrf(request: Request, response: Response, next: NextFunction): void {
  const cookie = new RegExp(`${CSRF_COOKIE}=([\\w-]+)`).exec(request.headers.cookie ?? '')?.[1];
  if (request.method === 'POST' && (!cookie || request.get('X-CSRF-Token') !== cookie)) {
    response.sendStatus(400);
    return;
  }
  response.locals.csrf = cookie ?? randomUUID();
  if (!cookie) response.cookie(CSRF_COOKIE, response.locals.csrf, { httpOnly: true, sameSite: 'strict' });
  next();
}

const csrfField = (response: Response) => `<input type="hidden" name="csrf" value="${response.locals.csrf}">`;
