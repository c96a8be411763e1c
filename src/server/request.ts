import type { Request, RequestOptions } from '../options.js';

/**
 * Runs a request under its time limit, which covers the whole of it: `headers()`, the answer and the reading of the
 * answer may each hang.
 *
 * @param outer - aborts it. A ping must not outlive the session: answered after the logout it signs the person in again.
 */
export async function withTimeout<T>(
  limit: number,
  outer: AbortSignal,
  run: (signal: AbortSignal) => PromiseLike<T>,
): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  const abort = () => controller.abort(outer.reason);
  const timer = setTimeout(() => controller.abort(new DOMException('no answer in time', 'TimeoutError')), limit);
  outer.addEventListener('abort', abort);
  if (outer.aborted) abort();
  try {
    return await Promise.race([stopped, run(signal)]);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', abort);
  }
}

/** @param onSend - called when the headers are known, right before the request is sent. */
export async function send(
  { url, method, headers, credentials = 'same-origin', body, fetch: own }: Request<RequestOptions>,
  signal: AbortSignal,
  extra: RequestInit,
  onSend: () => void,
): Promise<Response> {
  const given = typeof headers === 'function' ? await headers() : headers;
  const content = typeof body === 'function' ? await body() : body;
  if (signal.aborted) throw signal.reason;
  onSend();
  const init: RequestInit = { method, credentials, cache: 'no-store', signal, ...extra };
  if (given) init.headers = given;
  if (content !== undefined) init.body = content;
  return (own ?? fetch)(url as string | URL, init);
}
