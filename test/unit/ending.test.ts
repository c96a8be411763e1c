import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createEnding } from '../../src/ending.js';
import type { Input } from '../../src/input.js';
import type { IdleTimerOptions } from '../../src/options.js';
import { resolve } from '../../src/resolve.js';
import { lock, serverLock } from '../../src/tabs/claim.js';
import { type FakeLocks, pass, SECOND, serve, useClock, useLocks } from './helpers.js';

const SESSION = 7;
const EXPIRE = `stillhere:default:expire:${SESSION}`;
const SERVER = serverLock('default');

let locks: FakeLocks;
beforeEach(() => {
  useClock();
  locks = useLocks();
});

/** The end of a session as one tab sees it. */
function create(options: IdleTimerOptions = {}) {
  const reports: Input[] = [];
  const ending = createEnding(resolve(options), SESSION, (input) => reports.push(input));
  const finished = vi.fn();
  void ending.finished.then(finished);
  return {
    ending,
    reports,
    finished,
    claims: () => reports.filter(({ type }) => type === 'claim'),
    done: () => reports.flatMap((input) => (input.type === 'acted' ? input.done : [])),
  };
}
const logout = (fetch: ReturnType<typeof serve>, more = {}) => ({ endSession: { url: '/logout', fetch, ...more } });
const held = (name: string) => locks.held.get(name)?.length ?? 0;

describe('who leads', () => {
  test('a timer that is alone leads at once, and takes no lock', () => {
    const { reports } = create({ crossTab: false });
    expect(reports).toEqual([{ type: 'claim', session: SESSION, leader: true }]);
    expect(held(EXPIRE)).toBe(0);
  });

  test('P4: of two tabs the first one leads; the second one where the first one goes', async () => {
    const [first, second] = [create(), create()];
    await pass(SECOND);
    expect(first.claims()).toEqual([{ type: 'claim', session: SESSION, leader: true }]);
    expect(second.claims()).toEqual([]);
    first.ending.leave();
    await pass(SECOND);
    expect(second.claims()).toHaveLength(1);
  });

  test('the claim is let go of ten seconds after the logout was sent, however often that is told', async () => {
    const { ending } = create();
    await pass(0);
    ending.follow(1);
    await pass(20 * SECOND);
    expect(held(EXPIRE)).toBe(1);
    const timers = vi.getTimerCount();
    ending.follow(2);
    ending.follow(2);
    expect(vi.getTimerCount()).toBe(timers + 1);
    await pass(9 * SECOND);
    expect(held(EXPIRE)).toBe(1);
    await pass(2 * SECOND);
    expect(held(EXPIRE)).toBe(0);
  });
});

describe('what the leader does', () => {
  test('without a logout all is done at once', async () => {
    const { ending, done, finished } = create();
    await pass(0);
    expect(ending.acting).toBe(false);
    ending.act();
    expect(done()).toEqual([2, 3]);
    expect(ending.acting).toBe(false);
    await pass(0);
    expect(finished).toHaveBeenCalled();
  });

  test('the other tabs have 100 ms to say that they have something to save; alone there is nobody to wait for', async () => {
    for (const [crossTab, time] of [
      [true, 100],
      [false, 0],
    ] as const) {
      const fetch = serve('never');
      const { ending, reports, done } = create({ crossTab, ...logout(fetch) });
      await pass(0);
      ending.act();
      expect(ending.acting).toBe(true);
      if (time) await pass(time - 1);
      expect(fetch).toHaveBeenCalledTimes(0);
      expect(done()).toEqual([]);
      await pass(time ? 1 : 0);
      expect(fetch).toHaveBeenCalledTimes(1);
      expect(fetch.mock.calls[0]).toMatchObject(['/logout', { method: 'POST', keepalive: true }]);
      // First it looks whether somebody has signed in again.
      expect(reports.slice(1)).toEqual([{ type: 'look' }, { type: 'acted', session: SESSION, done: 2 }]);
      expect(ending.acting).toBe(true);
      ending.cancel();
    }
  });

  test('all is done when the server has answered', async () => {
    const { ending, done, finished } = create(logout(serve(new Response(null, { status: 204 }))));
    await pass(0);
    ending.act();
    await pass(50);
    expect(finished).not.toHaveBeenCalled();
    await pass(SECOND);
    expect(done()).toEqual([2, 3]);
    expect(ending.acting).toBe(false);
    expect(finished).toHaveBeenCalled();
  });

  test.for([
    ['refuses', new TypeError('failed to fetch'), 100],
    ['is silent', 'never', 3 * SECOND + 100],
  ] as const)('a server that %s holds nobody up', async ([_what, answer, time]) => {
    const { ending, done, finished } = create(logout(serve(answer), { timeout: 3 * SECOND }));
    await pass(0);
    ending.act();
    await pass(time - 1);
    expect(finished).not.toHaveBeenCalled();
    await pass(1);
    expect(done()).toEqual([2, 3]);
    expect(finished).toHaveBeenCalled();
  });

  test('waitUntil holds the logout back, for five seconds at most', async () => {
    for (const [saving, time] of [
      [2 * SECOND, 2 * SECOND],
      [60 * SECOND, 5 * SECOND],
    ] as const) {
      const fetch = serve('never');
      const { ending } = create({ crossTab: false, ...logout(fetch) });
      ending.waitUntil(new Promise((settle) => setTimeout(settle, saving)));
      ending.waitUntil(Promise.reject(new Error('the draft was refused')));
      ending.act();
      await pass(time - 1);
      expect(fetch).not.toHaveBeenCalled();
      await pass(1);
      expect(fetch).toHaveBeenCalledTimes(1);
      ending.cancel();
    }
  });

  test('the logout waits for a ping that is under way, for five seconds at most', async () => {
    for (const wait of [SECOND, 60 * SECOND]) {
      const fetch = serve('never');
      const { ending } = create(logout(fetch));
      const release = await lock(SERVER, {});
      ending.act();
      await pass(SECOND);
      expect(fetch).not.toHaveBeenCalled();
      if (wait === SECOND) {
        release?.();
        await pass(0);
      } else {
        await pass(4 * SECOND);
        release?.();
      }
      expect(fetch).toHaveBeenCalledTimes(1);
      ending.cancel();
      await pass(SECOND);
    }
  });
});

describe('a sign-in meanwhile', () => {
  test('calls off the logout that was not sent', async () => {
    const fetch = serve('never');
    const { ending, done, finished } = create(logout(fetch));
    await pass(0);
    ending.act();
    ending.cancel();
    expect(ending.acting).toBe(false);
    await pass(20 * SECOND);
    expect(fetch).not.toHaveBeenCalled();
    expect(done()).toEqual([]);
    expect(finished).toHaveBeenCalled();
    expect(held(EXPIRE)).toBe(0);
  });

  test('no longer stands in line for the others to have saved', async () => {
    const { ending } = create(logout(serve('never')));
    await lock(SERVER, { mode: 'shared' });
    const request = vi.spyOn(locks, 'request');
    await pass(0);
    ending.act();
    await pass(SECOND);
    ending.cancel();
    expect(request.mock.calls.map(([name, { signal }]) => [name, signal?.aborted])).toEqual([[SERVER, true]]);
  });

  test('aborts the one that was', async () => {
    const fetch = serve('never');
    const { ending, done } = create(logout(fetch));
    await pass(0);
    ending.act();
    await pass(SECOND);
    ending.cancel();
    await pass(SECOND);
    expect(fetch.mock.calls[0]?.[1].signal?.aborted).toBe(true);
    expect(done()).toEqual([2]);
  });
});

describe('a page that is left', () => {
  test('sends the logout without waiting any longer; it is finished when that is answered', async () => {
    const fetch = serve(new Response(null, { status: 204 }));
    const { ending, done, finished } = create(logout(fetch));
    await pass(0);
    ending.waitUntil(new Promise(() => {}));
    ending.act();
    ending.leave();
    await vi.waitFor(() => expect(fetch).toHaveBeenCalledTimes(1));
    await pass(0);
    expect(done()).toEqual([2, 3]);
    expect(finished).toHaveBeenCalled();
    expect(held(EXPIRE)).toBe(0);
  });

  test('is finished for whoever did not lead', async () => {
    const { ending, finished } = create(logout(serve('never')));
    await pass(0);
    ending.leave();
    await pass(0);
    expect(finished).toHaveBeenCalled();
  });

  test('does not say that a logout is finished that was not sent', async () => {
    const { ending, finished } = create(logout(serve('never')));
    await pass(0);
    ending.act();
    ending.leave();
    await pass(0);
    expect(finished).not.toHaveBeenCalled();
    ending.cancel();
  });
});

describe('a tab that does not lead', () => {
  test('is finished when it hears that the logout was answered, not before', async () => {
    const { ending, finished } = create(logout(serve('never')));
    await pass(0);
    ending.follow(2);
    await pass(0);
    expect(finished).not.toHaveBeenCalled();
    ending.follow(3);
    await pass(0);
    expect(finished).toHaveBeenCalled();
  });

  test('does not wait for ever: five seconds, and as long as a logout may take', async () => {
    const { finished } = create(logout(serve('never'), { timeout: 3 * SECOND }));
    const without = create();
    await pass(5 * SECOND - 1);
    expect(without.finished).not.toHaveBeenCalled();
    await pass(1);
    expect(without.finished).toHaveBeenCalled();
    await pass(3 * SECOND - 1);
    expect(finished).not.toHaveBeenCalled();
    await pass(1);
    expect(finished).toHaveBeenCalled();
  });

  test('leaves no timer behind', async () => {
    const timers = vi.getTimerCount();
    const { ending } = create();
    await pass(0);
    expect(vi.getTimerCount()).toBe(timers + 1);
    ending.follow(3);
    await pass(0);
    // It waits for the logout no longer, but for letting go of the claim.
    expect(vi.getTimerCount()).toBe(timers + 1);
    ending.cancel();
    await pass(10 * SECOND);
    expect(vi.getTimerCount()).toBe(timers);
  });

  test('keeps the lock that pings are sent under, shared and once, as long as it has something to save', async () => {
    const { ending } = create(logout(serve('never')));
    await pass(0);
    let settle = () => {};
    ending.waitUntil(
      new Promise<void>((resolve) => {
        settle = resolve;
      }),
    );
    ending.waitUntil(Promise.resolve());
    await pass(0);
    expect(locks.held.get(SERVER)?.map(({ mode }) => mode)).toEqual(['shared']);
    settle();
    await pass(0);
    expect(held(SERVER)).toBe(0);
  });

  test('lets go of it after five seconds, and when the page is left', async () => {
    for (const leaves of [false, true]) {
      const { ending } = create(logout(serve('never')));
      await pass(0);
      ending.waitUntil(new Promise(() => {}));
      await pass(5 * SECOND - 1);
      expect(held(SERVER)).toBe(1);
      if (leaves) ending.leave();
      await pass(leaves ? 0 : 1);
      expect(held(SERVER)).toBe(0);
      ending.cancel();
      await pass(SECOND);
    }
  });

  test.for([{}, { crossTab: false, endSession: '/logout' }])(
    'takes no lock where nobody would wait: %s',
    async (options) => {
      const { ending } = create(options);
      await pass(0);
      ending.waitUntil(new Promise(() => {}));
      await pass(0);
      expect(held(SERVER)).toBe(0);
      ending.cancel();
    },
  );
});
