import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Input } from '../../../src/core/input.js';
import { Progress } from '../../../src/core/record.js';
import { normalizeOptions } from '../../../src/normalize-options.js';
import type { IdleTimerOptions, Renew } from '../../../src/options.js';
import { createLogout } from '../../../src/server/logout.js';
import { lock, serverLock } from '../../../src/tabs/locks.js';
import { type FakeLocks, pass, SECOND, serve, useClock, useLocks } from '../helpers.js';

const { LED, SENT, REFUSED, SENT_AGAIN, FAILED, DONE } = Progress;
const SESSION = 7;
const EXPIRE = `stillhere:default:expire:${SESSION}`;
const SERVER = serverLock('default');

let locks: FakeLocks;
beforeEach(() => {
  useClock();
  locks = useLocks();
});

/** The end of a session as one tab sees it. */
function create(options: IdleTimerOptions = {}, gone = false) {
  const reports: Input[] = [];
  const logout = createLogout(normalizeOptions(options), SESSION, gone, (input) => void reports.push(input));
  const finished = vi.fn();
  void logout.finished.then(finished);
  return {
    logout,
    reports,
    finished,
    claims: () => reports.filter(({ type }) => type === 'claim'),
    done: () => reports.flatMap((input) => (input.type === 'progress' ? input.progress : [])),
  };
}
const at = (fetch: ReturnType<typeof serve>, more = {}) => ({ endSession: { url: '/logout', fetch, ...more } });
const held = (name: string) => locks.held.get(name)?.length ?? 0;

describe('who leads', () => {
  test('a timer that is alone leads at once, and takes no lock', () => {
    const { reports } = create({ crossTab: false });
    expect(reports).toEqual([{ type: 'claim', session: SESSION }]);
    expect(held(EXPIRE)).toBe(0);
  });

  test('P4: of two tabs the first one leads; the second one where the first one goes', async () => {
    const [first, second] = [create(), create()];
    await pass(SECOND);
    expect(first.claims()).toEqual([{ type: 'claim', session: SESSION }]);
    expect(second.claims()).toEqual([]);
    first.logout.leave();
    await pass(SECOND);
    expect(second.claims()).toHaveLength(1);
  });

  test('the claim is let go of ten seconds after the logout was sent, however often that is told', async () => {
    const { logout } = create();
    await pass(0);
    logout.follow(LED);
    await pass(20 * SECOND);
    expect(held(EXPIRE)).toBe(1);
    const timers = vi.getTimerCount();
    logout.follow(SENT);
    logout.follow(SENT);
    expect(vi.getTimerCount()).toBe(timers + 1);
    await pass(9 * SECOND);
    expect(held(EXPIRE)).toBe(1);
    await pass(2 * SECOND);
    expect(held(EXPIRE)).toBe(0);
  });
});

describe('what the leader does', () => {
  test('without a logout all is done at once', async () => {
    const { logout, done, finished } = create();
    await pass(0);
    expect(logout.leading).toBe(false);
    logout.start();
    expect(done()).toEqual([DONE]);
    expect(logout.leading).toBe(false);
    await pass(0);
    expect(finished).toHaveBeenCalled();
  });

  test('the other tabs have 100 ms to say that they have something to save; alone there is nobody to wait for', async () => {
    for (const [crossTab, time] of [
      [true, 100],
      [false, 0],
    ] as const) {
      const fetch = serve('never');
      const { logout, reports, done } = create({ crossTab, ...at(fetch) });
      await pass(0);
      logout.start();
      expect(logout.leading).toBe(true);
      if (time) await pass(time - 1);
      expect(fetch).toHaveBeenCalledTimes(0);
      expect(done()).toEqual([]);
      await pass(time ? 1 : 0);
      expect(fetch).toHaveBeenCalledTimes(1);
      expect(fetch.mock.calls[0]).toMatchObject(['/logout', { method: 'POST', keepalive: true }]);
      // First it looks whether somebody has signed in again.
      expect(reports.slice(1)).toEqual([{ type: 'evaluate' }, { type: 'progress', session: SESSION, progress: SENT }]);
      expect(logout.leading).toBe(true);
      logout.cancel();
    }
  });

  test('all is done when the server has answered', async () => {
    const { logout, done, finished } = create(at(serve(new Response(null, { status: 204 }))));
    await pass(0);
    logout.start();
    await pass(50);
    expect(finished).not.toHaveBeenCalled();
    await pass(SECOND);
    expect(done()).toEqual([SENT, DONE + 204]);
    expect(logout.leading).toBe(false);
    expect(finished).toHaveBeenCalled();
  });

  test.for([
    ['is not there', new TypeError('failed to fetch'), 0, 1_100],
    ['is in trouble', new Response(null, { status: 503 }), 503, 1_100],
    ['is silent', 'never', 0, 7 * SECOND + 100],
  ] as const)(
    'P11: a server that %s is asked once more; then the failure is told',
    async ([, answer, status, time]) => {
      const error = vi.spyOn(console, 'error').mockImplementation(() => {});
      const fetch = serve(answer);
      const { logout, done, finished } = create(at(fetch, { timeout: 3 * SECOND }));
      await pass(0);
      logout.start();
      await pass(time - 1);
      expect(finished).not.toHaveBeenCalled();
      await pass(1);
      expect(fetch).toHaveBeenCalledTimes(2);
      expect(done()).toEqual([SENT, FAILED + status]);
      expect(finished).toHaveBeenCalledWith({ ok: false, status });
      expect(error).toHaveBeenCalledTimes(1);
      expect(error.mock.calls[0]?.[0]).toContain('the logout failed');
    },
  );

  test('P11: one that answers the second time has logged out', async () => {
    const { logout, done } = create(at(serve(new Error('offline'), new Response(null, { status: 204 }))));
    await pass(0);
    logout.start();
    await pass(2 * SECOND);
    expect(done()).toEqual([SENT, DONE + 204]);
  });

  test('P11: a wrong address or method is not tried again, and told', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const fetch = serve(new Response(null, { status: 404 }));
    const { logout, finished } = create(at(fetch));
    await pass(0);
    logout.start();
    await pass(SECOND);
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(finished).toHaveBeenCalledWith({ ok: false, status: 404 });
    expect(error).toHaveBeenCalledTimes(1);
  });

  test.for([
    ['204', new Response(null, { status: 204 }), 204],
    ['401: nobody is signed in', new Response(null, { status: 401 }), 401],
    ['440', new Response(null, { status: 440 }), 440],
    ['a redirect, which follows a logout', { type: 'opaqueredirect', status: 0, ok: false } as Response, 0],
  ] as const)('%s: it is logged out', async ([, answer, status]) => {
    const fetch = vi.fn(async () => answer);
    const { logout, finished } = create({ endSession: { url: '/logout', fetch } });
    await pass(0);
    logout.start();
    await pass(SECOND);
    expect(finished).toHaveBeenCalledWith({ ok: true, status });
    expect(fetch).toHaveBeenCalledWith('/logout', expect.objectContaining({ redirect: 'manual', keepalive: true }));
  });

  test('redirects are followed if the page says so', async () => {
    const fetch = serve(new Response());
    const { logout } = create(at(fetch, { redirect: 'follow' }));
    await pass(0);
    logout.start();
    await pass(SECOND);
    expect(fetch.mock.calls[0]?.[1].redirect).toBe('follow');
  });

  test('if the server has said that its session is gone, nothing is sent', async () => {
    const fetch = serve();
    const { logout, done, finished } = create(at(fetch), true);
    await pass(0);
    logout.start();
    await pass(10 * SECOND);
    expect(fetch).not.toHaveBeenCalled();
    expect(done()).toEqual([DONE]);
    expect(finished).toHaveBeenCalledWith({ ok: true, status: 0 });
  });

  test.for<[string, Renew, boolean, number]>([
    ['says nothing', () => {}, true, 1],
    ['says that nobody is signed in', () => false, true, 1],
    [
      'throws',
      () => {
        throw new Error('mine');
      },
      false,
      2,
    ],
    ['hangs', () => new Promise<never>(() => {}), false, 2],
  ])('a function may end the session; one that %s', async ([, own, ok, times]) => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const renew = vi.fn(own);
    const { logout, finished } = create({ endSession: { renew, timeout: SECOND } });
    await pass(0);
    logout.start();
    await pass(5 * SECOND);
    expect(renew).toHaveBeenCalledTimes(times);
    expect(renew.mock.calls[0]?.[0].signal).toBeInstanceOf(AbortSignal);
    expect(finished).toHaveBeenCalledWith({ ok, status: 0 });
  });

  test('waitUntil holds the logout back, for five seconds at most', async () => {
    for (const [saving, time] of [
      [2 * SECOND, 2 * SECOND],
      [60 * SECOND, 5 * SECOND],
    ] as const) {
      const fetch = serve('never');
      const { logout } = create({ crossTab: false, ...at(fetch) });
      logout.waitUntil(new Promise((settle) => setTimeout(settle, saving)));
      logout.waitUntil(Promise.reject(new Error('the draft was refused')));
      logout.start();
      await pass(time - 1);
      expect(fetch).not.toHaveBeenCalled();
      await pass(1);
      expect(fetch).toHaveBeenCalledTimes(1);
      logout.cancel();
    }
  });

  test('the logout waits for a ping that is under way, for five seconds at most', async () => {
    for (const wait of [SECOND, 60 * SECOND]) {
      const fetch = serve('never');
      const { logout } = create(at(fetch));
      const release = await lock(SERVER, {});
      logout.start();
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
      logout.cancel();
      await pass(SECOND);
    }
  });
});

describe('P11: a logout that was refused, for its token may be old', () => {
  const no = () => serve(new Response(null, { status: 419 }));
  let error: { mock: { calls: unknown[][] } };
  beforeEach(() => {
    error = vi.spyOn(console, 'error').mockImplementation(() => {});
  });

  test('is left to the next tab, which has another token', async () => {
    const [refused, accepted] = [no(), serve(new Response(null, { status: 204 }))];
    const [first, second] = [create(at(refused)), create(at(accepted))];
    await pass(0);
    first.logout.start();
    await pass(100);
    expect(first.done()).toEqual([SENT, REFUSED]);
    expect(first.finished).not.toHaveBeenCalled();
    second.logout.follow(REFUSED);
    await pass(100);
    expect(second.claims()).toHaveLength(1);
    second.logout.start();
    first.logout.follow(SENT_AGAIN);
    await pass(2 * SECOND);
    expect(second.done()).toEqual([SENT_AGAIN, DONE + 204]);
    expect(second.finished).toHaveBeenCalledWith({ ok: true, status: 204 });
    expect(first.logout.leading).toBe(false);
    first.logout.follow(DONE + 204);
    await pass(0);
    expect(first.finished).toHaveBeenCalledWith({ ok: true, status: 204 });
    expect(error).not.toHaveBeenCalled();
    expect(refused).toHaveBeenCalledTimes(2);
  });

  test('is sent again at once with the token read anew, which the refusal may have brought', async () => {
    let token = 'old';
    const sent: (string | null)[] = [];
    const fetch = async (_url: string | URL, { headers }: RequestInit) => {
      sent.push(new Headers(headers).get('X-CSRF-Token'));
      token = 'new';
      return new Response(null, { status: sent.at(-1) === token ? 204 : 400 });
    };
    const headers = () => ({ 'X-CSRF-Token': token });
    const { logout, done } = create({ endSession: { url: '/logout', fetch, headers } });
    await pass(0);
    logout.start();
    await pass(100);
    expect(sent).toEqual(['old', 'new']);
    expect(done()).toEqual([SENT, DONE + 204]);
    expect(error).not.toHaveBeenCalled();
  });

  test('refused in the next tab, too, it has failed', async () => {
    const { logout, done, finished } = create(at(no()));
    await pass(0);
    logout.follow(REFUSED);
    logout.start();
    await pass(SECOND);
    expect(done()).toEqual([SENT_AGAIN, FAILED + 419]);
    expect(finished).toHaveBeenCalledWith({ ok: false, status: 419 });
    expect(error).toHaveBeenCalledTimes(1);
  });

  test('with no other tab that does it, it has failed', async () => {
    const { logout, done } = create(at(no()));
    await pass(0);
    logout.start();
    await pass(1_599);
    expect(done()).toEqual([SENT, REFUSED]);
    await pass(1);
    expect(done()).toEqual([SENT, REFUSED, FAILED + 419]);
  });

  test('of a timer that is alone has failed at once', async () => {
    const { logout, done } = create({ crossTab: false, ...at(no()) });
    logout.start();
    await pass(0);
    expect(done()).toEqual([SENT, FAILED + 419]);
  });
});

describe('a sign-in meanwhile', () => {
  test('calls off the logout that was not sent', async () => {
    const fetch = serve('never');
    const { logout, done, finished } = create(at(fetch));
    await pass(0);
    logout.start();
    logout.cancel();
    expect(logout.leading).toBe(false);
    await pass(20 * SECOND);
    expect(fetch).not.toHaveBeenCalled();
    expect(done()).toEqual([]);
    expect(finished).toHaveBeenCalled();
    expect(held(EXPIRE)).toBe(0);
  });

  test('no longer stands in line for the others to have saved', async () => {
    const { logout } = create(at(serve('never')));
    await lock(SERVER, { mode: 'shared' });
    const request = vi.spyOn(locks, 'request');
    await pass(0);
    logout.start();
    await pass(SECOND);
    logout.cancel();
    expect(request.mock.calls.map(([name, { signal }]) => [name, signal?.aborted])).toEqual([[SERVER, true]]);
  });

  test('aborts the one that was', async () => {
    const fetch = serve('never');
    const { logout, done } = create(at(fetch));
    await pass(0);
    logout.start();
    await pass(SECOND);
    logout.cancel();
    await pass(SECOND);
    expect(fetch.mock.calls[0]?.[1].signal?.aborted).toBe(true);
    expect(done()).toEqual([SENT]);
  });
});

describe('a page that is left', () => {
  test('sends the logout without waiting any longer; it is finished when that is answered', async () => {
    const fetch = serve(new Response(null, { status: 204 }));
    const { logout, done, finished } = create(at(fetch));
    await pass(0);
    logout.waitUntil(new Promise(() => {}));
    logout.start();
    logout.leave();
    await vi.waitFor(() => expect(fetch).toHaveBeenCalledTimes(1));
    await pass(0);
    expect(done()).toEqual([SENT, DONE + 204]);
    expect(finished).toHaveBeenCalled();
    expect(held(EXPIRE)).toBe(0);
  });

  test('is finished for whoever did not lead', async () => {
    const { logout, finished } = create(at(serve('never')));
    await pass(0);
    logout.leave();
    await pass(0);
    expect(finished).toHaveBeenCalled();
  });

  test('does not say that a logout is finished that was not sent', async () => {
    const { logout, finished } = create(at(serve('never')));
    await pass(0);
    logout.start();
    logout.leave();
    await pass(0);
    expect(finished).not.toHaveBeenCalled();
    logout.cancel();
  });
});

describe('a tab that does not lead', () => {
  test('is finished when it hears that the logout was answered, not before', async () => {
    const { logout, finished } = create(at(serve('never')));
    await pass(0);
    logout.follow(SENT);
    await pass(0);
    expect(finished).not.toHaveBeenCalled();
    logout.follow(DONE + 204);
    await pass(0);
    expect(finished).toHaveBeenCalled();
  });

  test('does not wait for ever: only as long as a logout and its second try may take', async () => {
    const { finished } = create(at(serve('never'), { timeout: 3 * SECOND }));
    const without = create();
    await pass(6_500 - 1);
    expect(without.finished).not.toHaveBeenCalled();
    await pass(1);
    expect(without.finished).toHaveBeenCalled();
    await pass(6 * SECOND - 1);
    expect(finished).not.toHaveBeenCalled();
    await pass(1);
    expect(finished).toHaveBeenCalled();
  });

  test('leaves no timer behind', async () => {
    const timers = vi.getTimerCount();
    const { logout } = create();
    await pass(0);
    expect(vi.getTimerCount()).toBe(timers + 1);
    logout.follow(DONE + 204);
    await pass(0);
    // It waits for the logout no longer, but for letting go of the claim.
    expect(vi.getTimerCount()).toBe(timers + 1);
    logout.cancel();
    await pass(10 * SECOND);
    expect(vi.getTimerCount()).toBe(timers);
  });

  test('keeps the lock that pings are sent under, shared and once, as long as it has something to save', async () => {
    const { logout } = create(at(serve('never')));
    await pass(0);
    let settle = () => {};
    logout.waitUntil(
      new Promise<void>((resolve) => {
        settle = resolve;
      }),
    );
    logout.waitUntil(Promise.resolve());
    await pass(0);
    expect(locks.held.get(SERVER)?.map(({ mode }) => mode)).toEqual(['shared']);
    settle();
    await pass(0);
    expect(held(SERVER)).toBe(0);
  });

  test('lets go of it after five seconds, and when the page is left', async () => {
    for (const leaves of [false, true]) {
      const { logout } = create(at(serve('never')));
      await pass(0);
      logout.waitUntil(new Promise(() => {}));
      await pass(5 * SECOND - 1);
      expect(held(SERVER)).toBe(1);
      if (leaves) logout.leave();
      await pass(leaves ? 0 : 1);
      expect(held(SERVER)).toBe(0);
      logout.cancel();
      await pass(SECOND);
    }
  });

  test.for([{}, { crossTab: false, endSession: '/logout' }])(
    'takes no lock where nobody would wait: %s',
    async (options) => {
      const { logout } = create(options);
      await pass(0);
      logout.waitUntil(new Promise(() => {}));
      await pass(0);
      expect(held(SERVER)).toBe(0);
      logout.cancel();
    },
  );
});
