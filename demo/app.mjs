import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import express from 'express';
import session from 'express-session';
import { MODES, misbehave } from './faults.mjs';
import { DEFAULTS, fromQuery } from './settings.js';
import { createVisitors, recordRequest } from './visitors.mjs';
import { length } from './words.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const SECURITY = {
  'Content-Security-Policy':
    "default-src 'self'; require-trusted-types-for 'script'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
};

/** The site: a page behind a login, and a session that ends `lifetime` seconds after the last request that renews it. */
export function createApp({ dist, version, cookieSuffix }) {
  const app = express();
  const store = new session.MemoryStore();
  app.disable('x-powered-by');
  app.use((_request, response, next) => {
    response.set(SECURITY);
    next();
  });

  // Files come before the session: they renew nothing.
  app.use('/dist', express.static(dist, { fallthrough: false }));
  app.get([/^\/[\w-]+\.(js|css|svg)$/, '/gallery.html'], express.static(here));

  app.use(createVisitors(`visitor-${cookieSuffix}`), express.json(), express.urlencoded({ extended: false }));
  app.use(['/session/ping', '/session/check', '/logout', /^\/$/], recordRequest);
  app.post('/login', recordRequest);
  app.use(csrf);
  app.use(['/session/ping', '/session/check', '/naive/ping'], misbehave);
  // The naive timer beside the real one gets an answer and changes nothing.
  app.post('/naive/ping', (_request, response) => response.sendStatus(204));

  app.use(
    session({
      name: `session-${cookieSuffix}`,
      secret: randomUUID(),
      store,
      rolling: true,
      resave: false,
      saveUninitialized: false,
      cookie: { httpOnly: true, sameSite: 'lax' },
    }),
  );
  readingRoutes(app, store);
  renewingRoutes(app, version);
  return app;
}

/** Routes that tell what remains of a session and leave it as it is. */
function readingRoutes(app, store) {
  app.get(['/session', '/session/check'], (request, response) => {
    const found = peek(request);
    if (!found) return gone(response);
    response.set('Session-Expires-In', Math.floor(found.expiresIn)).json(found);
  });

  app.get('/events', (request, response) => {
    const { mode, requests } = request.visitor;
    const since = Number(request.query.since ?? 0);
    response.json({ session: peek(request), mode, requests: requests.filter(({ id }) => id > since) });
  });

  app.get('/login', async (request, response) => {
    peek(request);
    const query = settingsOf(request.originalUrl);
    const { timeout, warnBefore, lifetime } = fromQuery(query);
    const values = {
      token: request.visitor.token,
      query,
      lifetime: lifetimeOf(lifetime),
      warned: length(timeout - warnBefore),
      ended: length(timeout),
    };
    response.type('html').send(await page('login.html', values));
  });

  app.post('/faults', (request, response) => {
    peek(request);
    const mode = request.body?.mode;
    if (!MODES.includes(mode)) return response.status(400).json({ error: `mode is one of ${MODES.join(', ')}` });
    const { visitor } = request;
    visitor.mode = mode === 'revoked' ? 'ok' : mode;
    if (mode !== 'revoked') return response.json({ mode });
    store.destroy(visitor.sessionID, () => response.json({ mode }));
  });
}

/** Routes that express-session renews the session for, since `rolling` is set and they answer with `request.session`. */
function renewingRoutes(app, version) {
  app.post('/login', (request, response, next) => {
    const lifetime = lifetimeOf(request.body?.lifetime);
    const query = new URLSearchParams(String(request.body?.query ?? ''));
    if (lifetime !== DEFAULTS.lifetime || query.has('lifetime')) query.set('lifetime', lifetime);
    request.session.regenerate((error) => {
      if (error) return next(error);
      Object.assign(request.session, { user: 'you', fresh: true });
      setLifetime(request.session, lifetime);
      request.visitor.sessionID = request.sessionID;
      // What ended the last session is not to end this one too.
      request.visitor.mode = 'ok';
      response.redirect(303, query.size ? `/?${query}` : '/');
    });
  });

  app.get('/', async (request, response) => {
    const { user, fresh } = request.session;
    if (!user) return response.redirect(`/login${settingsOf(request.originalUrl)}`);
    delete request.session.fresh;
    const wanted = request.query.lifetime;
    if (wanted !== undefined) setLifetime(request.session, lifetimeOf(wanted));
    const values = { token: request.visitor.token, fresh: fresh ? 'yes' : 'no', version };
    response
      .set('Cache-Control', 'no-cache')
      .type('html')
      .send(await page('index.html', values));
  });

  app.all('/session/ping', (request, response) => {
    if (!request.session.user) return gone(response);
    const expiresIn = request.session.lifetime;
    response.set({ 'Session-Expires-In': expiresIn, 'Cache-Control': 'no-store' }).json({ expiresIn });
  });

  app.post('/settings', (request, response) => {
    if (!request.session.user) return gone(response);
    const lifetime = lifetimeOf(request.body?.lifetime);
    setLifetime(request.session, lifetime);
    response.json({ lifetime });
  });

  app.post('/logout', (request, response, next) => {
    request.session.destroy((error) => (error ? next(error) : response.sendStatus(204)));
  });
}

/**
 * What remains of the session, unrenewed. express-session puts off the end of a session (touches it) after every request
 * that still has `request.session` when it is answered, whatever `rolling` says. Taking the session off the request is
 * its documented way out (`unset: 'keep'`): the stored one stays as it was, and no cookie is sent.
 */
function peek(request) {
  const { user, lifetime, cookie } = request.session;
  request.session = null;
  return user ? { expiresIn: Math.max(0, cookie.expires - Date.now()) / 1000, lifetime } : null;
}

/** A page that changes something on the server has to prove that it is ours: the token is in the page. */
function csrf(request, response, next) {
  const given = request.get('X-CSRF-Token') ?? request.body?.csrf;
  if (request.method !== 'POST' || given === request.visitor.token) return next();
  response.status(403).json({ error: 'the CSRF token is missing or wrong' });
}

const gone = (response) => response.status(401).json({ error: 'no session' });

const settingsOf = (url) => new URL(url, 'http://page').search;

function lifetimeOf(value) {
  const seconds = Math.round(Number(value));
  return seconds >= 3 && seconds <= 86_400 ? seconds : DEFAULTS.lifetime;
}

function setLifetime(session, seconds) {
  session.lifetime = seconds;
  session.cookie.maxAge = seconds * 1000;
}

async function page(file, values) {
  const html = await readFile(new URL(file, import.meta.url), 'utf8');
  return html.replace(/\{\{(\w+)\}\}/g, (_, name) => escapeHtml(String(values[name])));
}

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text) => text.replace(/[&<>"]/g, (character) => ENTITIES[character]);
