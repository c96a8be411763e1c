// @vitest-environment node
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { KeepAliveOptions, KeepAliveRenewOptions, Request, SessionRequestOptions } from '../../../src/options.js';
import { ask, statusOutcome } from '../../../src/server/answer.js';
import { json, MINUTE, NOON, pass, SECOND, serve, useClock } from '../helpers.js';

beforeEach(useClock);

const LIMIT = 10 * SECOND;

/** Asks a server that answers so. */
function question(given: Partial<KeepAliveOptions> = {}, failures = 0) {
  const controller = new AbortController();
  const onSend = vi.fn();
  const options = { url: '/ping', method: 'POST', timeout: LIMIT, ...given } as Request<SessionRequestOptions> & {
    interval?: number;
  };
  return { controller, onSend, outcome: ask(options, controller.signal, failures, onSend) };
}

const asked = async (answer: Response | Error, given: Partial<KeepAliveOptions> = {}, failures = 0) =>
  question({ fetch: serve(answer), ...given }, failures).outcome;

const status = (code: number, headers?: HeadersInit) =>
  new Response(null, { status: code, ...(headers && { headers }) });

describe('what an answer means', () => {
  test.for([200, 201, 204])('%i: the session lives', async (code) => {
    expect(await asked(status(code))).toEqual({ type: 'alive', status: code, expiresIn: undefined });
  });

  test.for([401, 440])('%i: it is gone', async (code) => {
    expect(await asked(status(code))).toEqual({ type: 'signedOut' });
  });

  test.for([400, 403, 419, 422])('%i: it may be gone, or the token old', async (code) => {
    expect(await asked(status(code))).toEqual({ type: 'refused', status: code });
  });

  test('a redirect, which leads to a login page: it is gone', async () => {
    const redirect = { type: 'opaqueredirect', status: 0, ok: false } as Response;
    const { outcome } = question({ fetch: async () => redirect });
    expect(await outcome).toEqual({ type: 'signedOut' });
  });

  test.for([404, 408, 429, 500, 502, 503, 504])('%i: nobody is thrown out for it; it is tried again', async (code) => {
    expect(await asked(status(code))).toMatchObject({ type: 'failed', status: code, error: undefined });
  });

  test('no network: it is tried again, and the error is told', async () => {
    const error = new TypeError('Failed to fetch');
    expect(await asked(error)).toMatchObject({ type: 'failed', status: 0, error });
  });

  test('isAlive tells a login page from an answer, and leaves the answer to be read', async () => {
    const isAlive = async (response: Response) => ((await response.json()) as { user?: string }).user !== undefined;
    expect(await asked(json({ login: true }), { isAlive })).toEqual({ type: 'signedOut' });
    expect(await asked(json({ user: 'ada', expiresIn: 9 }), { isAlive })).toMatchObject({
      type: 'alive',
      expiresIn: 9,
    });
  });

  const redirected = {
    ...{ type: 'opaqueredirect', status: 0, ok: false, headers: new Headers() },
    clone: () => redirected,
  } as unknown as Response;

  test.for([
    ['200', status(200)],
    ['401', status(401)],
    ['403', status(403)],
    ['404', status(404)],
    ['500', status(500)],
    ['a redirect', redirected],
  ] as const)('isAlive sees every answer and has the last word: %s', async ([, answer]) => {
    const fetch = async () => answer;
    const byItself = await question({ fetch }).outcome;
    const seen = vi.fn(() => undefined);
    expect(await question({ fetch, isAlive: seen }).outcome).toMatchObject({ type: byItself.type });
    expect(seen).toHaveBeenCalledTimes(1);
    expect(await question({ fetch, isAlive: () => true }).outcome).toMatchObject({ type: 'alive' });
    expect(await question({ fetch, isAlive: async () => false }).outcome).toEqual({ type: 'signedOut' });
  });

  test("isAlive, headers() or expiresIn() that throw fail the ping, not the person's session", async () => {
    const fails = () => {
      throw new Error('mine');
    };
    for (const own of [{ isAlive: fails }, { headers: fails }, { expiresIn: fails }]) {
      expect(await asked(status(200), own)).toMatchObject({ type: 'failed', error: new Error('mine') });
    }
  });
});

describe('how long the session still lives', () => {
  const header = (value: string, name = 'Session-Expires-In') => status(200, { [name]: value });

  test.for([
    ['the header', header('540'), {}, 540],
    ['a fraction', header('0.5'), {}, 0.5],
    ['now', header('0'), {}, 0],
    ['a header of another name', header('7', 'X-TTL'), { expiresIn: 'X-TTL' }, 7],
    ['the usual header where another is asked for', header('7'), { expiresIn: 'X-TTL' }, undefined],
    ['JSON', json({ expiresIn: 540 }), {}, 540],
    ['the header before JSON', json({ expiresIn: 1 }, { 'Session-Expires-In': '2' }), {}, 2],
    ['JSON of a subtype', json({ expiresIn: 3 }, { 'Content-Type': 'application/problem+json' }), {}, 3],
    [
      'a function',
      json({ ttl: 5 }),
      { expiresIn: async (r: Response) => ((await r.json()) as { ttl: number }).ttl },
      5,
    ],
    ['a function that does not know', json({ expiresIn: 5 }), { expiresIn: () => undefined }, undefined],
    ['text, which is no number', header('soon'), {}, undefined],
    ['an empty header', header(''), {}, undefined],
    ['below zero', header('-1'), {}, undefined],
    ['for ever', header('Infinity'), {}, undefined],
    ['a JSON string', json({ expiresIn: '540' }), {}, undefined],
    ['JSON without it', json({}), {}, undefined],
    ['null', json(null), {}, undefined],
    ['a function that says NaN', json({}), { expiresIn: () => Number.NaN }, undefined],
    ['text that looks like JSON but is not sent as such', new Response('{"expiresIn":5}'), {}, undefined],
  ] as const)('%s', async ([, answer, options, expiresIn]) => {
    expect(await asked(answer, options)).toEqual({ type: 'alive', status: 200, expiresIn });
  });

  test('what claims to be JSON and is not is alive all the same', async () => {
    const broken = new Response('<!doctype html>', { headers: { 'Content-Type': 'application/json' } });
    expect(await asked(broken)).toEqual({ type: 'alive', status: 200, expiresIn: undefined });
  });
});

describe('when it is tried again', () => {
  const delay = async (answer: Response | Error, failures = 0) => {
    const outcome = await asked(answer, {}, failures);
    return outcome.type === 'failed' ? outcome.delay : Number.NaN;
  };

  test.for([
    [0, 2 * SECOND],
    [1, 4 * SECOND],
    [3, 16 * SECOND],
    [5, MINUTE],
    [2_000, MINUTE],
  ] as const)('after %i failures before: at random within %i ms', async ([failures, most]) => {
    for (const random of [0, 0.25, 0.999]) {
      vi.spyOn(Math, 'random').mockReturnValue(random);
      expect(await delay(status(500), failures)).toBe(random * most);
      expect(await delay(new Error('offline'), failures)).toBe(random * most);
    }
  });

  test.for([429, 503])('%i with Retry-After: when the server says, and not all at once', async (code) => {
    for (const value of ['120', new Date(NOON + 120 * SECOND).toUTCString()]) {
      vi.spyOn(Math, 'random').mockReturnValue(0);
      expect(await delay(status(code, { 'Retry-After': value }))).toBe(120 * SECOND);
      vi.spyOn(Math, 'random').mockReturnValue(0.5);
      expect(await delay(status(code, { 'Retry-After': value }))).toBe(121 * SECOND);
    }
  });

  test('a Retry-After date is measured by the clock of the server that wrote it', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const skewed = NOON - 3 * MINUTE;
    const headers = {
      Date: new Date(skewed).toUTCString(),
      'Retry-After': new Date(skewed + 90 * SECOND).toUTCString(),
    };
    expect(await delay(status(503, headers))).toBe(90 * SECOND);
    expect(await delay(status(503, { ...headers, Date: 'nonsense' }))).toBe(0);
  });

  test.for(['later', '-5', new Date(NOON - MINUTE).toUTCString(), ''])(
    'Retry-After: %s says nothing',
    async (value) => {
      vi.spyOn(Math, 'random').mockReturnValue(0.5);
      expect(await delay(status(503, { 'Retry-After': value }))).toBe(SECOND);
    },
  );

  test('Retry-After: 0 is no leave to send the next request into the last answer', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    expect(await delay(status(503, { 'Retry-After': '0' }))).toBeGreaterThan(0);
  });

  test('Retry-After of other answers is not for us', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    expect(await delay(status(500, { 'Retry-After': '120' }))).toBe(SECOND);
  });
});

describe('the request', () => {
  const init = async (given: Partial<KeepAliveOptions>) => {
    const fetch = serve(status(204));
    await question({ fetch, ...given }).outcome;
    return fetch.mock.calls[0] ?? [];
  };

  test('does not follow redirects, is not cached, stays on the origin, and never outlives the page', async () => {
    const [url, options] = await init({});
    expect(url).toBe('/ping');
    expect(options).toEqual({
      method: 'POST',
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'manual',
      signal: expect.any(AbortSignal),
    });
  });

  test('is the caller’s to change', async () => {
    const url = new URL('https://example.com/ping');
    const own = { url, method: 'HEAD', credentials: 'include', redirect: 'follow', headers: { A: 'b' } } as const;
    const [address, options] = await init(own);
    expect(address).toBe(url);
    expect(options).toMatchObject({ method: 'HEAD', credentials: 'include', redirect: 'follow', headers: { A: 'b' } });
  });

  test('takes a CSRF token anew each time, from a promise too', async () => {
    let n = 0;
    const headers = async () => ({ 'X-CSRF': `${++n}` });
    expect((await init({ headers }))[1]).toMatchObject({ headers: { 'X-CSRF': '1' } });
    expect((await init({ headers }))[1]).toMatchObject({ headers: { 'X-CSRF': '2' } });
  });

  test('goes through the global fetch where no other is given', async () => {
    const fetch = serve(status(204));
    vi.stubGlobal('fetch', fetch);
    expect(await question({}).outcome).toMatchObject({ type: 'alive' });
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test('counts from when it is sent, after headers() have come', async () => {
    const headers = () => new Promise<HeadersInit>((resolve) => setTimeout(() => resolve({}), 3 * SECOND));
    const { onSend, outcome } = question({ headers, fetch: serve(status(204)) });
    await pass(2 * SECOND);
    expect(onSend).not.toHaveBeenCalled();
    await pass(SECOND);
    expect(onSend).toHaveBeenCalledTimes(1);
    expect(await outcome).toMatchObject({ type: 'alive' });
  });
});

describe('what hangs is given up after its time, and tried again', () => {
  const hangs = () => new Promise<never>(() => {});
  const body = () => Object.assign(json({}), { json: hangs });

  test.for<[string, Partial<KeepAliveOptions>]>([
    ['the server', { fetch: serve('never') }],
    ['a fetch that knows of no signal', { fetch: hangs }],
    ['headers()', { headers: hangs, fetch: serve(status(204)) }],
    ['the body', { fetch: async () => body() }],
    ['isAlive()', { isAlive: hangs, fetch: serve(status(204)) }],
    ['expiresIn()', { expiresIn: hangs, fetch: serve(status(204)) }],
  ])('%s', async ([, given]) => {
    const { outcome } = question(given);
    const settled = vi.fn();
    void outcome.then(settled);
    await pass(LIMIT - 1);
    expect(settled).not.toHaveBeenCalled();
    await pass(1);
    expect(settled).toHaveBeenCalledWith(
      expect.objectContaining({ type: 'failed', error: expect.objectContaining({ name: 'TimeoutError' }) }),
    );
  });

  test('a request whose headers() come too late is not sent any more', async () => {
    const fetch = serve(status(204));
    const headers = () => new Promise<HeadersInit>((resolve) => setTimeout(() => resolve({}), LIMIT + SECOND));
    const { onSend } = question({ headers, fetch });
    await pass(LIMIT + 2 * SECOND);
    expect(onSend).not.toHaveBeenCalled();
    expect(fetch).not.toHaveBeenCalled();
  });

  test.for<[string, number, Record<string, string>]>([
    ['is no JSON', 200, { 'Content-Type': 'text/html' }],
    ['stands beside a header that told enough', 200, { 'Content-Type': 'application/json', 'Session-Expires-In': '9' }],
    ['belongs to an error', 500, { 'Content-Type': 'application/json' }],
  ])('a body that %s is cancelled, so that it does not keep the connection', async ([, code, headers]) => {
    const cancel = vi.fn();
    const answer = new Response(new ReadableStream({ cancel }), { status: code, headers });
    await question({ fetch: async () => answer }).outcome;
    expect(cancel).toHaveBeenCalledTimes(1);
  });

  test('isAlive that does not read the body holds nothing up', async () => {
    const { outcome } = question({ fetch: serve(new Response('<!doctype html>')), isAlive: ({ ok }) => ok });
    await pass(LIMIT);
    expect(await outcome).toMatchObject({ type: 'alive' });
  });

  test('nothing is left running after an answer', async () => {
    await asked(status(204));
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a ping that must not go on', () => {
  test('is aborted, and is neither an answer nor a failure', async () => {
    const fetch = serve('never');
    const { controller, outcome } = question({ fetch });
    await pass(0);
    expect(fetch.mock.calls[0]?.[1].signal?.aborted).toBe(false);
    controller.abort();
    expect(fetch.mock.calls[0]?.[1].signal?.aborted).toBe(true);
    expect(await outcome).toEqual({ type: 'skipped' });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is not even sent if that was known before', async () => {
    const outer = new AbortController();
    outer.abort();
    const fetch = serve(status(204));
    const options = { url: '/ping', method: 'POST', timeout: LIMIT, fetch };
    expect(await ask(options, outer.signal, 0, () => {})).toEqual({ type: 'skipped' });
    expect(fetch).not.toHaveBeenCalled();
  });
});

describe('a renewal need not be a request', () => {
  const renewed = (renew: NonNullable<KeepAliveRenewOptions['renew']>, controller = new AbortController()) => {
    const onSend = vi.fn();
    const outcome = ask({ renew, method: 'POST', timeout: LIMIT }, controller.signal, 0, onSend);
    return { onSend, outcome };
  };

  test.for([
    ['nothing', undefined, { type: 'alive', status: 0, expiresIn: undefined }],
    ['null', null, { type: 'alive', status: 0, expiresIn: undefined }],
    ['an object that does not say', {}, { type: 'alive', status: 0, expiresIn: undefined }],
    ['how long it lives', { expiresIn: 540 }, { type: 'alive', status: 0, expiresIn: 540 }],
    ['nonsense', { expiresIn: Number.NaN }, { type: 'alive', status: 0, expiresIn: undefined }],
    ['false', false, { type: 'signedOut' }],
  ] as const)('a function that says %s, at once or later', async ([, result, expected]) => {
    expect(await renewed(() => result).outcome).toEqual(expected);
    const later = renewed(async () => result);
    expect(await later.outcome).toEqual(expected);
    expect(later.onSend).toHaveBeenCalledTimes(1);
  });

  test('one that throws or rejects is tried again, and its error is told', async () => {
    const error = new Error('mine');
    const fails = () => {
      throw error;
    };
    expect(await renewed(fails).outcome).toMatchObject({ type: 'failed', status: 0, error });
    expect(await renewed(() => Promise.reject(error)).outcome).toMatchObject({ type: 'failed', status: 0, error });
  });

  test('one that hangs is given up after its time, and its signal aborts', async () => {
    let given: AbortSignal | undefined;
    const { outcome } = renewed(({ signal }) => {
      given = signal;
      return new Promise(() => {});
    });
    await pass(LIMIT);
    expect(await outcome).toMatchObject({ type: 'failed', error: { name: 'TimeoutError' } });
    expect(given?.aborted).toBe(true);
  });

  test('P6: its signal aborts with the session, and then it is neither an answer nor a failure', async () => {
    const controller = new AbortController();
    let given: AbortSignal | undefined;
    const { outcome } = renewed(({ signal }) => {
      given = signal;
      return new Promise(() => {});
    }, controller);
    await pass(0);
    controller.abort();
    expect(given?.aborted).toBe(true);
    expect(await outcome).toEqual({ type: 'skipped' });
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("the page's own requests tell too", () => {
  test.for([
    [401, null, { type: 'signedOut' }],
    [440, '540', { type: 'signedOut' }],
    [200, '540', { type: 'alive', status: 200, expiresIn: 540 }],
    [204, '0', { type: 'alive', status: 204, expiresIn: 0 }],
    [200, null, undefined],
    [200, 'soon', undefined],
    [403, '540', undefined],
    [302, '540', undefined],
    [500, null, undefined],
  ] as const)('%i with %j', ([code, header, expected]) => {
    expect(statusOutcome(code, header)).toEqual(expected);
  });
});
