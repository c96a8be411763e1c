// @vitest-environment node
import { beforeEach, describe, expect, test } from 'vitest';
import type { Effect } from '../../../src/core/draft.js';
import type { Input, Outcome } from '../../../src/core/input.js';
import { step } from '../../../src/core/machine.js';
import {
  END_REASONS,
  ENDED,
  GONE,
  NEVER,
  NO_SESSION,
  Progress,
  REFUSED,
  type SessionRecord,
} from '../../../src/core/record.js';
import {
  type Config,
  deadline,
  INITIAL,
  nextWakeAt,
  policyOf,
  type State,
  type TabState,
} from '../../../src/core/state.js';
import { HOUR, MINUTE, NOON, SECOND } from '../helpers.js';

const CONFIG: Config = {
  timeout: 10 * MINUTE,
  warnBefore: 2 * MINUTE,
  maxAge: Number.POSITIVE_INFINITY,
};

const brief = (effect: Effect) =>
  effect.type === 'emit'
    ? effect.event
    : effect.type === 'ask'
      ? `ask ${effect.what}`
      : effect.type === 'advise'
        ? effect.about
        : effect.type;

/** One tab. Its times count from noon. */
class Tab {
  config: Config;
  own: TabState = INITIAL;
  effects: Effect[] = [];
  constructor(config: Partial<Config> = {}) {
    this.config = { ...CONFIG, ...config };
  }
  /** @returns what is to be done, in short. */
  feed(time: number, input: Input, stored?: SessionRecord): string[] {
    [this.own, this.effects] = step(this.own, input, NOON + time, stored, this.config);
    return this.effects.map(brief);
  }
  /** By default of a page whose server has rendered it. */
  start(time = 0, options: { renewed?: boolean; fresh?: boolean } = {}, stored?: SessionRecord): string[] {
    return this.feed(time, { type: 'start', renewed: true, fresh: false, load: 'person', ...options }, stored);
  }
  evaluate(time: number, stored?: SessionRecord): string[] {
    return this.feed(time, { type: 'evaluate' }, stored);
  }
  activity(time: number): string[] {
    return this.feed(time, { type: 'activity', at: NOON + time });
  }
  extend(time: number): string[] {
    return this.feed(time, { type: 'extend' });
  }
  hold(time: number, until = NEVER): string[] {
    return this.feed(time, { type: 'hold', until: until && NOON + until });
  }
  configure(time: number, config: Config): string[] {
    this.config = config;
    return this.feed(time, { type: 'configure' });
  }
  hear(time: number, record: SessionRecord, request = false): string[] {
    return this.feed(time, { type: 'record', record, request });
  }
  answer(time: number, to: 'ping' | 'check' | 'report', outcome: Outcome, sent = time): string[] {
    return this.feed(time, { type: 'answer', to, session: this.own.session, sent: NOON + sent, outcome });
  }
  claim(time: number, session = this.own.session): string[] {
    return this.feed(time, { type: 'claim', session });
  }
  /** The fields of the event. */
  told(event: string): object | undefined {
    const effect = this.effects.find((other) => other.type === 'emit' && other.event === event);
    return effect?.type === 'emit' ? effect.fields : undefined;
  }
  get state(): State {
    return this.own.state;
  }
  get record(): SessionRecord {
    return this.own.record;
  }
  /** When the session ends. */
  get end(): number {
    return deadline(this.own.record) - NOON;
  }
  /** When the machine wants to be asked again. */
  next(time: number): number {
    return nextWakeAt(this.own, this.config, NOON + time) - NOON;
  }
}

const COUNTS = ['session', 'endReason', 'endProgress', 'timeout', 'warnBefore', 'maxAge', 'extendOn'];

/** A session that a page load has begun at noon; the instants of the fields count from there. */
const record = (fields: Partial<Record<keyof SessionRecord, number>> = {}): SessionRecord => {
  const { startedAt = 0 } = fields;
  const instants = Object.fromEntries(
    Object.entries({ startedAt: 0, lastActiveAt: 0, loadedAt: 0, configuredAt: startedAt, ...fields }).map(
      ([field, value]) => [field, COUNTS.includes(field) ? value : value + NOON],
    ),
  );
  return { ...NO_SESSION, session: 1, ...policyOf(CONFIG), ...instants };
};

const alive = (expiresIn?: number): Outcome => ({ type: 'alive', status: 200, expiresIn });
const signedOut: Outcome = { type: 'signedOut' };
const skipped: Outcome = { type: 'skipped' };
const failed = (delay = 5 * SECOND): Outcome => ({ type: 'failed', status: 500, error: undefined, delay });

/** A tab in that state, whose person was last active at noon, and the time. */
function tabIn(state: State, config: Partial<Config> = {}): [Tab, number] {
  const tab = new Tab(config);
  tab.start();
  switch (state) {
    case 'stopped':
      tab.feed(MINUTE, { type: 'stop' });
      return [tab, MINUTE];
    case 'active':
      return [tab, MINUTE];
    case 'warning':
      tab.evaluate(8 * MINUTE);
      return [tab, 9 * MINUTE];
    case 'expired':
      tab.evaluate(10 * MINUTE);
      tab.claim(10 * MINUTE);
      tab.feed(10 * MINUTE, { type: 'progress', session: 1, progress: Progress.SENT });
      return [tab, 11 * MINUTE];
  }
}

describe('the transition table', () => {
  const STATES: State[] = ['stopped', 'active', 'warning', 'expired'];
  const same = STATES;
  const [stay, over]: [State[], State[]] = [same, ['stopped', 'expired', 'expired', 'expired']];
  const revived: State[] = ['stopped', 'active', 'active', 'expired'];
  const activity = (at: number): Input => ({ type: 'activity', at: NOON + at });
  const hear = (fields: Parameters<typeof record>[0]): Input => ({
    type: 'record',
    record: record(fields),
    request: false,
  });
  const LATE = 10 * MINUTE;

  const TABLE: [string, (time: number) => Input, State[], number?][] = [
    [
      'start',
      () => ({ type: 'start', fresh: false, renewed: false, load: 'person' }),
      ['active', 'active', 'warning', 'active'],
    ],
    ['stop', () => ({ type: 'stop' }), ['stopped', 'stopped', 'stopped', 'stopped']],
    ['activity', activity, revived],
    ['activity at the deadline', activity, over, LATE],
    [
      'activity that happened in time but is told late',
      () => activity(LATE - 1),
      ['stopped', 'active', 'active', 'expired'],
      LATE,
    ],
    ['extend', () => ({ type: 'extend' }), revived],
    ['extend at the deadline', () => ({ type: 'extend' }), over, LATE],
    ['a hold', () => ({ type: 'hold', until: NEVER }), revived],
    ['a hold at the deadline', () => ({ type: 'hold', until: NEVER }), over, LATE],
    ['the alarm', () => ({ type: 'evaluate' }), stay],
    ['the alarm at the deadline', () => ({ type: 'evaluate' }), over, LATE],
    ['a wake', () => ({ type: 'wake' }), stay],
    ['a wake after the deadline', () => ({ type: 'wake' }), over, 8 * HOUR],
    ['back online', () => ({ type: 'online' }), stay],
    ['an end', () => ({ type: 'end', reason: ENDED }), over],
    [
      'the server says that it is gone',
      (at) => ({ type: 'answer', to: 'ping', session: 1, sent: NOON + at, outcome: signedOut }),
      over,
    ],
    ['the server lives', (at) => ({ type: 'answer', to: 'ping', session: 1, sent: NOON + at, outcome: alive() }), stay],
    [
      'the server fails',
      (at) => ({ type: 'answer', to: 'ping', session: 1, sent: NOON + at, outcome: failed() }),
      stay,
    ],
    ['activity in another tab', (at) => hear({ lastActiveAt: at }), revived],
    ['an end in another tab', () => hear({ endReason: ENDED }), over],
    ['a claim', () => ({ type: 'claim', session: 1 }), stay],
    ['progress', () => ({ type: 'progress', session: 1, progress: Progress.SENT }), stay],
  ];

  const CASES = TABLE.flatMap(([name, input, to, late]) =>
    STATES.map((from, i) => ({ name, input, late, from, to: to[i] as State })),
  );

  test.for(CASES)('$from, $name: $to', ({ input, late, from, to }) => {
    const [tab, time] = tabIn(from);
    const at = late === undefined ? time : Math.max(late, time);
    tab.feed(at, input(at));
    expect(tab.state).toBe(to);
    expect(tab.told('change')).toEqual(from === to ? undefined : { state: to, previous: from });
  });
});

describe('a session', () => {
  let tab: Tab;
  beforeEach(() => {
    tab = new Tab();
    tab.start();
  });

  test('the warning comes warnBefore the end, with what remains', () => {
    expect(tab.next(0)).toBe(8 * MINUTE);
    expect(tab.evaluate(8 * MINUTE - 1)).toEqual([]);
    expect(tab.evaluate(8 * MINUTE)).toEqual(['publish', 'change', 'warn']);
    expect(tab.told('warn')).toEqual({ remaining: 2 * MINUTE, extendable: true });
  });

  test('each second of the warning ticks once, and a tab that was late tells what is true now', () => {
    tab.evaluate(8 * MINUTE);
    expect(tab.next(8 * MINUTE)).toBe(8 * MINUTE + SECOND);
    expect(tab.evaluate(8 * MINUTE + SECOND)).toEqual(['tick']);
    expect(tab.told('tick')).toEqual({ remaining: 119 * SECOND });
    expect(tab.evaluate(8 * MINUTE + SECOND + 500)).toEqual([]);
    expect(tab.evaluate(9 * MINUTE + 300)).toEqual(['tick']);
    expect(tab.told('tick')).toEqual({ remaining: MINUTE - 300 });
    expect(tab.next(9 * MINUTE + 300)).toBe(9 * MINUTE + SECOND);
  });

  test('activity ends the warning, and the session has its whole time again', () => {
    tab.evaluate(8 * MINUTE);
    expect(tab.activity(9 * MINUTE)).toEqual(['publish', 'change', 'active']);
    expect(tab.end).toBe(19 * MINUTE);
    expect(tab.next(9 * MINUTE)).toBe(17 * MINUTE);
  });

  test('at the end it is expired, with its reason, and the claim is settled', () => {
    tab.evaluate(8 * MINUTE);
    expect(tab.evaluate(10 * MINUTE)).toEqual(['publish', 'change', 'claim']);
    expect(tab.own.reason).toBe('idle');
    expect(tab.record.endReason).toBe(END_REASONS.indexOf('idle'));
  });

  test('P1: however long the sleep was, the first key press after it finds the session expired and is not counted', () => {
    expect(tab.activity(3 * HOUR)).toEqual(['publish', 'change', 'claim']);
    expect(tab.record.lastActiveAt).toBe(NOON);
  });

  test('without a warning it expires straight away', () => {
    const curt = new Tab({ warnBefore: 0 });
    curt.start();
    expect(curt.next(0)).toBe(10 * MINUTE);
    expect(curt.evaluate(10 * MINUTE - 1)).toEqual([]);
    expect(curt.evaluate(10 * MINUTE)).toEqual(['publish', 'change', 'claim']);
  });

  test('activity told twice, or late, takes nothing back', () => {
    tab.activity(5 * MINUTE);
    expect(tab.feed(6 * MINUTE, { type: 'activity', at: NOON + 4 * MINUTE })).toEqual([]);
    expect(tab.end).toBe(15 * MINUTE);
  });

  test('P10: activity of the future is activity of now', () => {
    tab.feed(MINUTE, { type: 'activity', at: NOON + HOUR });
    expect(tab.end).toBe(11 * MINUTE);
  });

  test('started twice it runs once', () => {
    tab.activity(MINUTE);
    expect(tab.start(5 * MINUTE)).toEqual([]);
    expect(tab.end).toBe(11 * MINUTE);
  });

  test('nothing is looked at when stopped, or when all is told after an end', () => {
    expect(tabIn('stopped')[0].next(MINUTE)).toBe(NEVER);
    expect(tabIn('expired')[0].next(11 * MINUTE)).toBe(NEVER);
  });
});

describe("extendOn: 'explicit'", () => {
  test('before the warning activity counts; during it only extend() does', () => {
    const tab = new Tab({ extendOn: 'explicit' });
    tab.start();
    tab.activity(7 * MINUTE);
    expect(tab.end).toBe(17 * MINUTE);
    tab.evaluate(15 * MINUTE);
    expect(tab.activity(16 * MINUTE)).toEqual(['tick']);
    expect(tab.end).toBe(17 * MINUTE);
    expect(tab.extend(16 * MINUTE)).toEqual(['publish', 'change', 'active']);
    expect(tab.end).toBe(26 * MINUTE);
  });

  test('input at the very instant of the warning is too late, though the alarm has not rung yet', () => {
    const tab = new Tab({ extendOn: 'explicit' });
    tab.start();
    expect(tab.activity(8 * MINUTE)).toEqual(['publish', 'change', 'warn']);
    expect(tab.end).toBe(10 * MINUTE);
  });

  test('a page loaded during the warning warns too: a load is no answer', () => {
    const tab = new Tab({ extendOn: 'explicit' });
    tab.start(9 * MINUTE, {}, record());
    expect(tab.state).toBe('warning');
    expect(tab.end).toBe(10 * MINUTE);
  });
});

describe('maxAge', () => {
  const config = { maxAge: 15 * MINUTE };

  test('its warning says that nothing extends it, and nothing does', () => {
    const tab = new Tab(config);
    tab.start();
    tab.activity(7 * MINUTE);
    expect(tab.end).toBe(15 * MINUTE);
    tab.evaluate(13 * MINUTE);
    expect(tab.told('warn')).toEqual({ remaining: 2 * MINUTE, extendable: false });
    expect(tab.extend(14 * MINUTE)).not.toContain('active');
    expect(tab.state).toBe('warning');
    tab.evaluate(15 * MINUTE);
    expect(tab.own.reason).toBe('maxAge');
  });

  test('an idle session ends before it, as idle', () => {
    const tab = new Tab(config);
    tab.start();
    tab.evaluate(8 * MINUTE);
    expect(tab.told('warn')).toMatchObject({ extendable: true });
    tab.evaluate(10 * MINUTE);
    expect(tab.own.reason).toBe('idle');
  });

  test('it counts from the sign-in, whatever tab is opened later', () => {
    const late = new Tab(config);
    late.start(9 * MINUTE, {}, record());
    expect(late.end).toBe(15 * MINUTE);
  });
});

describe('a page load', () => {
  test('begins a session where there is none', () => {
    const tab = new Tab();
    expect(tab.start()).toEqual(['publish', 'change']);
    expect(tab.record).toEqual(record());
  });

  test('is activity, and a request that the server saw', () => {
    const tab = new Tab();
    tab.start(5 * MINUTE, {}, record());
    expect(tab.record).toMatchObject({ session: 1, lastActiveAt: NOON + 5 * MINUTE, loadedAt: NOON + 5 * MINUTE });
  });

  test('but a page that its server has not rendered is no request', () => {
    const tab = new Tab();
    tab.start(5 * MINUTE, { renewed: false }, record());
    expect(tab.record).toMatchObject({ lastActiveAt: NOON + 5 * MINUTE, loadedAt: NOON });
  });

  test('begins the next session where the last has run out', () => {
    const tab = new Tab();
    tab.start(10 * MINUTE, {}, record());
    expect(tab.state).toBe('active');
    expect(tab.record).toMatchObject({ session: 2, startedAt: NOON + 10 * MINUTE });
  });

  test('with persist it goes on with the remaining time', () => {
    const tab = new Tab({ persist: true });
    tab.start(5 * MINUTE, {}, record());
    expect(tab.state).toBe('active');
    expect(tab.end).toBe(10 * MINUTE);
  });

  test('with persist in the middle of a warning it warns at once', () => {
    const tab = new Tab({ persist: true });
    expect(tab.start(9 * MINUTE, {}, record())).toEqual(['publish', 'change', 'warn']);
    expect(tab.told('warn')).toMatchObject({ remaining: MINUTE });
  });

  test.for([
    ['ran out', {}, 'idle'],
    ['ended', { endReason: ENDED }, 'ended'],
    ['was ended by the server', { endReason: REFUSED }, 'server'],
  ] as const)('P1: with persist a session that %s meanwhile is expired', ([, fields, reason]) => {
    const tab = new Tab({ persist: true });
    tab.start(11 * MINUTE, {}, record(fields));
    expect(tab.state).toBe('expired');
    expect(tab.own.reason).toBe(reason);
  });

  test('with persist a session that was dealt with has no second leader', () => {
    const tab = new Tab({ persist: true });
    expect(tab.start(11 * MINUTE, {}, record({ endReason: 1, endProgress: 2 }))).toEqual([
      'change',
      'ended before',
      'claim',
      'expire',
    ]);
    expect(tab.told('expire')).toEqual({ reason: 'idle', leader: false });
  });

  test('with persist start() after an expiry begins the next session: the person has signed in', () => {
    const [tab, time] = tabIn('expired', { persist: true });
    tab.start(time, { renewed: false });
    expect(tab.state).toBe('active');
    expect(tab.record).toMatchObject({ session: 2, lastActiveAt: NOON + time });
  });

  test('fresh: the page after a sign-in begins a new session even where one lives', () => {
    const tab = new Tab({ persist: true });
    tab.start(5 * MINUTE, { fresh: true }, record());
    expect(tab.record).toMatchObject({ session: 2, startedAt: NOON + 5 * MINUTE, lastActiveAt: NOON + 5 * MINUTE });
  });
});

describe('a hold', () => {
  test('is activity as long as it is kept', () => {
    const tab = new Tab();
    tab.start();
    tab.hold(MINUTE);
    expect(tab.next(MINUTE)).toBe(MINUTE + 15 * SECOND);
    tab.evaluate(MINUTE + 15 * SECOND);
    expect(tab.end).toBe(11 * MINUTE + 15 * SECOND);
    tab.hold(2 * MINUTE, 0);
    tab.evaluate(3 * MINUTE);
    expect(tab.end).toBe(12 * MINUTE);
  });

  test('is told often enough for a short session', () => {
    const tab = new Tab({ timeout: 10 * SECOND, warnBefore: 4 * SECOND });
    tab.start();
    tab.hold(0);
    expect(tab.next(0)).toBe(3 * SECOND);
  });

  test('P1: does not outlive a sleep', () => {
    const tab = new Tab();
    tab.start();
    tab.hold(0);
    tab.evaluate(3 * HOUR);
    expect(tab.state).toBe('expired');
  });

  test('ends with stop()', () => {
    const tab = new Tab();
    tab.start();
    tab.hold(0);
    tab.feed(0, { type: 'stop' });
    tab.start();
    tab.evaluate(9 * MINUTE);
    expect(tab.state).toBe('warning');
  });
});

describe('the other tabs', () => {
  test('P2: before a tab warns or expires it reads what the others have left', () => {
    const tab = new Tab();
    tab.start();
    expect(tab.evaluate(8 * MINUTE, record({ lastActiveAt: 5 * MINUTE }))).toEqual([]);
    expect(tab.end).toBe(15 * MINUTE);
    expect(tab.evaluate(15 * MINUTE, record({ lastActiveAt: 15 * MINUTE - 1 }))).toEqual([]);
    expect(tab.end).toBe(25 * MINUTE - 1);
  });

  test('P3: activity elsewhere ends the warning here', () => {
    const [tab] = tabIn('warning');
    expect(tab.hear(9 * MINUTE, record({ lastActiveAt: 9 * MINUTE }))).toEqual(['change', 'active']);
  });

  test('P3: an end elsewhere ends it here, for the same reason', () => {
    const [tab, time] = tabIn('active');
    tab.hear(time, record({ endReason: REFUSED }));
    expect(tab.own.reason).toBe('server');
  });

  test('P3: a tab that is told that it is time does not wait for its own alarm, a millisecond later', () => {
    const tab = new Tab();
    tab.start();
    expect(tab.hear(8 * MINUTE - 1, record())).toEqual(['change', 'warn']);
    expect(tab.hear(10 * MINUTE - 2, record())).toEqual(['publish', 'change', 'claim']);
    expect(tab.own.reason).toBe('idle');
  });

  test('one that has just come is told what is known', () => {
    const [tab, time] = tabIn('active');
    expect(tab.hear(time, record(), true)).toEqual(['publish']);
    expect(tab.hear(time, record())).toEqual([]);
  });

  test('one that still lives in an earlier session is told of the later', () => {
    const tab = new Tab();
    tab.start(0, {}, record({ session: 6, endReason: 1, endProgress: 2 }));
    expect(tab.own.session).toBe(7);
    expect(tab.hear(MINUTE, record({ session: 6 }))).toEqual(['publish']);
  });

  test('a new session elsewhere ends the old one here', () => {
    const [tab, time] = tabIn('active');
    const told = tab.hear(time, record({ session: 2, startedAt: MINUTE - 5, lastActiveAt: MINUTE - 5 }));
    expect(tab.state).toBe('expired');
    expect(tab.own.reason).toBe('ended');
    expect(tab.told('expire')).toEqual({ reason: 'ended', leader: false });
    expect(told.slice(-2)).toEqual(['expire', 'restart']);
  });

  test('where the old one had run out unseen the reason is that', () => {
    const tab = new Tab();
    tab.start();
    tab.hear(11 * MINUTE, record({ session: 2, startedAt: 11 * MINUTE, lastActiveAt: 11 * MINUTE }));
    expect(tab.own.reason).toBe('idle');
  });

  test('a tab that slept through the next session and its end takes the reason of that', () => {
    const tab = new Tab();
    tab.start();
    const told = tab.hear(
      HOUR,
      record({ session: 2, startedAt: 20 * MINUTE, lastActiveAt: 20 * MINUTE, endReason: ENDED }),
    );
    expect(tab.own.reason).toBe('ended');
    expect(told.at(-1)).toBe('expire');
    const other = new Tab();
    other.start();
    other.hear(HOUR, record({ session: 2, startedAt: 20 * MINUTE, lastActiveAt: 20 * MINUTE }));
    expect(other.own.reason).toBe('idle');
  });

  test('an expired tab is told once that the next session has begun, and stays as it is', () => {
    const [tab, time] = tabIn('expired');
    const next = record({ session: 2, startedAt: time, lastActiveAt: time });
    expect(tab.hear(time, next)).toEqual(['restart']);
    expect(tab.hear(time, next)).toEqual([]);
    expect(tab.state).toBe('expired');
    tab.start(time + 1, { renewed: false });
    expect(tab.own.session).toBe(2);
    expect(tab.state).toBe('active');
  });

  test('a stopped tab remembers what it hears, and says nothing', () => {
    const [tab, time] = tabIn('stopped');
    expect(tab.hear(time, record({ session: 2, startedAt: time, lastActiveAt: time }))).toEqual([]);
    expect(tab.record.session).toBe(2);
  });

  test('two tabs that began one session apart come together under the higher number', () => {
    const tab = new Tab();
    tab.start(SECOND);
    tab.activity(2 * MINUTE);
    tab.hear(3 * MINUTE, record({ session: 5, startedAt: 0, lastActiveAt: MINUTE }));
    expect(tab.own.session).toBe(5);
    expect(tab.state).toBe('active');
    // What was done in this tab is not lost on the way.
    expect(tab.record.lastActiveAt).toBe(NOON + 2 * MINUTE);
  });

  test('what an earlier session left behind says nothing about this one', () => {
    const tab = new Tab();
    tab.start(HOUR);
    expect(tab.hear(HOUR + 1, record({ session: 5, endReason: 1, endProgress: 2 }))).toContain('publish');
    expect(tab.state).toBe('active');
    expect(tab.own.session).toBe(6);
  });
});

describe('P4: one of all tabs leads', () => {
  let tab: Tab;
  beforeEach(() => {
    tab = new Tab();
    tab.start();
    tab.evaluate(10 * MINUTE);
  });

  test('the one that has the claim tells it, marks it and acts', () => {
    expect(tab.claim(10 * MINUTE + 5)).toEqual(['publish', 'expire', 'log out']);
    expect(tab.told('expire')).toEqual({ reason: 'idle', leader: true });
    expect(tab.record.endProgress).toBe(1);
    const { session } = tab.own;
    expect(tab.feed(10 * MINUTE + 9, { type: 'progress', session, progress: Progress.SENT })).toEqual(['publish']);
    expect(tab.record.endProgress).toBe(2);
    tab.feed(10 * MINUTE + 50, { type: 'progress', session, progress: Progress.DONE });
    expect(tab.record.endProgress).toBe(Progress.DONE);
  });

  test('the others tell it when they hear that it was done', () => {
    expect(tab.hear(10 * MINUTE + 5, record({ endReason: 1, endProgress: 1 }))).toEqual(['expire']);
    expect(tab.told('expire')).toEqual({ reason: 'idle', leader: false });
  });

  test("no tab's silence holds the event back for longer than 3 s", () => {
    const settled = tab.next(10 * MINUTE);
    expect(settled).toBeLessThanOrEqual(10 * MINUTE + 3 * SECOND);
    expect(tab.evaluate(settled - 1)).toEqual([]);
    expect(tab.evaluate(settled)).toEqual(['expire']);
    expect(tab.told('expire')).toMatchObject({ leader: false });
  });

  test('if the leader dies before it is done the next in line acts, without a second event', () => {
    tab.evaluate(10 * MINUTE + 3 * SECOND);
    expect(tab.claim(11 * MINUTE)).toEqual(['log out']);
    expect(tab.claim(11 * MINUTE)).not.toContain('expire');
  });

  test('a claim that comes after another tab has told it leads no more, but finishes what that one left', () => {
    tab.feed(10 * MINUTE + 5, { type: 'claim', session: 1 }, record({ endReason: 1, endProgress: 1 }));
    expect(tab.effects.map(brief)).toEqual(['log out', 'expire']);
    expect(tab.told('expire')).toMatchObject({ leader: false });
  });

  test('once all is done a claim moves nothing', () => {
    tab.hear(10 * MINUTE + 5, record({ endReason: 1, endProgress: 2 }));
    expect(tab.claim(10 * MINUTE + 50)).toEqual([]);
  });

  test('a claim of another session is none of this', () => {
    expect(tab.claim(10 * MINUTE + 5, 7)).toEqual([]);
    expect(tab.claim(10 * MINUTE + 5)).toContain('log out');
  });

  test('where the next session has begun nobody acts for the last', () => {
    const next = record({ session: 2, startedAt: 10 * MINUTE + 9, lastActiveAt: 10 * MINUTE + 9 });
    expect(tab.hear(10 * MINUTE + 9, next)).toEqual(['expire', 'restart']);
    expect(tab.told('expire')).toMatchObject({ leader: false });
    expect(tab.claim(10 * MINUTE + 10)).toEqual([]);
    expect(tab.feed(10 * MINUTE + 11, { type: 'progress', session: 1, progress: Progress.SENT })).toEqual([]);
  });
});

describe('pings', () => {
  const INTERVAL = 2 * MINUTE;
  let tab: Tab;
  beforeEach(() => {
    tab = new Tab({ keepAlive: { interval: INTERVAL } });
    tab.start();
  });

  test('P6: without activity none is sent', () => {
    expect(tab.next(0)).toBe(8 * MINUTE);
    for (let time = 0; time < 10 * MINUTE; time += SECOND) expect(tab.evaluate(time)).not.toContain('ask ping');
  });

  test('P5: activity is followed by a ping within the interval, also when it was the last', () => {
    tab.activity(SECOND);
    expect(tab.next(SECOND)).toBe(INTERVAL);
    expect(tab.evaluate(INTERVAL - 1)).toEqual([]);
    expect(tab.evaluate(INTERVAL)).toEqual(['ask ping']);
  });

  test('P5: where the last ping is long ago the first activity pings at once', () => {
    expect(tab.activity(5 * MINUTE)).toEqual(['publish', 'ask ping']);
  });

  test('while one is under way there is no other, and activity meanwhile is followed by the next', () => {
    tab.activity(3 * MINUTE);
    expect(tab.activity(3 * MINUTE + 2 * SECOND)).toEqual(['publish']);
    expect(tab.answer(3 * MINUTE + 3 * SECOND, 'ping', alive(), 3 * MINUTE)).toEqual(['publish', 'ping']);
    expect(tab.told('ping')).toEqual({ status: 200, expiresIn: undefined });
    expect(tab.record.lastPingAt).toBe(NOON + 3 * MINUTE);
    expect(tab.next(3 * MINUTE + 3 * SECOND)).toBe(5 * MINUTE);
    expect(tab.evaluate(5 * MINUTE)).toEqual(['ask ping']);
  });

  test('one of another tab will do', () => {
    tab.activity(SECOND);
    tab.hear(90 * SECOND, record({ lastActiveAt: SECOND, lastPingAt: 80 * SECOND }));
    expect(tab.evaluate(INTERVAL)).toEqual([]);
    expect(tab.next(INTERVAL)).toBe(tab.end - 2 * MINUTE);
  });

  test('P5: activity of a tab that has gone is pinged for by those that are left', () => {
    tab.hear(3 * MINUTE, record({ lastActiveAt: 3 * MINUTE - 1 }));
    expect(tab.effects.map(brief)).toEqual(['ask ping']);
  });

  test('the answer to a warning is told to the server at once, but only one in each warning', () => {
    tab.activity(6 * MINUTE);
    tab.answer(6 * MINUTE, 'ping', alive(), 6 * MINUTE);
    tab.activity(6 * MINUTE + SECOND);
    tab.evaluate(14 * MINUTE + SECOND);
    tab.answer(14 * MINUTE + SECOND, 'ping', failed(HOUR));
    expect(tab.state).toBe('warning');
    expect(tab.extend(14 * MINUTE + 2 * SECOND)).toEqual(['publish', 'change', 'active', 'ask ping']);
    tab.answer(14 * MINUTE + 2 * SECOND, 'ping', alive());
    for (let time = 3; time < 60; time += 1) expect(tab.extend(14 * MINUTE + time * SECOND)).not.toContain('ask ping');
  });

  test('outside of a warning extend() is activity: it pings no sooner', () => {
    expect(tab.extend(5 * SECOND)).toEqual(['publish']);
    expect(tab.next(5 * SECOND)).toBe(INTERVAL);
  });

  test('a failed one is told, with the time of the next try, and tried again then', () => {
    tab.activity(3 * MINUTE);
    expect(tab.answer(3 * MINUTE, 'ping', failed(5 * SECOND + 0.4))).toEqual(['publish', 'pingerror']);
    expect(tab.told('pingerror')).toEqual({ status: 500, error: undefined, retryIn: 5 * SECOND });
    expect(tab.state).toBe('active');
    expect(tab.next(3 * MINUTE)).toBe(3 * MINUTE + 5 * SECOND);
    expect(tab.activity(3 * MINUTE + 4 * SECOND)).toEqual(['publish']);
    expect(tab.evaluate(3 * MINUTE + 5 * SECOND)).toEqual(['ask ping']);
  });

  test('a server in trouble is left alone by all tabs, but for no longer than an hour', () => {
    tab.activity(3 * MINUTE);
    tab.answer(3 * MINUTE, 'ping', failed(30 * HOUR));
    expect(tab.told('pingerror')).toMatchObject({ retryIn: HOUR });
    const other = new Tab({ keepAlive: { interval: INTERVAL } });
    other.start(4 * MINUTE, {}, tab.record);
    other.activity(8 * MINUTE);
    expect(other.evaluate(8 * MINUTE)).toEqual([]);
  });

  test('back online it is tried at once', () => {
    tab.activity(3 * MINUTE);
    tab.answer(3 * MINUTE, 'ping', failed(HOUR));
    expect(tab.feed(4 * MINUTE, { type: 'online' })).toEqual(['ask ping']);
    tab.answer(4 * MINUTE, 'ping', failed(HOUR));
    expect(tab.evaluate(4 * MINUTE + SECOND)).toEqual([]);
  });

  test('where another tab was at it, this one looks again a second later', () => {
    tab.activity(3 * MINUTE);
    expect(tab.answer(3 * MINUTE, 'ping', skipped)).toEqual([]);
    expect(tab.next(3 * MINUTE)).toBe(3 * MINUTE + SECOND);
    expect(tab.evaluate(3 * MINUTE + SECOND)).toEqual(['ask ping']);
  });

  test('an answer that comes after the end changes nothing', () => {
    tab.activity(3 * MINUTE);
    tab.feed(4 * MINUTE, { type: 'end', reason: ENDED });
    expect(tab.answer(4 * MINUTE, 'ping', alive(600))).toEqual([]);
    expect(tab.answer(4 * MINUTE, 'ping', signedOut)).toEqual([]);
    expect(tab.own.reason).toBe('ended');
  });

  describe('where the server says how long its session still lives', () => {
    test('the end follows it', () => {
      tab.activity(3 * MINUTE);
      tab.answer(3 * MINUTE, 'ping', alive(300));
      expect(tab.told('ping')).toEqual({ status: 200, expiresIn: 300 });
      expect(tab.end).toBe(8 * MINUTE);
      tab.evaluate(8 * MINUTE);
      expect(tab.own.reason).toBe('server');
    });

    test('it counts from when the request was sent, not from the answer', () => {
      tab.activity(3 * MINUTE);
      tab.answer(3 * MINUTE + 9 * SECOND, 'ping', alive(300), 3 * MINUTE);
      expect(tab.end).toBe(8 * MINUTE);
    });

    test('a ping comes after 60% of it at the latest, before the interval', () => {
      tab = new Tab({ keepAlive: { interval: INTERVAL }, warnBefore: 10 * SECOND });
      tab.start();
      tab.activity(3 * MINUTE);
      tab.answer(3 * MINUTE, 'ping', alive(100));
      tab.activity(3 * MINUTE + SECOND);
      expect(tab.next(3 * MINUTE + SECOND)).toBe(4 * MINUTE);
      expect(tab.evaluate(4 * MINUTE)).toContain('ask ping');
    });

    test('a later request, such as a page load, makes its word out of date', () => {
      tab.activity(3 * MINUTE);
      tab.answer(3 * MINUTE, 'ping', alive(300));
      const other = new Tab({ keepAlive: { interval: INTERVAL } });
      other.start(4 * MINUTE, {}, tab.record);
      expect(other.end).toBe(14 * MINUTE);
    });

    test('a session that ends now is over', () => {
      tab.activity(3 * MINUTE);
      tab.answer(3 * MINUTE, 'ping', alive(0));
      expect(tab.state).toBe('expired');
      expect(tab.own.reason).toBe('server');
    });

    test('pings that renew nothing are told to the developer', () => {
      tab.activity(2 * MINUTE);
      expect(tab.answer(2 * MINUTE, 'ping', alive(600))).not.toContain('renews nothing');
      tab.activity(4 * MINUTE);
      expect(tab.answer(4 * MINUTE, 'ping', alive(600))).not.toContain('renews nothing');
      tab.activity(6 * MINUTE);
      expect(tab.answer(6 * MINUTE, 'ping', alive(480))).toContain('renews nothing');
    });
  });
});

describe('the server is asked before the end', () => {
  const config = { check: {} };
  const ask = (more: Partial<Config> = {}) => {
    const tab = new Tab({ ...config, ...more });
    expect(tab.start()).toContain('ask check');
    tab.answer(0, 'check', alive(20 * 60));
    tab.evaluate(8 * MINUTE);
    tab.evaluate(10 * MINUTE);
    return tab;
  };

  test('whether somebody was active on another device; the session waits 3 s for that', () => {
    const tab = ask();
    expect(tab.effects.map(brief)).toEqual(['ask check']);
    expect(tab.state).toBe('warning');
    expect(tab.next(10 * MINUTE)).toBe(10 * MINUTE + 3 * SECOND);
    expect(tab.evaluate(10 * MINUTE + 3 * SECOND - 1)).toEqual([]);
    tab.evaluate(10 * MINUTE + 3 * SECOND);
    expect(tab.state).toBe('expired');
    expect(tab.own.reason).toBe('idle');
  });

  test('and if so it goes on, from what was done there', () => {
    const tab = ask();
    expect(tab.answer(10 * MINUTE + 100, 'check', alive(19 * 60), 10 * MINUTE)).toEqual([
      'publish',
      'change',
      'active',
    ]);
    expect(tab.end).toBe(19 * MINUTE);
  });

  test('P6: what it would have said anyway is no activity elsewhere, though answers take time', () => {
    const tab = ask();
    tab.answer(10 * MINUTE + 900, 'check', alive(10 * 60 + 1), 10 * MINUTE);
    expect(tab.state).toBe('expired');
  });

  test.for([
    ['it is gone', signedOut, 'server'],
    ['it fails', failed(), 'idle'],
    ['it lives, and does not say how long', alive(), 'idle'],
  ] as const)('%s: the session ends at once', ([, outcome, reason]) => {
    const tab = ask();
    tab.answer(10 * MINUTE + 100, 'check', outcome);
    expect(tab.state).toBe('expired');
    expect(tab.own.reason).toBe(reason);
  });

  test('another tab is asking: its word is awaited', () => {
    const tab = ask();
    expect(tab.answer(10 * MINUTE + 1, 'check', skipped)).toEqual([]);
    tab.hear(
      10 * MINUTE + 200,
      record({ serverAskedAt: 10 * MINUTE, serverEndsAt: 19 * MINUTE, lastActiveAt: 9 * MINUTE }),
    );
    expect(tab.state).toBe('active');
    expect(tab.end).toBe(19 * MINUTE);
  });

  test('once about one end', () => {
    const tab = ask();
    expect(tab.evaluate(10 * MINUTE + SECOND)).toEqual([]);
  });

  test('P1: input while it is awaited is not counted', () => {
    const tab = ask();
    tab.activity(10 * MINUTE + 50);
    tab.extend(10 * MINUTE + 60);
    tab.answer(10 * MINUTE + 100, 'check', failed());
    expect(tab.state).toBe('expired');
  });

  test('when the page wakes in time, but not more often than each 10 s', () => {
    const tab = new Tab(config);
    tab.start();
    expect(tab.feed(MINUTE, { type: 'wake' })).toEqual(['ask check']);
    tab.answer(MINUTE, 'check', alive(540));
    expect(tab.feed(MINUTE + 10 * SECOND, { type: 'wake' })).toEqual([]);
    expect(tab.feed(MINUTE + 10 * SECOND + 1, { type: 'wake' })).toEqual(['ask check']);
  });

  test('a wake after the end asks once', () => {
    const tab = new Tab(config);
    tab.start();
    expect(tab.feed(HOUR, { type: 'wake' })).toEqual(['ask check']);
  });

  test('what this browser itself has asked for is no activity elsewhere', () => {
    const tab = new Tab({ ...config, keepAlive: { interval: 2 * MINUTE } });
    tab.start();
    tab.activity(3 * MINUTE);
    tab.answer(3 * MINUTE, 'ping', alive(1_800));
    tab.feed(9 * MINUTE, { type: 'wake' });
    // 24 of the 30 min are left: nobody has renewed it since.
    tab.answer(9 * MINUTE, 'check', alive(1_440));
    expect(tab.end).toBe(13 * MINUTE);
    // All 30 min are left: somebody has, now.
    tab.answer(9 * MINUTE + SECOND, 'check', alive(1_800));
    expect(tab.end).toBe(19 * MINUTE + SECOND);
  });
});

describe('P2, P5: a person who is active is not warned because the life of the server is short', () => {
  test.for([60, 120, 200, 300, 600, 1_800])('of %d s', (life) => {
    const tab = new Tab({ keepAlive: { interval: 5 * MINUTE }, timeout: 30 * MINUTE });
    tab.start(0, { renewed: false });
    const told = tab.answer(0, 'ping', alive(life));
    for (let time = SECOND; time < HOUR; time += SECOND) {
      told.push(...tab.activity(time));
      if (tab.effects.some(({ type }) => type === 'ask')) told.push(...tab.answer(time, 'ping', alive(life)));
    }
    expect(told.filter((effect) => ['warn', 'change', 'pingerror'].includes(effect))).toEqual([]);
    expect(told).toContain('ping');
    expect(told.includes('short lifetime')).toBe(life < 35 * 60);
  });

  test('an idle one is warned no longer than half of that life', () => {
    const tab = new Tab({ keepAlive: { interval: 5 * MINUTE } });
    tab.start(0, { renewed: false });
    tab.answer(0, 'ping', alive(120));
    expect(tab.next(0)).toBe(MINUTE);
    tab.evaluate(MINUTE);
    expect(tab.told('warn')).toEqual({ remaining: MINUTE, extendable: true });
  });

  test('a life that is as long as the rule asks, less the second that a server rounds off, is nothing to speak of', () => {
    const tab = new Tab({ keepAlive: { interval: 2 * MINUTE } });
    tab.start(0, { renewed: false });
    expect(tab.answer(0, 'ping', alive(12 * 60 - 1))).not.toContain('short lifetime');
    const other = new Tab({ keepAlive: { interval: 2 * MINUTE } });
    other.start(0, { renewed: false });
    expect(other.answer(0, 'ping', alive(12 * 60 - 2))).toContain('short lifetime');
    expect(other.effects.at(-1)).toMatchObject({ values: [718 * SECOND, 12 * MINUTE] });
  });
});

describe('P6: only what is known renews', () => {
  const config = { keepAlive: { interval: 2 * MINUTE }, check: {} };

  test('a page that its server has not rendered leaves the word of the server in force, and pings', () => {
    const tab = new Tab(config);
    const known = record({ lastPingAt: MINUTE, serverAskedAt: MINUTE, serverEndsAt: 7 * MINUTE, lastActiveAt: MINUTE });
    expect(tab.start(5 * MINUTE, { renewed: false }, known)).toContain('ask ping');
    expect(tab.end).toBe(7 * MINUTE);
    const rendered = new Tab(config);
    expect(rendered.start(5 * MINUTE, {}, known)).not.toContain('ask ping');
    expect(rendered.end).toBe(15 * MINUTE);
  });

  test('what a check says after a page load is no activity elsewhere, though the load renewed nothing', () => {
    const tab = new Tab(config);
    tab.start();
    tab.answer(0, 'check', alive(9 * 60));
    tab.evaluate(10 * MINUTE);
    expect(tab.answer(9 * MINUTE - SECOND, 'check', alive(1))).not.toContain('active');
    expect(tab.record.lastActiveAt).toBe(NOON);
  });
});

describe('P3: who has seen the same has the same record, in whatever order', () => {
  test('a slow ping that is answered after a later check takes nothing back', () => {
    const [one, other] = [
      new Tab({ keepAlive: { interval: MINUTE }, check: {} }),
      new Tab({ keepAlive: { interval: MINUTE }, check: {} }),
    ];
    for (const tab of [one, other]) {
      tab.start();
      tab.activity(2 * MINUTE);
    }
    const [ping, check] = [
      (tab: Tab) => tab.answer(3 * MINUTE, 'ping', alive(1_200), 2 * MINUTE),
      (tab: Tab) => tab.answer(3 * MINUTE, 'check', alive(300), 2.5 * MINUTE),
    ];
    ping(one);
    check(one);
    check(other);
    ping(other);
    expect(other.record).toEqual(one.record);
    expect(other.record.serverAskedAt).toBe(NOON + 2.5 * MINUTE);
  });
});

describe('warn is told again', () => {
  test('once nothing extends the warning any more: maxAge has become nearer than the answer', () => {
    const tab = new Tab({ maxAge: 10.5 * MINUTE, extendOn: 'explicit' });
    tab.start();
    tab.evaluate(8 * MINUTE);
    expect(tab.told('warn')).toMatchObject({ extendable: true });
    expect(tab.extend(9 * MINUTE)).toContain('warn');
    expect(tab.told('warn')).toEqual({ remaining: 1.5 * MINUTE, extendable: false });
    expect(tab.evaluate(9 * MINUTE + SECOND)).toEqual(['tick']);
    expect(tab.extend(9 * MINUTE + 2 * SECOND)).not.toContain('warn');
  });

  test('if the page asks, only extend() ends it; another page is not asked about it', () => {
    const [tab] = tabIn('warning');
    tab.feed(9 * MINUTE, { type: 'asked', session: 1, asks: true });
    expect(tab.activity(9 * MINUTE + SECOND)).toEqual(['tick']);
    expect(tab.extend(9 * MINUTE + 2 * SECOND)).toContain('active');
    tab.evaluate(17 * MINUTE + 2 * SECOND);
    expect(tab.activity(18 * MINUTE)).toContain('active');
    const [late, time] = tabIn('expired');
    late.feed(time, { type: 'asked', session: 1, asks: true });
    expect(late.own.asking).toBe(false);
  });

  test("extendOn: 'activity' overrules a page that asks", () => {
    const tab = new Tab({ extendOn: 'activity' });
    tab.start();
    tab.evaluate(8 * MINUTE);
    tab.feed(8 * MINUTE, { type: 'asked', session: 1, asks: true });
    expect(tab.activity(9 * MINUTE)).toContain('active');
  });
});

describe('the options are those of the session', () => {
  const OTHER = { timeout: 20 * MINUTE, warnBefore: MINUTE, maxAge: 40 * MINUTE, extendOn: 'explicit' } as const;

  test('a page that comes with others sets them for all, ends nothing, and says so', () => {
    const tab = new Tab({ timeout: 5 * MINUTE, warnBefore: MINUTE });
    expect(tab.start(3 * MINUTE, {}, record())).toContain('other options');
    expect(tab.end).toBe(8 * MINUTE);
    const [old] = tabIn('active');
    expect(old.hear(3 * MINUTE, tab.record)).not.toContain('expire');
    expect(old.end).toBe(8 * MINUTE);
    // Even if its own time is up already, the session goes on as it was.
    const hasty = new Tab({ timeout: 2 * MINUTE, warnBefore: MINUTE, persist: true });
    hasty.start(3 * MINUTE, {}, record());
    expect(hasty.end).toBe(10 * MINUTE);
  });

  test('one that comes with the same is nothing to speak of', () => {
    expect(new Tab().start(3 * MINUTE, {}, record())).not.toContain('other options');
  });

  test('configure() changes them at run time, in all tabs', () => {
    const [one] = tabIn('active');
    const [other] = tabIn('active');
    expect(one.configure(MINUTE, OTHER)).toEqual(['publish']);
    expect(one.record).toMatchObject(policyOf(OTHER));
    expect(other.hear(MINUTE, one.record)).toEqual([]);
    expect([one.end, other.end]).toEqual([20 * MINUTE, 20 * MINUTE]);
  });

  test('configure() of a timer that does not run, or with a time that is up, changes nothing', () => {
    const [stopped, time] = tabIn('stopped');
    expect(stopped.configure(time, OTHER)).toEqual([]);
    const [tab] = tabIn('active');
    tab.configure(5 * MINUTE, { ...OTHER, timeout: 5 * MINUTE });
    expect(tab.end).toBe(10 * MINUTE);
  });

  test('persist without fresh that meets a session that has ended says what is missing', () => {
    const tab = new Tab({ persist: true });
    expect(tab.start(11 * MINUTE, {}, record({ endReason: ENDED, endProgress: Progress.DONE }))).toContain(
      'ended before',
    );
    expect(new Tab({ persist: true }).start(11 * MINUTE, { fresh: true }, record())).not.toContain('ended before');
  });

  test('P7: a page that is loaded in a frame is nobody', () => {
    const tab = new Tab();
    tab.feed(5 * MINUTE, { type: 'start', fresh: false, renewed: false, load: 'frame' }, record());
    expect(tab.end).toBe(10 * MINUTE);
  });
});

describe('a refusal may mean the token', () => {
  let tab: Tab;
  beforeEach(() => {
    tab = new Tab({ keepAlive: { interval: 2 * MINUTE } });
    tab.start();
    tab.activity(2 * MINUTE);
  });
  const refused = (alive = false): Outcome => ({ type: 'refused', status: 419, alive });

  test('the first is told, and asked again after 10 s; another tab may do so at once', () => {
    expect(tab.answer(2 * MINUTE, 'ping', refused())).toEqual(['publish', 'refused', 'pingerror']);
    expect(tab.told('pingerror')).toEqual({ status: 419, error: undefined, retryIn: 10 * SECOND });
    expect(tab.next(2 * MINUTE)).toBe(2 * MINUTE + 10 * SECOND);
    const other = new Tab({ keepAlive: { interval: 2 * MINUTE } });
    other.start();
    expect(other.hear(2 * MINUTE, tab.record)).toContain('ask ping');
  });

  test('the second means that the session is gone, and is logged out', () => {
    tab.answer(2 * MINUTE, 'ping', refused());
    tab.answer(2 * MINUTE + 10 * SECOND, 'ping', refused());
    expect(tab.own.reason).toBe('server');
    expect(tab.record.endReason).toBe(REFUSED);
    expect(tab.claim(2 * MINUTE + 10 * SECOND)).toContain('log out');
  });

  test('a ping that was answered in between makes it a first one again', () => {
    tab.answer(2 * MINUTE, 'ping', refused());
    tab.answer(2 * MINUTE + SECOND, 'ping', alive());
    tab.answer(2 * MINUTE + 10 * SECOND, 'ping', refused());
    expect(tab.state).toBe('active');
  });

  test('if a check says that the session lives, nobody is signed out, and the next ping waits for the interval', () => {
    tab.answer(2 * MINUTE, 'ping', refused(true));
    tab.answer(2 * MINUTE + SECOND, 'ping', refused(true));
    expect(tab.state).toBe('active');
    expect(tab.told('pingerror')).toMatchObject({ retryIn: 2 * MINUTE });
  });

  test('nor if a page was loaded since, which may have brought a new token', () => {
    tab.answer(2 * MINUTE, 'ping', refused());
    tab.hear(2 * MINUTE + SECOND, record({ loadedAt: 2 * MINUTE + SECOND }));
    tab.activity(2 * MINUTE + 2 * SECOND);
    tab.hear(2 * MINUTE + 2 * SECOND, record({ refusedAt: 2 * MINUTE + 2 * SECOND }));
    tab.answer(2 * MINUTE + 10 * SECOND, 'ping', refused());
    expect(tab.state).toBe('active');
  });

  test('of a check says nothing', () => {
    expect(tab.answer(2 * MINUTE, 'check', refused())).not.toContain('pingerror');
  });
});

describe('the word of a check at the deadline decides', () => {
  const asked = () => {
    const tab = new Tab({ check: {} });
    tab.start();
    tab.answer(0, 'check', alive(600));
    expect(tab.evaluate(10 * MINUTE)).toContain('ask check');
    return tab;
  };

  test.for([
    ['zero', 0, 'expired'],
    ['as little as it would have been', 1, 'expired'],
    ['its whole life: somebody is there', 600, 'active'],
  ] as const)('%s', ([, expiresIn, state]) => {
    const tab = asked();
    tab.answer(10 * MINUTE + 100, 'check', alive(expiresIn), 10 * MINUTE);
    expect(tab.state).toBe(state);
  });

  test('one that is slower than 3 s is not waited for, and revives nothing', () => {
    const tab = asked();
    tab.evaluate(10 * MINUTE + 3 * SECOND);
    expect(tab.state).toBe('expired');
    expect(tab.answer(10 * MINUTE + 4 * SECOND, 'check', alive(600), 10 * MINUTE)).not.toContain('active');
    expect(tab.state).toBe('expired');
  });
});

describe('P11: leaving', () => {
  test('a page that goes before it knows who leads tells the end, leads and logs out', () => {
    const tab = new Tab();
    tab.start();
    tab.feed(MINUTE, { type: 'end', reason: ENDED });
    expect(tab.feed(MINUTE, { type: 'leave' })).toEqual(['publish', 'expire', 'log out']);
    expect(tab.feed(MINUTE, { type: 'leave' })).toEqual([]);
  });

  test('stop() at the deadline tells the end that was there before', () => {
    const tab = new Tab();
    tab.start();
    expect(tab.feed(10 * MINUTE, { type: 'stop' })).toEqual(['publish', 'change', 'claim']);
    expect(tab.state).toBe('stopped');
    expect(tab.claim(10 * MINUTE)).toEqual(['publish', 'expire', 'log out']);
    expect(tab.told('expire')).toEqual({ reason: 'idle', leader: true });
  });

  test('start() before an end was told tells it first', () => {
    const tab = new Tab();
    tab.start();
    tab.feed(MINUTE, { type: 'end', reason: GONE });
    tab.start(MINUTE);
    expect(tab.told('expire')).toEqual({ reason: 'server', leader: false });
    expect(tab.effects.filter((one) => one.type === 'emit' && one.event === 'expire')).toMatchObject([{ session: 1 }]);
    expect(tab.own.session).toBe(2);
  });
});
