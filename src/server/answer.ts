import type { Outcome } from '../core/input.js';
import type { Renewal, Request, SessionRequestOptions } from '../options.js';
import { send, withTimeout } from './request.js';

/** The header that says how many seconds the server's session still lives. */
export const EXPIRES_IN = 'Session-Expires-In';
/** Answers by which servers say that there is no session: Microsoft's is 440. */
export const SIGNED_OUT: readonly number[] = [401, 440];
/** Answers that may mean the token as well as the session: Laravel's is 419, Rails's 422. */
export const REFUSED: readonly number[] = [400, 403, 419, 422];
/** Answers that say when to come again. */
const LATER = [429, 503];
/**
 * The first retry comes within this time, or this share of the interval, each further one within twice as long: a server
 * that was away for a minute must not be met by everybody at once.
 */
const BACKOFF_MS = 2_000;
const BACKOFF_SHARE = 0.4;
const BACKOFF_LIMIT_MS = 60_000;

type Asked = Request<SessionRequestOptions> & { readonly interval?: number };

/** Asks the server about its session, and says what the answer means. Never rejects. */
export async function ask(options: Asked, signal: AbortSignal, failures: number, onSend: () => void): Promise<Outcome> {
  const { interval = 0, renew } = options;
  const longest = Math.max(BACKOFF_MS, interval * BACKOFF_SHARE) * 2 ** failures;
  const backoff = Math.random() * Math.min(Math.max(BACKOFF_LIMIT_MS, interval), longest);
  let status = 0;
  try {
    return await withTimeout(options.timeout, signal, async (limit) => {
      if (renew) {
        onSend();
        return renewal(await renew({ signal: limit }));
      }
      const response = await send(options, limit, { redirect: options.redirect ?? 'manual' }, onSend);
      status = response.status;
      // All browsers were told the same time: they must not come at once.
      const outcome = await interpret(response, options, (LATER.includes(status) ? retryAfter(response) : 0) + backoff);
      // A body that nobody reads would keep the connection. Not awaited: a clone that isAlive left unread holds it up.
      response.body?.cancel().catch(() => {});
      return outcome;
    });
  } catch (error) {
    return signal.aborted ? { type: 'skipped' } : { type: 'failed', status, error, delay: backoff };
  }
}

/** What an answer of the server says of its session. */
async function interpret(response: Response, options: Partial<Asked>, delay: number): Promise<Outcome> {
  const { status } = response;
  const own = await options.isAlive?.(response.clone());
  if (own === false) return { type: 'signedOut' };
  if (own === true || response.ok)
    return { type: 'alive', status, expiresIn: await readExpiresIn(response, options.expiresIn) };
  if (response.type === 'opaqueredirect' || SIGNED_OUT.includes(status)) return { type: 'signedOut' };
  if (REFUSED.includes(status)) return { type: 'refused', status };
  return { type: 'failed', status, error: undefined, delay };
}

function renewal(result: Renewal): Outcome {
  if (result === false) return { type: 'signedOut' };
  return { type: 'alive', status: 0, expiresIn: seconds((result as Partial<{ expiresIn: number }> | null)?.expiresIn) };
}

/** Milliseconds until the server wants to be asked again, by its own clock if it gives a date. */
function retryAfter({ headers }: Response): number {
  const value = headers.get('Retry-After') ?? '';
  const date = Date.parse(headers.get('Date') ?? '') || Date.now();
  const delay = Number.isNaN(+value) ? Date.parse(value) - date : +value * 1_000;
  return delay > 0 ? delay : 0;
}

async function readExpiresIn(
  response: Response,
  from: SessionRequestOptions['expiresIn'] = EXPIRES_IN,
): Promise<number | undefined> {
  if (typeof from === 'function') return seconds(await from(response.clone()));
  const value = response.headers.get(from);
  if (value) return seconds(+value);
  if (!response.headers.get('Content-Type')?.includes('json')) return;
  // Whatever the body says, even if it only claims to be JSON: the session lives.
  const body: { expiresIn?: unknown } | null | undefined = await response.json().catch(() => undefined);
  return seconds(body?.expiresIn);
}

/** What the page's own requests tell; their bodies are the page's. */
export function statusOutcome(status: number, header: unknown): Outcome | undefined {
  if (SIGNED_OUT.includes(status)) return { type: 'signedOut' };
  const expiresIn = header ? seconds(Number(header)) : undefined;
  return status < 300 && expiresIn !== undefined ? { type: 'alive', status, expiresIn } : undefined;
}

const seconds = (value: unknown): number | undefined =>
  typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY ? value : undefined;
