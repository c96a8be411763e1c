import fc from 'fast-check';
import type { MessageWeather } from './channel.js';
import { drawReaction, type Reaction, reactions } from './reactions.js';
import type { Retry, ServerMood } from './server.js';
import type { StorageWeather } from './storage.js';

export const TIMEOUT = 30_000;
export const WARN_BEFORE = 6_000;
export const INTERVAL = 10_000;
/** By so much the server's session outlives timeout and interval: see pings.test.ts. */
export const MARGIN = 13_000;

/** What a page asks for of its session. */
export interface Policy {
  readonly timeout: number;
  readonly warnBefore: number;
  readonly maxAge: number;
}

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
  /** But for some, which take as long as this. */
  readonly slowest: number;
  /** Of the server's session; undefined: as long as the rule wants. */
  readonly lifetime: number | undefined;
  readonly retry: Retry;
  /** The page has Web Locks: over plain http it has none. */
  readonly locks: boolean;
  /** The server can be asked what is left. */
  readonly check: boolean;
  /** Those of other tabs, in turn, where they differ from the first one's. */
  readonly policies: readonly Policy[];
}

export const CALM: Weather = {
  messages: 'prompt',
  storage: 'works',
  monotonic: 'counts',
  maxAge: Number.POSITIVE_INFINITY,
  tells: false,
  latency: 100,
  slowest: 0,
  lifetime: undefined,
  retry: { as: 'seconds', seconds: 3, ahead: 0 },
  locks: true,
  check: false,
  policies: [],
};

type What =
  | { readonly do: 'input' | 'extend' | 'expire' | 'hold' | 'release' | 'show' | 'hide' | 'throttle' | 'stop' }
  | { readonly do: 'open' | 'start' | 'fresh' | 'crash' | 'close' | 'freeze' | 'stall' | 'cache' }
  /** A page that no request to the server has brought: a static shell, a service worker. */
  | { readonly do: 'open static' | 'start static' }
  | { readonly do: 'move' | 'focus' | 'scripted focus' | 'frame input' | 'frame move' | 'frame unloads' | 'activity' }
  | { readonly do: 'hold for'; readonly ms: number }
  | { readonly do: 'configure'; readonly policy: Policy }
  /** What comes first where no event does: overdue timers and messages, or a person's input. */
  | { readonly do: 'thaw'; readonly first: 'backlog' | 'input' }
  | { readonly do: 'sleep' | 'set clock'; readonly ms: number }
  | { readonly do: 'server'; readonly mood: ServerMood }
  | { readonly do: 'revoke' | 'clear storage' | 'fill storage' | 'elsewhere' };

export type Action = What & { readonly after: number; readonly tab: number };

export interface Schedule {
  readonly seed: number;
  readonly weather: Weather;
  readonly tabs: number;
  readonly actions: readonly Action[];
  readonly reactions?: readonly Reaction[];
}

/** Shorter than the first one's: the server's lifetime is that of the longest. */
const policies = fc.constantFrom<Policy>(
  { timeout: 20_000, warnBefore: 4_000, maxAge: Number.POSITIVE_INFINITY },
  { timeout: 25_000, warnBefore: 8_000, maxAge: Number.POSITIVE_INFINITY },
  { timeout: TIMEOUT, warnBefore: WARN_BEFORE, maxAge: 50_000 },
);
const most = <T>(usual: T, rare: fc.Arbitrary<T>, weight = 4): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: rare });

const weather: fc.Arbitrary<Weather> = fc.record({
  messages: fc.constantFrom<MessageWeather>('prompt', 'prompt', 'prompt', 'late', 'lossy', 'none'),
  storage: fc.constantFrom<StorageWeather>('works', 'works', 'stale', 'full', 'denied'),
  monotonic: fc.constantFrom('stops' as const, 'counts' as const),
  maxAge: fc.constantFrom(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 70_000),
  tells: fc.boolean(),
  latency: fc.constantFrom(100, 400),
  slowest: most(0, fc.constantFrom(4_000, 8_000)),
  lifetime: most<number | undefined>(undefined, fc.constantFrom(5_000, 9_000, 14_000, 20_000)),
  retry: fc.record({
    as: fc.constantFrom('seconds' as const, 'date' as const),
    seconds: fc.constantFrom(3, 20),
    ahead: fc.constantFrom(0, 300_000, -300_000),
  }),
  locks: most<boolean>(true, fc.constant(false)),
  check: most<boolean>(false, fc.constant(true), 2),
  policies: most<readonly Policy[]>([], fc.array(policies, { minLength: 1, maxLength: 2 })),
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
  simple(6, 'open', 'start', 'start', 'fresh', 'stop', 'open static', 'start static'),
  simple(6, 'move', 'focus', 'scripted focus', 'frame input', 'frame move', 'frame unloads', 'activity'),
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
      .constantFrom<ServerMood>('well', 'well', 'unreachable', 'busy', 'silent', 'zero')
      .map((mood) => ({ do: 'server' as const, mood })),
  },
  simple(1, 'revoke', 'clear storage', 'fill storage', 'elsewhere'),
  { weight: 1, arbitrary: fc.integer({ min: 1_000, max: 20_000 }).map((ms) => ({ do: 'hold for' as const, ms })) },
  { weight: 1, arbitrary: policies.map((policy) => ({ do: 'configure' as const, policy })) },
);

/** What a tab cannot be told of for certain where messages and storage fail it: options of other tabs. */
const NEEDS_NEWS = ['configure'];
const LOSES_NEWS = ['clear storage', 'fill storage'];

export const schedules: fc.Arbitrary<Schedule> = fc
  .record({
    seed: fc.nat({ max: 9_999 }),
    weather,
    tabs: fc.integer({ min: 2, max: 5 }),
    actions: fc.array(
      fc.tuple(pause, fc.nat({ max: 7 }), what).map(([after, tab, it]) => ({ after, tab, ...it })),
      { minLength: 1, maxLength: 30, size: 'max' },
    ),
    reactions,
  })
  .map(({ weather: sky, actions: drawn, ...rest }) => {
    const stored = ['works', 'stale'].includes(sky.storage);
    const heard = stored && ['prompt', 'none'].includes(sky.messages);
    // A tab that ends at once what it joins has told nobody of its options, or just not.
    const differ = heard && sky.policies.length > 0 && !rest.reactions.length;
    const weather = differ ? sky : { ...sky, policies: [] };
    const all = drawn.filter(
      ({ do: what }) =>
        !(NEEDS_NEWS.includes(what) && !heard) &&
        !(LOSES_NEWS.includes(what) && (differ || drawn.some((other) => NEEDS_NEWS.includes(other.do)))),
    );
    // Set back and forward again while a tab is frozen, the clock has not moved at all for that tab.
    const first = all.find((action) => action.do === 'set clock');
    const actions = all.filter((action) => action.do !== 'set clock' || action === first);
    // A sleep that the monotonic clock does not count cannot be told from a part of the clock's being set back.
    const back = first?.do === 'set clock' && first.ms < 0;
    return { ...rest, actions, weather: { ...weather, ...(back && { monotonic: 'counts' as const }) } };
  })
  .map((schedule) => ({ ...schedule, toString: () => draw(schedule) }));

/** The schedules without these deeds, parts of the weather and reactions. */
export const without = (all: fc.Arbitrary<Schedule>, names: readonly string[]): fc.Arbitrary<Schedule> =>
  all
    .map(({ weather: given, actions, reactions: calls = [], ...rest }) => ({
      ...rest,
      weather: { ...given, ...Object.fromEntries(Object.entries(CALM).filter(([name]) => names.includes(name))) },
      actions: actions.filter(({ do: what }) => !names.includes(what)),
      reactions: names.includes('reactions')
        ? []
        : calls.filter(({ on, deeds }) => ![on, ...deeds].some((name) => names.includes(`on ${name}`))),
    }))
    .map((schedule) => ({ ...schedule, toString: () => draw(schedule) }));

const GLOBAL = ['sleep', 'set clock', 'server', 'revoke', 'clear storage', 'fill storage', 'elsewhere'];

/** A schedule as a person reads it: what of the weather is as usual is not said. */
export function draw({ seed, weather, tabs, actions, reactions = [] }: Schedule): string {
  const { messages, storage, monotonic, maxAge, tells, latency, ...more } = weather;
  const words = [`messages ${messages}, storage ${storage}, monotonic clock ${monotonic} in sleep`];
  words.push(`maxAge ${maxAge}, server ${tells ? 'tells' : 'silent'}, latency ${latency}, seed ${seed}`);
  for (const [name, value] of Object.entries(more)) {
    const said = JSON.stringify(value);
    if (said !== JSON.stringify(CALM[name as keyof Weather])) words.push(`${name} ${said}`);
  }
  let at = 50;
  const lines = actions.map((action) => {
    at += action.after;
    const { do: name, after, tab, ...more } = action;
    const rest = Object.values(more).map((value) => (typeof value === 'object' ? JSON.stringify(value) : value));
    const who = GLOBAL.includes(name) ? '' : `tab ${tab}: `;
    return `  ${(at / 1_000).toFixed(3).padStart(8)} s  ${who}${[name, ...rest].join(' ')}`;
  });
  return [
    ...words,
    ...reactions.map(drawReaction),
    `  ${'0'.padStart(8)} s  tabs 0 to ${tabs - 1}: open`,
    ...lines,
  ].join('\n');
}
