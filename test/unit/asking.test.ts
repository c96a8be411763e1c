import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createAsking } from '../../src/asking.js';
import type { Input } from '../../src/input.js';
import type { IdleTimerOptions } from '../../src/options.js';
import { NO_SESSION, type SessionRecord } from '../../src/record.js';
import { resolve } from '../../src/resolve.js';
import { lock, serverLock } from '../../src/tabs/claim.js';
import { INITIAL } from '../../src/view.js';
import { FakeChannel, type FakeLocks, NOON, pass, SECOND, serve, useChannels, useClock, useLocks } from './helpers.js';

let locks: FakeLocks;
beforeEach(() => {
  useClock();
  locks = useLocks();
});

const ACTIVE: SessionRecord = { ...NO_SESSION, session: 3, began: NOON - 10, active: NOON, pinged: NOON - 10 };

/** Somebody was active in session 3, and no ping has told the server yet. */
function create(options: IdleTimerOptions) {
  let record = ACTIVE;
  const reports: Input[] = [];
  const asking = createAsking(
    resolve(options),
    () => ({ ...INITIAL, state: 'active', session: 3, record }),
    Date.now,
    (input) => reports.push(input),
  );
  return {
    asking,
    reports,
    outcomes: () => reports.flatMap((input) => (input.type === 'answer' ? input.outcome : [])),
    know(fields: Partial<SessionRecord>) {
      record = { ...record, ...fields };
    },
  };
}
const keepAlive = (fetch: ReturnType<typeof serve>, more = {}) => ({ keepAlive: { url: '/ping', fetch, ...more } });
const held = () => locks.held.get(serverLock('default'))?.length ?? 0;

describe('asking the server', () => {
  test('first it looks again at what is known, then it asks, and tells when the request was sent', async () => {
    const headers = () => new Promise<Record<string, string>>((settle) => setTimeout(() => settle({}), 300));
    const { asking, reports } = create(keepAlive(serve(), { headers }));
    asking.ask('ping');
    await pass(SECOND);
    expect(reports).toEqual([
      { type: 'look' },
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
    const { asking, reports } = create(keepAlive(serve()));
    asking.ask('check');
    await pass(SECOND);
    expect(reports).toEqual([]);
  });

  test('P6: where another tab has told the server meanwhile no ping is sent; a check is', async () => {
    const [ping, check] = [serve(), serve()];
    const { asking, know, outcomes } = create({ ...keepAlive(ping), check: { url: '/check', fetch: check } });
    know({ pinged: NOON });
    asking.ask('ping');
    await pass(SECOND);
    expect(ping).not.toHaveBeenCalled();
    expect(outcomes()).toEqual([{ type: 'busy' }]);
    asking.ask('check');
    await pass(SECOND);
    expect(check).toHaveBeenCalledTimes(1);
  });

  test('the turn is kept for the 100 ms that the news takes to the other tabs', async () => {
    const { asking } = create(keepAlive(serve()));
    asking.ask('ping');
    await pass(99);
    expect(held()).toBe(1);
    await pass(1);
    expect(held()).toBe(0);
  });

  test('called off the turn ends at once, and nothing else is asked', async () => {
    const fetch = serve('never');
    const { asking, outcomes } = create(keepAlive(fetch));
    asking.ask('ping');
    await pass(0);
    expect(fetch).toHaveBeenCalledTimes(1);
    const { signal } = asking;
    asking.cancel();
    await pass(0);
    expect(signal.aborted).toBe(true);
    expect(asking.signal.aborted).toBe(false);
    expect(outcomes()).toEqual([{ type: 'busy' }]);
    expect(held()).toBe(0);
  });

  test('called off while it waits for its turn it sends nothing', async () => {
    const fetch = serve();
    const { asking } = create(keepAlive(fetch));
    asking.ask('ping');
    asking.cancel();
    await pass(SECOND);
    expect(fetch).not.toHaveBeenCalled();
    expect(held()).toBe(0);
  });

  test('each failure in a row doubles the time to the next try; an answer begins anew', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const broken = new Response(null, { status: 500 });
    const fetch = serve(broken, broken, broken, new Response(null, { status: 204 }), broken);
    const { asking, outcomes } = create(keepAlive(fetch, { interval: 10 * SECOND }));
    for (let times = 0; times < 5; times += 1) {
      asking.ask('ping');
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
    const { asking, outcomes } = create(
      keepAlive(serve(new Response(null, { status: 500 })), { interval: 10 * SECOND }),
    );
    asking.ask('ping');
    await pass(SECOND);
    const release = await lock(serverLock('default'), {});
    asking.ask('ping');
    await pass(SECOND);
    release?.();
    await pass(0);
    asking.ask('ping');
    await pass(SECOND);
    expect(outcomes()).toMatchObject([{ delay: 2_000 }, { type: 'busy' }, { delay: 4_000 }]);
  });

  test('without locks each interval is a turn of its own', async () => {
    vi.spyOn(navigator, 'locks', 'get').mockReturnValue(undefined as unknown as LockManager);
    useChannels();
    const { asking } = create(keepAlive(serve(new Response(null, { status: 500 })), { interval: 2 * SECOND }));
    for (let times = 0; times < 4; times += 1) {
      asking.ask('ping');
      await pass(SECOND);
    }
    const turns = FakeChannel.sent.map(({ name }) => name);
    const first = NOON / (2 * SECOND);
    expect(turns).toEqual([first, first, first + 1, first + 1].map((turn) => `stillhere:default:ping:${turn}`));
  });

  test('alone it takes no turn', async () => {
    const fetch = serve('never');
    const { asking } = create({ crossTab: false, ...keepAlive(fetch) });
    asking.ask('ping');
    await pass(0);
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(held()).toBe(0);
    asking.cancel();
  });
});

describe('a turn that another tab keeps', () => {
  const refusals = async (asking: ReturnType<typeof create>['asking'], times: number) => {
    for (let time = 0; time < times; time += 1) {
      asking.ask('ping');
      await pass(SECOND);
    }
  };
  const steals = (request: { mock: { calls: unknown[][] } }) =>
    request.mock.calls.map(([, options]) => Boolean((options as { steal?: boolean }).steal));

  test('is waited for, and taken when it was refused for longer than a request may take', async () => {
    await lock(serverLock('default'), {});
    const request = vi.spyOn(locks, 'request');
    const { asking, outcomes } = create(keepAlive(serve('never'), { timeout: 2 * SECOND }));
    await refusals(asking, 5);
    expect(steals(request)).toEqual([false, false, false, false, true]);
    expect(outcomes().slice(0, 4)).toEqual(Array(4).fill({ type: 'busy' }));
    asking.cancel();
  });

  test('is not taken where something comes of it', async () => {
    await lock(serverLock('default'), {});
    const request = vi.spyOn(locks, 'request');
    const { asking, know } = create(keepAlive(serve('never'), { timeout: 2 * SECOND }));
    await refusals(asking, 3);
    know({ pinged: NOON - 5 });
    await refusals(asking, 3);
    know({ retry: NOON + 5 });
    await refusals(asking, 3);
    expect(steals(request)).not.toContain(true);
    asking.cancel();
  });
});
