import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { check, find } from './check.js';
import { calmSchedules } from './simulation/calm.js';
import { type Load, loadProduct } from './simulation/product.js';
import { type Action, draw, INTERVAL, MARGIN, type Schedule, TIMEOUT } from './simulation/schedule.js';
import { type ServerRules, simulate } from './simulation.js';

/*
 * P5 as a theorem.
 *
 * Let I be keepAlive.interval, L the lifetime of the server's session, and m the time within which a ping that is due
 * has reached the server: the network's latency, and one second where another tab had the turn; 13 s, which is the time
 * limit of a request and 3 s, where a tab may be frozen or killed while it has the turn.
 *
 *   L >= timeout + I + m
 *     => while any tab says that the session lives, so does the server; and once m has passed since the last activity,
 *        the server's session lives at least until the timer's end, though nobody touches anything and no more is sent.
 *
 * For let p be when the last ping reached the server. Activity until p + I ends at p + I + timeout at the latest, which
 * is before p + L. Later activity makes a ping due at once, which arrives within m of it.
 *
 *   L >= timeout + I + m + X + B   where pings fail for X at a stretch: B is the longest wait before the next try, 60 s
 *                                  (or 1.1 times Retry-After, where the server asks for that).
 *   L >= 2 (timeout + I + m)       where the server renews only in the second half of L, as ASP.NET does: after any
 *                                  request at least L / 2 is left, so L / 2 takes the place of L.
 */
const NEEDED = TIMEOUT + INTERVAL + MARGIN;
const BACKOFF_LIMIT = 60_000;
/** So long a ping needs where all tabs run. */
const PROMPT = 1_500;

let load: Load;
beforeAll(async () => {
  load = await loadProduct();
});

const DEEDS = ['input', 'input', 'input', 'extend', 'open', 'close', 'crash', 'hide', 'show'] as const;
const people = calmSchedules(DEEDS, { latency: 400 });
const always: ServerRules = { lifetime: NEEDED, renewal: 'always', patience: MARGIN };

const holds = (rules: ServerRules, schedules: fc.Arbitrary<Schedule> = people) =>
  fc.asyncProperty(schedules, async (schedule) => {
    await simulate(load, schedule, rules);
  });

/** One time in which the server does not answer, somewhere among what people do. */
const outage = (length: number): fc.Arbitrary<Schedule> =>
  fc
    .tuple(
      people,
      fc.nat({ max: 12 }),
      fc.constantFrom('unreachable', 'busy', 'silent'),
      fc.integer({ min: 0, max: length }),
    )
    .map(([schedule, at, mood, lasts]) => {
      const failing: Action[] = [{ after: 5, tab: 0, do: 'server', mood }];
      let left = lasts;
      const actions = [...schedule.actions.slice(0, at), ...failing];
      for (const action of schedule.actions.slice(at)) {
        if (action.after > left && left >= 0) {
          actions.push({ after: left, tab: 0, do: 'server', mood: 'well' });
          actions.push({ ...action, after: action.after - left });
          left = -1;
        } else {
          actions.push(action);
          left -= left < 0 ? 0 : action.after;
        }
      }
      if (left >= 0) actions.push({ after: left, tab: 0, do: 'server', mood: 'well' });
      return { ...schedule, actions };
    })
    .map((schedule) => ({ ...schedule, toString: () => draw(schedule) }));

const LONG = { timeout: 120_000 };

test('P5, P6: the server never ends first where it lives for timeout + interval + margin', LONG, () =>
  check('theorem', holds(always), 1_500),
);

test('P5, P6: where no tab dies a margin of the latency and a second is enough', LONG, () =>
  check(
    'theorem, prompt',
    holds(
      { lifetime: TIMEOUT + INTERVAL + PROMPT, renewal: 'always', patience: PROMPT },
      calmSchedules(['input', 'input', 'extend', 'open', 'hide', 'show'], { latency: 400 }),
    ),
    1_000,
  ),
);

test('P5: what the server says of itself changes nothing', LONG, () =>
  check('theorem, told', holds(always, calmSchedules(DEEDS, { latency: 400, tells: true })), 700),
);

test('P5: pings that fail for 20 s are made up for by as much, and the longest wait for the next try', LONG, () => {
  const length = 20_000;
  const patience = MARGIN + length + BACKOFF_LIMIT;
  return check(
    'theorem, outage',
    holds({ lifetime: TIMEOUT + INTERVAL + patience, renewal: 'always', patience }, outage(length)),
    700,
  );
});

test('P5: a server that renews only in the second half of its window needs twice the lifetime', LONG, () =>
  check('theorem, ASP.NET', holds({ ...always, lifetime: 2 * NEEDED, renewal: 'second half' }), 1_000),
);

test.each<[string, Partial<ServerRules>]>([
  ['less than timeout + interval', { lifetime: TIMEOUT + INTERVAL - 2_000 }],
  [
    'less than twice as much where it renews in the second half',
    { lifetime: 2 * (TIMEOUT + INTERVAL) - 16_000, renewal: 'second half' },
  ],
])('the rule is sharp: %s is not enough', LONG, async (_, rules) => {
  const details = await find(holds({ ...always, patience: PROMPT, ...rules }), 2_000);
  expect((details.errorInstance as Error | null)?.message).toMatch(/P5/);
});
