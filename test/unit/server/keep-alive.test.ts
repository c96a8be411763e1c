import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Input } from '../../../src/core/input.js';
import { NO_SESSION, type SessionRecord } from '../../../src/core/record.js';
import { INITIAL } from '../../../src/core/state.js';
import { normalizeOptions } from '../../../src/normalize-options.js';
import type { IdleTimerOptions } from '../../../src/options.js';
import { createKeepAlive } from '../../../src/server/keep-alive.js';
import { lock, serverLock } from '../../../src/tabs/locks.js';
import { type FakeLocks, NOON, pass, SECOND, serve, useClock, useLocks } from '../helpers.js';

let locks: FakeLocks;
beforeEach(() => {
  useClock();
  locks = useLocks();
});

const ACTIVE: SessionRecord = {
  ...NO_SESSION,
  session: 3,
  startedAt: NOON - 10,
  lastActiveAt: NOON,
  lastPingAt: NOON - 10,
};

/** Somebody was active in session 3, and no ping has told the server yet. */
function create(options: IdleTimerOptions) {
  let record = ACTIVE;
  const reports: Input[] = [];
  const keeper = createKeepAlive(
    normalizeOptions(options),
    () => ({ ...INITIAL, state: 'active', session: 3, record }),
    Date.now,
    (input) => void reports.push(input),
  );
  return {
    keeper,
    reports,
    outcomes: () => reports.flatMap((input) => (input.type === 'answer' ? input.outcome : [])),
    know(fields: Partial<SessionRecord>) {
      record = { ...record, ...fields };
    },
  };
}
const ping = (fetch: ReturnType<typeof serve>, more = {}) => ({ keepAlive: { url: '/ping', fetch, ...more } });
const held = () => locks.held.get(serverLock('default'))?.length ?? 0;

describe('asking the server', () => {
  test('first it looks again at what is known, then it asks, and tells when the request was sent', async () => {
    const headers = () => new Promise<Record<string, string>>((settle) => setTimeout(() => settle({}), 300));
    const { keeper, reports } = create(ping(serve(), { headers }));
    keeper.ask('ping');
    await pass(SECOND);
    expect(reports).toEqual([
      { type: 'evaluate' },
      {
        type: 'answer',
        to: 'ping',
        session: 3,
        sent: NOON + 300,
        outcome: { type: 'alive', status: 204, expiresIn: undefined },
      },
    ]);
  });

  test('what was not configured is not asked', async () => {
    const { keeper, reports } = create(ping(serve()));
    keeper.ask('check');
    await pass(SECOND);
    expect(reports).toEqual([]);
  });

  test('P6: where another tab has told the server meanwhile no ping is sent; a check is', async () => {
    const [pinged, checked] = [serve(), serve()];
    const { keeper, know, outcomes } = create({ ...ping(pinged), check: { url: '/check', fetch: checked } });
    know({ lastPingAt: NOON });
    keeper.ask('ping');
    await pass(SECOND);
    expect(pinged).not.toHaveBeenCalled();
    expect(outcomes()).toEqual([{ type: 'skipped' }]);
    keeper.ask('check');
    await pass(SECOND);
    expect(checked).toHaveBeenCalledTimes(1);
  });

  test('the turn is kept for the 100 ms that the news takes to the other tabs', async () => {
    const { keeper } = create(ping(serve()));
    keeper.ask('ping');
    await pass(99);
    expect(held()).toBe(1);
    await pass(1);
    expect(held()).toBe(0);
  });

  test('called off the turn ends at once, and nothing else is asked', async () => {
    const fetch = serve('never');
    const { keeper, outcomes } = create(ping(fetch));
    keeper.ask('ping');
    await pass(0);
    expect(fetch).toHaveBeenCalledTimes(1);
    const { signal } = keeper;
    keeper.cancel();
    await pass(0);
    expect(signal.aborted).toBe(true);
    expect(keeper.signal.aborted).toBe(false);
    expect(outcomes()).toEqual([{ type: 'skipped' }]);
    expect(held()).toBe(0);
  });

  test('called off while it waits for its turn it sends nothing', async () => {
    const fetch = serve();
    const { keeper } = create(ping(fetch));
    keeper.ask('ping');
    keeper.cancel();
    await pass(SECOND);
    expect(fetch).not.toHaveBeenCalled();
    expect(held()).toBe(0);
  });

  test('each failure in a row doubles the time to the next try; an answer begins anew', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const broken = new Response(null, { status: 500 });
    const fetch = serve(broken, broken, broken, new Response(null, { status: 204 }), broken);
    const { keeper, outcomes } = create(ping(fetch, { interval: 10 * SECOND }));
    for (let times = 0; times < 5; times += 1) {
      keeper.ask('ping');
      await pass(SECOND);
    }
    expect(outcomes().map((outcome) => (outcome.type === 'failed' ? outcome.delay : outcome.type))).toEqual([
      2_000,
      4_000,
      8_000,
      'alive',
      2_000,
    ]);
  });

  test('a turn that another tab has is no answer: the failures before it count on', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const { keeper, outcomes } = create(ping(serve(new Response(null, { status: 500 })), { interval: 10 * SECOND }));
    keeper.ask('ping');
    await pass(SECOND);
    const release = await lock(serverLock('default'), {});
    keeper.ask('ping');
    await pass(SECOND);
    release?.();
    await pass(0);
    keeper.ask('ping');
    await pass(SECOND);
    expect(outcomes()).toMatchObject([{ delay: 2_000 }, { type: 'skipped' }, { delay: 4_000 }]);
  });

  test('without locks each tab has the turn after a moment, in which it may hear that another has asked', async () => {
    vi.spyOn(navigator, 'locks', 'get').mockReturnValue(undefined as unknown as LockManager);
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const fetch = serve(new Response(null, { status: 500 }));
    const { keeper, know, outcomes } = create(ping(fetch));
    keeper.ask('ping');
    await pass(SECOND);
    expect(outcomes()).toMatchObject([{ type: 'failed' }]);
    keeper.ask('ping');
    await pass(10);
    know({ lastPingAt: NOON });
    await pass(SECOND);
    expect(outcomes()).toMatchObject([{ type: 'failed' }, { type: 'skipped' }]);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test('alone it takes no turn', async () => {
    const fetch = serve('never');
    const { keeper } = create({ crossTab: false, ...ping(fetch) });
    keeper.ask('ping');
    await pass(0);
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(held()).toBe(0);
    keeper.cancel();
  });
});

describe('a turn that another tab keeps', () => {
  const refusals = async (keeper: ReturnType<typeof create>['keeper'], times: number) => {
    for (let time = 0; time < times; time += 1) {
      keeper.ask('ping');
      await pass(SECOND);
    }
  };
  const steals = (request: { mock: { calls: unknown[][] } }) =>
    request.mock.calls.map(([, options]) => Boolean((options as { steal?: boolean }).steal));

  test('is waited for, and taken when it was refused for longer than a request may take', async () => {
    await lock(serverLock('default'), {});
    const request = vi.spyOn(locks, 'request');
    const { keeper, outcomes } = create(ping(serve('never'), { timeout: 2 * SECOND }));
    await refusals(keeper, 5);
    expect(steals(request)).toEqual([false, false, false, false, true]);
    expect(outcomes().slice(0, 4)).toEqual(Array(4).fill({ type: 'skipped' }));
    keeper.cancel();
  });

  test('is not taken where something comes of it', async () => {
    await lock(serverLock('default'), {});
    const request = vi.spyOn(locks, 'request');
    const { keeper, know } = create(ping(serve('never'), { timeout: 2 * SECOND }));
    await refusals(keeper, 3);
    know({ lastPingAt: NOON - 5 });
    await refusals(keeper, 3);
    know({ retryAt: NOON + 5 });
    await refusals(keeper, 3);
    expect(steals(request)).not.toContain(true);
    keeper.cancel();
  });
});

describe('a refusal may mean the token, and not the session', () => {
  const no = (status = 403) => new Response(null, { status });
  const yes = () => new Response(null, { status: 204 });

  test.for([400, 403, 419, 422])('%i: the token is read anew, once', async (status) => {
    let token = 0;
    const fetch = serve(no(status), yes());
    const { keeper, outcomes } = create(ping(fetch, { headers: () => ({ token: `${++token}` }) }));
    keeper.ask('ping');
    await pass(SECOND);
    expect(fetch.mock.calls.map(([, { headers }]) => headers)).toEqual([{ token: '1' }, { token: '2' }]);
    expect(outcomes()).toMatchObject([{ type: 'alive' }]);
  });

  test('refused twice, that is told', async () => {
    const fetch = serve(no());
    const { keeper, outcomes } = create(ping(fetch));
    keeper.ask('ping');
    await pass(SECOND);
    expect(fetch).toHaveBeenCalledTimes(2);
    expect(outcomes()).toEqual([{ type: 'refused', status: 403 }]);
  });

  test.for([
    ['lives', yes(), { type: 'refused', status: 403, alive: true }],
    ['is gone', no(401), { type: 'signedOut' }],
    ['is not known', no(500), { type: 'refused', status: 403, alive: false }],
    ['is refused too', no(403), { type: 'refused', status: 403, alive: false }],
  ] as const)('then a check is asked; the session %s', async ([, answer, expected]) => {
    const checked = serve(answer);
    const { keeper, outcomes } = create({ ...ping(serve(no())), check: { url: '/check', fetch: checked } });
    keeper.ask('ping');
    await pass(SECOND);
    expect(checked).toHaveBeenCalledTimes(1);
    expect(outcomes()).toEqual([expected]);
  });

  test('a check that is refused is not asked about itself', async () => {
    const checked = serve(no());
    const { keeper, outcomes } = create({ ...ping(serve(no())), check: { url: '/check', fetch: checked } });
    keeper.ask('check');
    await pass(SECOND);
    expect(checked).toHaveBeenCalledTimes(2);
    expect(outcomes()).toEqual([{ type: 'refused', status: 403 }]);
  });

  test('P6: called off between the two tries, the second is not sent', async () => {
    const fetch = serve(no());
    const { keeper, outcomes } = create(
      ping(fetch, {
        headers: () => fetch.mock.calls.length && new Promise((resolve) => setTimeout(() => resolve({}), SECOND)),
      }),
    );
    keeper.ask('ping');
    await pass(100);
    keeper.cancel();
    await pass(2 * SECOND);
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(outcomes()).toEqual([{ type: 'skipped' }]);
  });
});
