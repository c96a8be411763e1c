// @vitest-environment node
import { beforeAll, expect, test } from 'vitest';
import { type Load, loadProduct } from './simulation/product.js';
import { type Action, draw, type Schedule, type Weather } from './simulation/schedule.js';
import { simulate } from './simulation.js';

let load: Load;
beforeAll(async () => {
  load = await loadProduct();
});

type Step = Action extends infer A ? (A extends Action ? Omit<A, 'after' | 'tab'> : never) : never;

/** Seconds, the tab, and what is done in it. */
type Line = readonly [at: number, tab: number, what: Step];

function schedule(lines: readonly Line[], weather: Partial<Weather> = {}, seed = 1): Schedule {
  let last = 0.05;
  const actions = lines.map(([at, tab, what]) => {
    const after = Math.round((at - last) * 1_000);
    last = at;
    return { ...what, after, tab } as Action;
  });
  const calm = { messages: 'prompt', storage: 'works', monotonic: 'stops', tells: false, latency: 100 } as const;
  return { seed, tabs: 2, actions, weather: { ...calm, maxAge: Number.POSITIVE_INFINITY, ...weather } };
}

/** Found by schedules at random, then made as small and as plain as they go. */
const FOUND: Record<string, Schedule> = {
  'P8: two tabs that hold the session do not answer each other for ever': schedule([
    [0.1, 0, { do: 'hold' }],
    [0.2, 1, { do: 'hold' }],
    [5, 0, { do: 'release' }],
  ]),
  'P5: a tab that is frozen while it pings keeps no other from pinging': schedule([
    [15, 0, { do: 'input' }],
    [15.02, 0, { do: 'freeze' }],
    [18, 1, { do: 'input' }],
    [40, 1, { do: 'input' }],
  ]),
  'P6: a tab that was frozen while it waited for its turn does not ping for what another has done': schedule([
    [15, 0, { do: 'input' }],
    [15.02, 0, { do: 'freeze' }],
    [43, 0, { do: 'thaw', first: 'backlog' }],
  ]),
  'P4: a leader that was frozen does not sign out who has signed in meanwhile': schedule([
    [30.06, 0, { do: 'freeze' }],
    [30.062, 1, { do: 'freeze' }],
    [60, 0, { do: 'open' }],
    [61, 0, { do: 'thaw', first: 'backlog' }],
    [62, 1, { do: 'thaw', first: 'backlog' }],
  ]),
  'P4: a tab that is hidden while it leads does not sign out who has signed in meanwhile': schedule([
    [0.1, 0, { do: 'hide' }],
    [0.2, 1, { do: 'hide' }],
    [32, 0, { do: 'open' }],
  ]),
  'P2: an answer to a session that is over does not end the one that has begun since': schedule([
    [10.052, 0, { do: 'revoke' }],
    [10.054, 0, { do: 'input' }],
    [10.19, 0, { do: 'open' }],
  ]),
  'P2: without storage a person who signs in is not thrown out by tabs that had expired': schedule(
    [[40, 0, { do: 'open' }]],
    { storage: 'denied' },
  ),
  'P9: a tab that is stopped while it leads, and whose patience is over before its logout is sent, does not hang':
    schedule([
      [0.1, 0, { do: 'hide' }],
      [0.1, 1, { do: 'close' }],
      [0.2, 0, { do: 'throttle' }],
      [60.5, 0, { do: 'stop' }],
    ]),
  'P3: a tab that finds at its waking that it is time to warn tells the others': schedule(
    [
      [0.052, 0, { do: 'input' }],
      [0.054, 0, { do: 'sleep', ms: 23_986 }],
      [0.302, 0, { do: 'input' }],
    ],
    { latency: 400 },
    0,
  ),
  'P1: a tab whose end has passed does not join a session that began since, where nothing is stored': schedule([
    [0.1, 0, { do: 'clear storage' }],
    [0.2, 0, { do: 'sleep', ms: 3_600_000 }],
    [0.202, 0, { do: 'open' }],
  ]),
  'P6: a tab that was once refused its turn does not take it from another that has just got it': schedule([
    [0.1, 0, { do: 'input' }],
    [25, 0, { do: 'input' }],
  ]),
  'P6: a tab that begins the next session itself is not told of it': schedule([
    [35, 0, { do: 'open' }],
    [35.002, 0, { do: 'start' }],
  ]),
  'P6: a tab that was frozen in the second of the end hears of the end before the next beginning': schedule([
    [30.004, 0, { do: 'freeze' }],
    [35, 0, { do: 'open' }],
    [40, 0, { do: 'thaw', first: 'backlog' }],
  ]),
  'P3: a sign-in that the page reports with fresh begins the next session also where what was stored is lost': schedule(
    [
      [5, 1, { do: 'stop' }],
      [35, 0, { do: 'start' }],
      [39, 0, { do: 'clear storage' }],
      [40, 1, { do: 'fresh' }],
    ],
  ),
  'P2: a tab that starts again joins the session that tabs began after the clock was set back': schedule([
    [5, 1, { do: 'stop' }],
    [40, 0, { do: 'close' }],
    [41, 0, { do: 'set clock', ms: -86_400_000 }],
    [45, 0, { do: 'open' }],
    [50, 1, { do: 'start' }],
  ]),
};

for (const [name, found] of Object.entries(FOUND)) {
  test(name, async () => {
    await expect(simulate(load, found), draw(found)).resolves.toBeDefined();
  });
}
