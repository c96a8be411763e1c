// @vitest-environment node
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { send, withTimeout } from '../../../src/server/request.js';
import { pass, SECOND, serve, useClock } from '../helpers.js';

beforeEach(useClock);

const LIMIT = 10 * SECOND;

describe('under a time limit', () => {
  test('what was aborted before runs with an aborted signal, and rejects', async () => {
    const outer = new AbortController();
    outer.abort(new Error('over'));
    const run = vi.fn(async (signal: AbortSignal) => signal.aborted);
    await expect(withTimeout(LIMIT, outer.signal, run)).rejects.toThrow('over');
    expect(await run.mock.results[0]?.value).toBe(true);
  });

  test('neither timer nor listener outlives it, whatever comes of it', async () => {
    const outer = new AbortController();
    const added = vi.spyOn(outer.signal, 'addEventListener');
    const removed = vi.spyOn(outer.signal, 'removeEventListener');
    await withTimeout(LIMIT, outer.signal, async () => 'done');
    await expect(withTimeout(LIMIT, outer.signal, () => Promise.reject(new Error('mine')))).rejects.toThrow('mine');
    const hung = expect(withTimeout(LIMIT, outer.signal, () => new Promise(() => {}))).rejects.toThrow('no answer');
    await pass(LIMIT);
    await hung;
    expect(vi.getTimerCount()).toBe(0);
    expect(added).toHaveBeenCalledTimes(3);
    expect(removed.mock.calls).toEqual(added.mock.calls);
  });
});

describe('a request', () => {
  const request = { url: '/', method: 'POST', timeout: LIMIT };
  const never = new AbortController().signal;

  test('takes its body from a function, anew each time, from a promise too', async () => {
    const fetch = serve(new Response());
    let times = 0;
    const body = async () => `token=${++times}`;
    await send({ ...request, body, fetch }, never, {}, () => {});
    await send({ ...request, body, fetch }, never, {}, () => {});
    expect(fetch.mock.calls.map(([, init]) => init.body)).toEqual(['token=1', 'token=2']);
  });

  test('has no body if none is given, or the function gives none', async () => {
    const fetch = serve(new Response());
    await send({ ...request, fetch }, never, {}, () => {});
    await send({ ...request, body: () => undefined, fetch }, never, {}, () => {});
    await send({ ...request, body: 'a=b', fetch }, never, {}, () => {});
    expect(fetch.mock.calls.map(([, init]) => 'body' in init && init.body)).toEqual([false, false, 'a=b']);
  });

  test('is not sent if it was aborted while its headers or body were awaited', async () => {
    const fetch = serve(new Response());
    const onSend = vi.fn();
    const outer = new AbortController();
    const sent = send(
      { ...request, body: () => new Promise((resolve) => setTimeout(resolve, SECOND)), fetch },
      outer.signal,
      {},
      onSend,
    );
    outer.abort(new Error('over'));
    const refused = expect(sent).rejects.toThrow('over');
    await pass(SECOND);
    await refused;
    expect(onSend).not.toHaveBeenCalled();
    expect(fetch).not.toHaveBeenCalled();
  });
});
