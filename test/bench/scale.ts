import type { Input, Outcome } from '../../src/core/input.js';
import { step } from '../../src/core/machine.js';
import { NO_SESSION, type SessionRecord } from '../../src/core/record.js';
import { type Config, INITIAL, nextWakeAt, running, type TabState } from '../../src/core/state.js';
import { ask } from '../../src/server/answer.js';
import { print, round, save, type Table } from './figures.js';
import { median } from './statistics.js';

/*
 * Many people and one server. Each person's tabs run the product's own scheduler (`step`, `nextWakeAt`) and its own
 * answer to failures (`ask`); the browser around them is simulated. People meet only at the server, so that one after
 * the other is simulated, and their requests are added up.
 */

const PEOPLE = 1_000_000;
const SAMPLE = Number(process.env.SAMPLE ?? 100_000);
const FACTOR = PEOPLE / SAMPLE;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** People come within the first minutes; afterwards their pings have no phase in common. */
const ARRIVAL = 30 * MINUTE;
const OUTAGE = 50 * MINUTE;
const RECOVERY = 51 * MINUTE;
const END = 60 * MINUTE;
/** Against which the peak is held. */
const FOLLOWING = 5 * MINUTE;

const INTERVAL = 5 * MINUTE;
const CONFIG: Config = {
  timeout: 30 * MINUTE,
  warnBefore: 2 * MINUTE,
  maxAge: Number.POSITIVE_INFINITY,
  keepAlive: { interval: INTERVAL },
};
/** The server renders each page. */
const START: Input = { type: 'start', fresh: false, renewed: true, load: 'person' };
/** The share of those who have one tab, two at most, and so on. */
const TABS = [0.5, 0.75, 0.87, 0.95, 1];
const LATENCY = 80;
/** A turn is kept so much longer than its request. */
const NEWS = 100;
/** Timers of a hidden tab run once a second. */
const HIDDEN = SECOND;
/** The instants of a simulation are not 0, which in a record means never. */
const EPOCH = 1_700_000_000_000;

/** How the server fails. */
interface Failure {
  readonly name: string;
  readonly answer: (now: number) => Response;
}
const unavailable = (retryAfter?: string) =>
  new Response(null, { status: 503, headers: retryAfter ? { 'Retry-After': retryAfter } : {} });
const FAILURES: readonly Failure[] = [
  {
    name: 'refuses connections',
    answer() {
      throw new TypeError('refused');
    },
  },
  { name: '503, Retry-After: 30', answer: () => unavailable('30') },
  {
    name: '503, Retry-After: the instant of recovery',
    // The answer is read on the real clock: what is right is how far off it is.
    answer: (now) => unavailable(new Date(Date.now() + EPOCH + RECOVERY - now).toUTCString()),
  },
];

/** The same figures each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const between = (low: number, high: number) => low + Math.random() * (high - low);

/** Work in bursts, with pauses to read, now and then a talk, and lunch. */
function* activity(begin: number): Iterable<number> {
  for (let at = begin; at < END; ) {
    const burst = at + between(20 * SECOND, 4 * MINUTE);
    for (; at < burst; at += between(2 * SECOND, 20 * SECOND)) yield at;
    const kind = Math.random();
    at +=
      kind < 0.85 ? between(10 * SECOND, 3 * MINUTE) : kind < 0.97 ? between(3, 12) * MINUTE : between(25, 60) * MINUTE;
  }
}

interface Tab {
  state: TabState;
  wakeAt: number;
  failures: number;
}

interface Due {
  readonly at: number;
  readonly run: () => void | Promise<void>;
}

/** @param request - is told of each request, and says how it is answered. */
async function live(begin: number, tabCount: number, request: (at: number) => Response): Promise<void> {
  const tabs: Tab[] = Array.from({ length: tabCount }, () => ({
    state: INITIAL,
    wakeAt: Number.POSITIVE_INFINITY,
    failures: 0,
  }));
  let visible = tabs[0]!;
  let shared: SessionRecord = NO_SESSION;
  let taken = false;
  const due: Due[] = [];

  const feed = (tab: Tab, input: Input, at: number) => {
    const now = EPOCH + Math.round(at);
    const [state, effects] = step(tab.state, input, now, shared.session ? shared : undefined, CONFIG);
    tab.state = state;
    const next = nextWakeAt(state, CONFIG, now) - EPOCH;
    tab.wakeAt = tab === visible ? next : next + Math.random() * HIDDEN;
    for (const effect of effects) {
      if (effect.type === 'publish') {
        shared = tab.state.record;
        for (const other of tabs) {
          if (other === tab) continue;
          due.push({ at: at + 1, run: () => feed(other, { type: 'record', record: shared, request: false }, at + 1) });
        }
      } else if (effect.type === 'ask') due.push({ at, run: () => ping(tab, at) });
    }
  };
  const answer = (tab: Tab, sent: number, at: number, outcome: Outcome) =>
    feed(tab, { type: 'answer', to: 'ping', session: tab.state.session, sent: EPOCH + Math.round(sent), outcome }, at);
  const ping = async (tab: Tab, at: number) => {
    const { lastActiveAt, lastPingAt, loadedAt } = tab.state.record;
    if (taken || lastActiveAt <= Math.max(lastPingAt, loadedAt)) return answer(tab, at, at, { type: 'skipped' });
    taken = true;
    const fetch = async () => request(at);
    const options = { url: '/', method: 'POST', timeout: 10_000, interval: INTERVAL, fetch };
    const outcome = await ask(options, new AbortController().signal, tab.failures, () => {});
    tab.failures = outcome.type === 'failed' ? tab.failures + 1 : 0;
    due.push({ at: at + LATENCY, run: () => answer(tab, at, at + LATENCY, outcome) });
    due.push({
      at: at + LATENCY + NEWS,
      run: () => {
        taken = false;
      },
    });
  };

  const acts = activity(begin)[Symbol.iterator]();
  for (const tab of tabs) feed(tab, START, begin);
  let act = acts.next();
  for (;;) {
    const tab = tabs.reduce((first, other) => (other.wakeAt < first.wakeAt ? other : first));
    const soonest = due.reduce<Due | undefined>(
      (first, other) => (first && first.at <= other.at ? first : other),
      undefined,
    );
    const acted = act.done ? Number.POSITIVE_INFINITY : act.value;
    const at = Math.min(tab.wakeAt, soonest?.at ?? Number.POSITIVE_INFINITY, acted);
    if (at >= END) return;
    if (soonest?.at === at) {
      due.splice(due.indexOf(soonest), 1);
      await soonest.run();
    } else if (tab.wakeAt === at) feed(tab, { type: 'evaluate' }, at);
    else {
      if (Math.random() < 0.02) visible = tabs[Math.floor(Math.random() * tabs.length)]!;
      // Who has been signed out signs in again.
      if (!running(visible.state)) for (const one of tabs) feed(one, START, at);
      feed(visible, { type: 'activity', at: EPOCH + Math.round(at) }, at);
      act = acts.next();
    }
  }
}

/** Requests in each second. */
interface Load {
  readonly ours: number[];
  readonly naive: number[];
}

async function simulate({ answer }: Failure): Promise<Load> {
  const { random } = Math;
  Math.random = seeded(1);
  const seconds = END / SECOND;
  const ours = new Array<number>(seconds).fill(0);
  const naive = new Array<number>(seconds).fill(0);
  try {
    for (let person = 0; person < SAMPLE; person += 1) {
      const begin = Math.random() * ARRIVAL;
      const share = Math.random();
      const tabCount = 1 + TABS.findIndex((most) => share < most);
      await live(begin, tabCount, (at) => {
        ours[Math.floor(at / SECOND)]! += 1;
        return at >= OUTAGE && at < RECOVERY ? answer(EPOCH + at) : new Response(null, { status: 204 });
      });
      for (let tab = 0; tab < tabCount; tab += 1)
        for (let at = begin + Math.random() * MINUTE + INTERVAL; at < END; at += INTERVAL)
          naive[Math.floor(at / SECOND)]! += 1;
    }
  } finally {
    Math.random = random;
  }
  return { ours, naive };
}

const slice = (load: readonly number[], from: number, to: number) => load.slice(from / SECOND, to / SECOND);
/** Of each second, with those around it: a sample is noisier than the whole. */
const smooth = (load: readonly number[]) => load.slice(1, -1).map((_, i) => mean(load.slice(i, i + 3)));
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

export async function scale(): Promise<void> {
  const usual: Table = {};
  const outage: Table = {};
  for (const failure of FAILURES) {
    const { ours, naive } = await simulate(failure);
    const before = slice(ours, OUTAGE - 10 * MINUTE, OUTAGE);
    const always = mean(slice(naive, OUTAGE - 10 * MINUTE, OUTAGE));
    usual.stillhere ??= {
      'pings a second': round(mean(before) * FACTOR),
      busiest: round(Math.max(...smooth(before)) * FACTOR),
      'of the naive way': round(mean(before) / always, 2),
    };
    usual['every tab, each 5 min'] ??= { 'pings a second': round(always * FACTOR) };
    const during = slice(ours, OUTAGE, RECOVERY);
    const following = smooth(slice(ours, RECOVERY, RECOVERY + FOLLOWING));
    const peak = Math.max(...following);
    outage[failure.name] = {
      'before, a second': round(median(before) * FACTOR),
      'during, mean': round(mean(during) * FACTOR),
      'after, peak': round(peak * FACTOR),
      'at second': following.indexOf(peak),
      'after, mean of 5 min': round(mean(following) * FACTOR),
      'peak / mean': round(peak / mean(following), 2),
    };
  }
  print(
    `${PEOPLE.toLocaleString('en')} people with 1 to 5 tabs each (${SAMPLE.toLocaleString('en')} simulated, times ${FACTOR})`,
    usual,
  );
  print('The server is away for 60 s', outage);
  await save('scale', 'simulation', { usual, outage });
}
