import { randomUUID } from 'node:crypto';

const KEPT_REQUESTS = 60;
const FORGOTTEN_AFTER = 60 * 60_000;

/**
 * What the demo remembers of a browser, beside its session: the fault that it asked for, its CSRF token and the requests
 * that were seen. It outlives the session, so that the page can show how the session ended.
 */
export function createVisitors(cookieName) {
  const visitors = new Map();

  function forgetTheOld(now) {
    for (const [id, visitor] of visitors) if (now - visitor.lastSeen > FORGOTTEN_AFTER) visitors.delete(id);
  }

  return function visitorOf(request, response, next) {
    const now = Date.now();
    const id = readCookie(request, cookieName);
    let visitor = visitors.get(id);
    if (!visitor) {
      forgetTheOld(now);
      visitor = { id: randomUUID(), token: randomUUID(), mode: 'ok', sessionID: undefined, requests: [], count: 0 };
      visitors.set(visitor.id, visitor);
      response.cookie(cookieName, visitor.id, { httpOnly: true, sameSite: 'lax', path: '/' });
    }
    visitor.lastSeen = now;
    request.visitor = visitor;
    next();
  };
}

/** Writes down a request when its answer is known. */
export function recordRequest(request, response, next) {
  const { visitor } = request;
  const began = Date.now();
  const entry = {
    method: request.method,
    path: new URL(request.originalUrl, 'http://page').pathname,
    tab: request.get('X-Tab') ?? '',
  };
  response.on('close', () => {
    visitor.count += 1;
    const status = response.writableFinished ? response.statusCode : 0;
    visitor.requests.push({ id: visitor.count, time: began, ...entry, status });
    if (visitor.requests.length > KEPT_REQUESTS) visitor.requests.shift();
  });
  next();
}

function readCookie(request, name) {
  const pairs = (request.headers.cookie ?? '').split(/; */);
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
