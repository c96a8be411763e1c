import fc from 'fast-check';
import type { MessageWeather } from './channel.js';
import type { ServerMood } from './server.js';
import type { StorageWeather } from './storage.js';

export const TIMEOUT = 30_000;
export const WARN_BEFORE = 6_000;
export const INTERVAL = 10_000;
/** By so much the server's session outlives timeout and interval: see pings.test.ts. */
export const MARGIN = 13_000;

/** What holds for all of a schedule. */
export interface Weather {
  readonly messages: MessageWeather;
  readonly storage: StorageWeather;
  /** What performance.now() does while the machine sleeps. */
  readonly monotonic: 'stops' | 'counts';
  readonly maxAge: number;
  /** The server says how long its session lives. */
  readonly tells: boolean;
  /** A request and its answer take this long at most. */
  readonly latency: number;
}

type What =
  | { readonly do: 'input' | 'extend' | 'expire' | 'hold' | 'release' | 'show' | 'hide' | 'throttle' | 'stop' }
  | { readonly do: 'open' | 'start' | 'fresh' | 'crash' | 'close' | 'freeze' | 'stall' | 'cache' }
  /** What comes first where no event does: overdue timers and messages, or a person's input. */
  | { readonly do: 'thaw'; readonly first: 'backlog' | 'input' }
  | { readonly do: 'sleep' | 'set clock'; readonly ms: number }
  | { readonly do: 'server'; readonly mood: ServerMood }
  | { readonly do: 'revoke' | 'clear storage' };

export type Action = What & { readonly after: number; readonly tab: number };

export interface Schedule {
  readonly seed: number;
  readonly weather: Weather;
  readonly tabs: number;
  readonly actions: readonly Action[];
}

const weather: fc.Arbitrary<Weather> = fc.record({
  messages: fc.constantFrom<MessageWeather>('prompt', 'prompt', 'prompt', 'late', 'lossy', 'none'),
  storage: fc.constantFrom<StorageWeather>('works', 'works', 'stale', 'full', 'denied'),
  monotonic: fc.constantFrom('stops' as const, 'counts' as const),
  maxAge: fc.constantFrom(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 70_000),
  tells: fc.boolean(),
  latency: fc.constantFrom(100, 400),
});

const pause = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 2, max: 300 }) },
  { weight: 4, arbitrary: fc.integer({ min: 2, max: 5_000 }) },
  { weight: 2, arbitrary: fc.integer({ min: 5_000, max: 20_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: TIMEOUT - WARN_BEFORE - 500, max: TIMEOUT + 1_500 }) },
  { weight: 1, arbitrary: fc.integer({ min: TIMEOUT - 50, max: TIMEOUT + 50 }) },
);

const simple = (weight: number, ...names: Extract<What, { do: string }>['do'][]) => ({
  weight,
  arbitrary: fc.constantFrom(...names).map((name) => ({ do: name }) as What),
});
const what: fc.Arbitrary<What> = fc.oneof(
  simple(14, 'input'),
  simple(8, 'freeze', 'stall', 'cache', 'crash', 'close'),
  simple(6, 'open', 'start', 'start', 'fresh', 'stop'),
  simple(5, 'extend', 'expire', 'hold', 'release'),
  simple(4, 'show', 'hide', 'throttle'),
  {
    weight: 8,
    arbitrary: fc.constantFrom('backlog', 'input').map((first) => ({ do: 'thaw', first }) as What),
  },
  {
    weight: 2,
    arbitrary: fc
      .oneof(fc.integer({ min: 2_000, max: 60_000 }), fc.constantFrom(3_600_000))
      .map((ms) => ({ do: 'sleep' as const, ms })),
  },
  { weight: 1, arbitrary: fc.constantFrom(86_400_000, -86_400_000).map((ms) => ({ do: 'set clock' as const, ms })) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom<ServerMood>('well', 'unreachable', 'busy', 'silent')
      .map((mood) => ({ do: 'server' as const, mood })),
  },
  simple(1, 'revoke', 'clear storage'),
);

export const schedules: fc.Arbitrary<Schedule> = fc
  .record({
    seed: fc.nat({ max: 9_999 }),
    weather,
    tabs: fc.integer({ min: 2, max: 5 }),
    actions: fc.array(
      fc.tuple(pause, fc.nat({ max: 7 }), what).map(([after, tab, it]) => ({ after, tab, ...it })),
      { minLength: 1, maxLength: 30, size: 'max' },
    ),
  })
  .map(({ weather, actions: all, ...rest }) => {
    // Set back and forward again while a tab is frozen, the clock has not moved at all for that tab.
    const first = all.find((action) => action.do === 'set clock');
    const actions = all.filter((action) => action.do !== 'set clock' || action === first);
    // A sleep that the monotonic clock does not count cannot be told from a part of the clock's being set back.
    const back = first?.do === 'set clock' && first.ms < 0;
    return { ...rest, actions, weather: { ...weather, ...(back && { monotonic: 'counts' as const }) } };
  })
  .map((schedule) => ({ ...schedule, toString: () => draw(schedule) }));

/** A schedule as a person reads it. */
export function draw({ seed, weather: sky, tabs, actions }: Schedule): string {
  const { messages, storage, monotonic, maxAge, tells, latency } = sky;
  const words = [`messages ${messages}, storage ${storage}, monotonic clock ${monotonic} in sleep`];
  words.push(`maxAge ${maxAge}, server ${tells ? 'tells' : 'silent'}, latency ${latency}, seed ${seed}`);
  let at = 50;
  const lines = actions.map((action) => {
    at += action.after;
    const { do: name, after, tab, ...more } = action;
    const global = ['sleep', 'set clock', 'server', 'revoke', 'clear storage'].includes(name);
    return `  ${(at / 1_000).toFixed(3).padStart(8)} s  ${global ? '' : `tab ${tab}: `}${[name, ...Object.values(more)].join(' ')}`;
  });
  return [...words, `  ${'0'.padStart(8)} s  tabs 0 to ${tabs - 1}: open`, ...lines].join('\n');
}
