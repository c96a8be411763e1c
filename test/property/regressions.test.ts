// @vitest-environment node
import { beforeAll, expect, test } from 'vitest';
import { type Load, loadProduct } from './simulation/product.js';
import type { Reaction } from './simulation/reactions.js';
import { type Action, CALM, draw, type Schedule, type Weather } from './simulation/schedule.js';
import { simulate } from './simulation.js';

let load: Load;
beforeAll(async () => {
  load = await loadProduct();
});

type Step = Action extends infer A ? (A extends Action ? Omit<A, 'after' | 'tab'> : never) : never;

/** Seconds, the tab, and what is done in it. */
type Line = readonly [at: number, tab: number, what: Step];

interface More {
  readonly tabs?: number;
  readonly reactions?: readonly Reaction[];
}

function schedule(
  lines: readonly Line[],
  weather: Partial<Weather> = {},
  seed = 1,
  { tabs = 2, reactions = [] }: More = {},
): Schedule {
  let last = 0.05;
  const actions = lines.map(([at, tab, what]) => {
    const after = Math.round((at - last) * 1_000);
    last = at;
    return { ...what, after, tab } as Action;
  });
  return { seed, tabs, actions, reactions, weather: { ...CALM, monotonic: 'stops', ...weather } };
}

/** One tab, whose listener calls back. */
const listening = (
  on: Reaction['on'],
  deeds: Reaction['deeds'],
  lines: readonly Line[] = [],
  tabs = 1,
  weather: Partial<Weather> = {},
) => schedule(lines, weather, 1, { tabs, reactions: [{ tab: 0, on, deeds, times: 1 }] });

const each = (seconds: number, until: number, what: Step, tab = 0): Line[] =>
  Array.from({ length: Math.floor(until / seconds) }, (_, i) => [(i + 1) * seconds, tab, what] as const);

const SHORTER = { timeout: 20_000, warnBefore: 4_000, maxAge: Number.POSITIVE_INFINITY };

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
  'P2: at the waking an answer that was under way when the lid closed is heard before the older word ends the session':
    schedule(
      [
        [6, 0, { do: 'input' }],
        [33.5, 0, { do: 'input' }],
        [33.503, 0, { do: 'sleep', ms: 29_700 }],
        [33.505, 0, { do: 'hide' }],
      ],
      { tells: true },
    ),
  'P11: a component that unmounts on the change that ends loses neither the event nor the logout': listening('end', [
    'stop',
  ]),
  'P11: nor one that unmounts on the snapshot of it': listening('rendered', ['stop']),
  'P11: nor one of several tabs that does': listening('end', ['stop'], [], 2),
  'P11: a timer that is stopped milliseconds after the end loses nothing': schedule(
    [[30.003, 0, { do: 'stop' }]],
    {},
    1,
    {
      tabs: 1,
    },
  ),
  'P11: start() in a listener of the end loses neither its event nor its logout': listening('end', ['start']),
  'P11: nor does start() in a listener of the snapshot': listening('rendered', ['start']),
  'P11: nor does start({ fresh: true }) in a listener of expire': listening('expire', ['fresh']),
  'P11: nor does stop() and start()': listening('end', ['stop', 'start']),
  'P11: expire() and start() in a listener of warn are an end and the next session': listening('warn', [
    'expire',
    'start',
  ]),
  'P11: who begins the next session milliseconds after the end is told of the end first': schedule([
    [30.003, 0, { do: 'start' }],
  ]),
  'P11: no warning is told after a listener of the change to it has ended the session': listening('warned', ['expire']),
  'P6: who starts anew in a listener of the end is told of no other start': schedule(
    [
      [5.05, 0, { do: 'input' }],
      [5.052, 0, { do: 'freeze' }],
    ],
    { lifetime: 5_000 },
    0,
    {
      tabs: 3,
      reactions: [
        { tab: 1, on: 'end', deeds: ['stop', 'start'], times: 1 },
        { tab: 2, on: 'end', deeds: ['start'], times: 1 },
      ],
    },
  ),
  'P6: an end that a listener asks for when a ping is due leaves no ping behind': listening(
    'warn',
    ['expire'],
    [
      [6, 0, { do: 'input' }],
      [7, 0, { do: 'sleep', ms: 23_500 }],
    ],
  ),
  'P6: a script that calls extend() all the time pings no more often than the interval': schedule(
    each(1, 20, { do: 'extend' }),
  ),
  'P1: a key in the page and a move in a younger frame within a second do not revive what a sleep has ended': schedule(
    [
      [10, 0, { do: 'input' }],
      [10.2, 0, { do: 'input' }],
      [10.4, 0, { do: 'frame move' }],
      [10.5, 0, { do: 'sleep', ms: 31_000 }],
    ],
    {},
    1,
    { tabs: 1 },
  ),
  'P2: who is active is not warned because the session of the server is short': schedule(
    each(1.3, 30, { do: 'input' }),
    { tells: true, lifetime: 14_000 },
    1,
    { tabs: 1 },
  ),
  'P2: nor if it is shorter than the warning': schedule(
    each(0.7, 20, { do: 'input' }),
    { tells: true, check: true, lifetime: 5_000 },
    1,
    {
      tabs: 1,
    },
  ),
  'P5: a page load of which the server has not heard renews nothing': schedule([[23.5, 0, { do: 'open static' }]]),
  'P1: nor is it a sign of somebody on another device': schedule(
    [
      [15, 0, { do: 'open static' }],
      [15.1, 0, { do: 'close' }],
      [15.2, 1, { do: 'close' }],
      [16, 2, { do: 'input' }],
    ],
    { check: true },
  ),
  'P5: the time after which to come again is measured by the clock of the server that named it': schedule(
    [
      [0.1, 0, { do: 'server', mood: 'busy' }],
      [0.2, 0, { do: 'input' }],
    ],
    { retry: { as: 'date', seconds: 20, ahead: -300_000 } },
  ),
  'P3: tabs whose options differ agree': schedule([[5, 0, { do: 'input' }]], { policies: [SHORTER] }),
  'P3: also if none could read what the others had written': schedule(
    [[5.05, 0, { do: 'input' }]],
    { policies: [SHORTER], storage: 'stale', locks: false },
    0,
    { tabs: 5 },
  ),
  'P1: a frame that unloads is nobody': schedule([[20, 0, { do: 'frame unloads' }]]),
  'P7: a focus that a person moves counts': schedule([[20, 0, { do: 'focus' }]]),
  'P7: a focus that a script moves does not': schedule([[20, 0, { do: 'scripted focus' }]]),
  'P2: a hold that is taken before the start holds': schedule(
    [
      [0.1, 0, { do: 'stop' }],
      [0.2, 0, { do: 'hold' }],
      [0.3, 0, { do: 'start' }],
      [60, 0, { do: 'input' }],
    ],
    {},
    1,
    { tabs: 1 },
  ),
  'P1: a hold ends with its session': schedule(
    [
      [1, 0, { do: 'hold' }],
      [2, 0, { do: 'expire' }],
      [10, 0, { do: 'start' }],
      [15, 0, { do: 'input' }],
      [80, 0, { do: 'input' }],
    ],
    {},
    1,
    { tabs: 1 },
  ),
  'P12: a warning that can no longer be extended says so': schedule(
    [
      [20, 0, { do: 'input' }],
      [36, 0, { do: 'input' }],
      [64.5, 0, { do: 'extend' }],
    ],
    { maxAge: 70_000 },
    1,
    { tabs: 1 },
  ),
  'P4: over plain http an end is led, and logged out': schedule([], { locks: false }),
  'P4: also if no tab hears another': schedule([], { locks: false, messages: 'none' }),
};

for (const [name, found] of Object.entries(FOUND)) {
  test(name, async () => {
    await expect(simulate(load, found), draw(found)).resolves.toBeDefined();
  });
}
