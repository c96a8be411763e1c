import type { Outcome } from './input.js';
import type { KeepAliveOptions, Request, RequestOptions, SessionRequestOptions } from './options.js';

/** Answers by which servers say that there is no session: Laravel's is 419, Microsoft's 440. */
const GONE = [401, 403, 419, 440];
/** Answers that say when to come again. */
const LATER = [429, 503];
/**
 * The first retry comes within this time, or this share of the interval, each further one within twice as long: a
 * server that was away for a minute must not be met by all that were refused meanwhile.
 */
const BACKOFF = 2_000;
const BACKOFF_SHARE = 0.4;
const BACKOFF_LIMIT = 60_000;

/**
 * Runs a request under its time limit, which covers the whole of it: `headers()`, the answer and the reading of the
 * answer may each hang.
 *
 * @param outer - aborts it. A ping must not outlive the session: answered after the logout it signs the person in again.
 */
export async function limited<T>(
  limit: number,
  outer: AbortSignal | undefined,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  const abort = () => controller.abort(outer?.reason);
  const timer = setTimeout(() => controller.abort(new DOMException('no answer in time', 'TimeoutError')), limit);
  outer?.addEventListener('abort', abort);
  if (outer?.aborted) abort();
  try {
    return await Promise.race([stopped, run(signal)]);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', abort);
  }
}

export async function send(
  { url, method, headers, credentials = 'same-origin', fetch: own }: Request<RequestOptions>,
  signal: AbortSignal,
  extra: RequestInit,
  onSend: () => void,
): Promise<Response> {
  const given = typeof headers === 'function' ? await headers() : headers;
  if (signal.aborted) throw signal.reason;
  onSend();
  const init = { method, credentials, cache: 'no-store', signal, ...(given && { headers: given }), ...extra } as const;
  return (own ?? fetch)(url, init);
}

/** Asks the server about its session, and says what the answer means. Never rejects. */
export async function ask(
  options: Request<SessionRequestOptions & Pick<KeepAliveOptions, 'interval'>>,
  signal: AbortSignal,
  failures: number,
  onSend: () => void,
): Promise<Outcome> {
  const { interval = 0 } = options;
  const longest = Math.max(BACKOFF, interval * BACKOFF_SHARE) * 2 ** failures;
  const backoff = Math.random() * Math.min(Math.max(BACKOFF_LIMIT, interval), longest);
  let status = 0;
  try {
    return await limited(options.timeout, signal, async (limit) => {
      const response = await send(options, limit, { redirect: options.redirect ?? 'manual' }, onSend);
      status = response.status;
      if (response.type === 'opaqueredirect' || GONE.includes(status)) return { type: 'gone' };
      if (response.ok) {
        if (options.isAlive && !(await options.isAlive(response.clone()))) return { type: 'gone' };
        return { type: 'alive', status, expiresIn: await readExpiresIn(response, options.expiresIn) };
      }
      const delay = LATER.includes(status) ? retryAfter(response) : undefined;
      // All browsers were told the same: they must not come at once.
      return { type: 'failed', status, error: undefined, delay: (delay ?? 0) + backoff };
    });
  } catch (error) {
    return signal.aborted ? { type: 'busy' } : { type: 'failed', status, error, delay: backoff };
  }
}

function retryAfter(response: Response): number | undefined {
  const value = response.headers.get('Retry-After');
  if (!value) return;
  const delay = Number.isNaN(+value) ? Date.parse(value) - Date.now() : +value * 1_000;
  return delay >= 0 ? delay : undefined;
}

async function readExpiresIn(
  response: Response,
  from: SessionRequestOptions['expiresIn'] = 'Session-Expires-In',
): Promise<number | undefined> {
  let value: unknown;
  if (typeof from === 'function') value = await from(response.clone());
  else {
    value = response.headers.get(from);
    if (value === null && response.headers.get('Content-Type')?.includes('json')) {
      // Whatever stands in an answer of 2xx, even where it only claims to be JSON: the session lives.
      const body: { expiresIn?: unknown } | null | undefined = await response.json().catch(() => undefined);
      value = body?.expiresIn;
    } else if (value) value = +(value as string);
  }
  return typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY ? value : undefined;
}
