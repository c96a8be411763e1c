import { setTimeout as wait } from 'node:timers/promises';

const SLOW = 3_000;
const RETRY_AFTER = 10;

const FAULTS = {
  ok: (_request, _response, next) => next(),
  slow: (_request, _response, next) => wait(SLOW).then(() => next()),
  failing: (_request, response) => response.status(500).json({ error: 'failing, as you wished' }),
  redirecting: (_request, response) => response.redirect('/login'),
  'rate-limited': (_request, response) =>
    response.status(429).set('Retry-After', RETRY_AFTER).json({ error: 'slow down' }),
  offline: (request) => request.socket.destroy(),
};

/** The ways in which the server can be told to misbehave; `revoked` is an act, not a lasting mode. */
export const MODES = [...Object.keys(FAULTS), 'revoked'];

/** Stands before the session, so that a faulty answer renews nothing. */
export const misbehave = (request, response, next) => FAULTS[request.visitor.mode](request, response, next);
