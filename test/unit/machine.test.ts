// @vitest-environment node
import { beforeEach, describe, expect, test } from 'vitest';
import type { State } from '../../src/events.js';
import type { Input, Outcome } from '../../src/input.js';
import { type Effect, step } from '../../src/machine.js';
import { NO_SESSION, REASONS, type SessionRecord } from '../../src/record.js';
import { deadline, INITIAL, nextLook, type Rules, type View } from '../../src/view.js';
import { HOUR, MINUTE, NOON, SECOND } from './helpers.js';

const RULES: Rules = {
  timeout: 10 * MINUTE,
  warnBefore: 2 * MINUTE,
  maxAge: Number.POSITIVE_INFINITY,
  explicit: false,
  persist: false,
  interval: Number.POSITIVE_INFINITY,
  check: false,
};
const NEVER = Number.POSITIVE_INFINITY;

const brief = (effect: Effect) =>
  effect.type === 'emit' ? effect.event : effect.type === 'ask' ? `ask ${effect.what}` : effect.type;

/** One tab. Its times count from noon. */
class Tab {
  readonly rules: Rules;
  view: View = INITIAL;
  effects: Effect[] = [];
  constructor(rules: Partial<Rules> = {}) {
    this.rules = { ...RULES, ...rules };
  }
  /** @returns what is to be done, in short. */
  feed(time: number, input: Input, stored?: SessionRecord): string[] {
    [this.view, this.effects] = step(this.view, input, NOON + time, stored, this.rules);
    return this.effects.map(brief);
  }
  start(time = 0, options: { first?: boolean; fresh?: boolean } = {}, stored?: SessionRecord): string[] {
    return this.feed(time, { type: 'start', first: true, fresh: false, ...options }, stored);
  }
  look(time: number, stored?: SessionRecord): string[] {
    return this.feed(time, { type: 'look' }, stored);
  }
  activity(time: number): string[] {
    return this.feed(time, { type: 'activity', at: NOON + time });
  }
  extend(time: number): string[] {
    return this.feed(time, { type: 'extend' });
  }
  hear(time: number, record: SessionRecord, hello = false): string[] {
    return this.feed(time, { type: 'record', record, hello });
  }
  answer(time: number, to: 'ping' | 'check', outcome: Outcome, sent = time): string[] {
    return this.feed(time, { type: 'answer', to, session: this.view.session, sent: NOON + sent, outcome });
  }
  claim(time: number, leader: boolean, session = this.view.session): string[] {
    return this.feed(time, { type: 'claim', session, leader });
  }
  /** The fields of the event. */
  told(event: string): object | undefined {
    const effect = this.effects.find((other) => other.type === 'emit' && other.event === event);
    return effect?.type === 'emit' ? effect.fields : undefined;
  }
  get state(): State {
    return this.view.state;
  }
  get record(): SessionRecord {
    return this.view.record;
  }
  /** When the session ends. */
  get end(): number {
    return deadline(this.view.record, this.rules) - NOON;
  }
  /** When the machine wants to be asked again. */
  next(time: number): number {
    return nextLook(this.view, this.rules, NOON + time) - NOON;
  }
}

const record = (fields: Partial<Record<keyof SessionRecord, number>> = {}): SessionRecord => {
  const instants = Object.fromEntries(
    Object.entries({ began: 0, active: 0, pinged: 0, ...fields }).map(([field, value]) => [
      field,
      ['session', 'ended', 'done'].includes(field) ? value : value + NOON,
    ]),
  );
  return { ...NO_SESSION, session: 1, ...instants };
};

const alive = (expiresIn?: number): Outcome => ({ type: 'alive', status: 200, expiresIn });
const gone: Outcome = { type: 'gone' };
const busy: Outcome = { type: 'busy' };
const failed = (delay = 5 * SECOND): Outcome => ({ type: 'failed', status: 500, error: undefined, delay });

/** A tab in that state, whose person was last active at noon, and the time. */
function tabIn(state: State, rules: Partial<Rules> = {}): [Tab, number] {
  const tab = new Tab(rules);
  tab.start();
  switch (state) {
    case 'stopped':
      tab.feed(MINUTE, { type: 'stop' });
      return [tab, MINUTE];
    case 'active':
      return [tab, MINUTE];
    case 'warning':
      tab.look(8 * MINUTE);
      return [tab, 9 * MINUTE];
    case 'expired':
      tab.look(10 * MINUTE);
      tab.claim(10 * MINUTE, true);
      tab.feed(10 * MINUTE, { type: 'acted', session: 1, done: 2 });
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
    hello: false,
  });
  const LATE = 10 * MINUTE;

  const TABLE: [string, (time: number) => Input, State[], number?][] = [
    ['start', () => ({ type: 'start', first: false, fresh: false }), ['active', 'active', 'warning', 'active']],
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
    ['a hold', () => ({ type: 'hold', by: 1 }), revived],
    ['a hold at the deadline', () => ({ type: 'hold', by: 1 }), over, LATE],
    ['a look', () => ({ type: 'look' }), stay],
    ['a look at the deadline', () => ({ type: 'look' }), over, LATE],
    ['a wake', () => ({ type: 'wake' }), stay],
    ['a wake after the deadline', () => ({ type: 'wake' }), over, 8 * HOUR],
    ['back online', () => ({ type: 'online' }), stay],
    ['an end', () => ({ type: 'end', reason: 'ended' }), over],
    [
      'the server says that it is gone',
      (at) => ({ type: 'answer', to: 'ping', session: 1, sent: NOON + at, outcome: gone }),
      over,
    ],
    ['the server lives', (at) => ({ type: 'answer', to: 'ping', session: 1, sent: NOON + at, outcome: alive() }), stay],
    [
      'the server fails',
      (at) => ({ type: 'answer', to: 'ping', session: 1, sent: NOON + at, outcome: failed() }),
      stay,
    ],
    ['activity in another tab', (at) => hear({ active: at }), revived],
    ['an end in another tab', () => hear({ ended: 4 }), over],
    ['a claim', () => ({ type: 'claim', session: 1, leader: true }), stay],
    ['acted', () => ({ type: 'acted', session: 1, done: 2 }), stay],
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
    expect(tab.look(8 * MINUTE - 1)).toEqual([]);
    expect(tab.look(8 * MINUTE)).toEqual(['publish', 'change', 'warn']);
    expect(tab.told('warn')).toEqual({ remaining: 2 * MINUTE, extendable: true });
  });

  test('each second of the warning ticks once, and a tab that was late tells what is true now', () => {
    tab.look(8 * MINUTE);
    expect(tab.next(8 * MINUTE)).toBe(8 * MINUTE + SECOND);
    expect(tab.look(8 * MINUTE + SECOND)).toEqual(['tick']);
    expect(tab.told('tick')).toEqual({ remaining: 119 * SECOND });
    expect(tab.look(8 * MINUTE + SECOND + 500)).toEqual([]);
    expect(tab.look(9 * MINUTE + 300)).toEqual(['tick']);
    expect(tab.told('tick')).toEqual({ remaining: MINUTE - 300 });
    expect(tab.next(9 * MINUTE + 300)).toBe(9 * MINUTE + SECOND);
  });

  test('activity ends the warning, and the session has its whole time again', () => {
    tab.look(8 * MINUTE);
    expect(tab.activity(9 * MINUTE)).toEqual(['publish', 'change', 'active']);
    expect(tab.end).toBe(19 * MINUTE);
    expect(tab.next(9 * MINUTE)).toBe(17 * MINUTE);
  });

  test('at the end it is expired, with its reason, and the claim is settled', () => {
    tab.look(8 * MINUTE);
    expect(tab.look(10 * MINUTE)).toEqual(['publish', 'change', 'claim']);
    expect(tab.view.reason).toBe('idle');
    expect(tab.record.ended).toBe(REASONS.indexOf('idle'));
  });

  test('P1: however long the sleep was, the first key press after it finds the session expired and is not counted', () => {
    expect(tab.activity(3 * HOUR)).toEqual(['publish', 'change', 'claim']);
    expect(tab.record.active).toBe(NOON);
  });

  test('without a warning it expires straight away', () => {
    const curt = new Tab({ warnBefore: 0 });
    curt.start();
    expect(curt.next(0)).toBe(10 * MINUTE);
    expect(curt.look(10 * MINUTE - 1)).toEqual([]);
    expect(curt.look(10 * MINUTE)).toEqual(['publish', 'change', 'claim']);
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
    const tab = new Tab({ explicit: true });
    tab.start();
    tab.activity(7 * MINUTE);
    expect(tab.end).toBe(17 * MINUTE);
    tab.look(15 * MINUTE);
    expect(tab.activity(16 * MINUTE)).toEqual(['tick']);
    expect(tab.end).toBe(17 * MINUTE);
    expect(tab.extend(16 * MINUTE)).toEqual(['publish', 'change', 'active']);
    expect(tab.end).toBe(26 * MINUTE);
  });

  test('input at the very instant of the warning is too late, though the alarm has not rung yet', () => {
    const tab = new Tab({ explicit: true });
    tab.start();
    expect(tab.activity(8 * MINUTE)).toEqual(['publish', 'change', 'warn']);
    expect(tab.end).toBe(10 * MINUTE);
  });

  test('a page loaded during the warning warns too: a load is no answer', () => {
    const tab = new Tab({ explicit: true });
    tab.start(9 * MINUTE, {}, record());
    expect(tab.state).toBe('warning');
    expect(tab.end).toBe(10 * MINUTE);
  });
});

describe('maxAge', () => {
  const rules = { maxAge: 15 * MINUTE };

  test('its warning says that nothing extends it, and nothing does', () => {
    const tab = new Tab(rules);
    tab.start();
    tab.activity(7 * MINUTE);
    expect(tab.end).toBe(15 * MINUTE);
    tab.look(13 * MINUTE);
    expect(tab.told('warn')).toEqual({ remaining: 2 * MINUTE, extendable: false });
    expect(tab.extend(14 * MINUTE)).not.toContain('active');
    expect(tab.state).toBe('warning');
    tab.look(15 * MINUTE);
    expect(tab.view.reason).toBe('maxAge');
  });

  test('an idle session ends before it, as idle', () => {
    const tab = new Tab(rules);
    tab.start();
    tab.look(8 * MINUTE);
    expect(tab.told('warn')).toMatchObject({ extendable: true });
    tab.look(10 * MINUTE);
    expect(tab.view.reason).toBe('idle');
  });

  test('it counts from the sign-in, whatever tab is opened later', () => {
    const late = new Tab(rules);
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
    expect(tab.record).toMatchObject({ session: 1, active: NOON + 5 * MINUTE, pinged: NOON + 5 * MINUTE });
  });

  test('but a later start on the same page is no request', () => {
    const tab = new Tab();
    tab.start(5 * MINUTE, { first: false }, record());
    expect(tab.record).toMatchObject({ active: NOON + 5 * MINUTE, pinged: NOON });
  });

  test('begins the next session where the last has run out', () => {
    const tab = new Tab();
    tab.start(10 * MINUTE, {}, record());
    expect(tab.state).toBe('active');
    expect(tab.record).toMatchObject({ session: 2, began: NOON + 10 * MINUTE });
  });

  test('with persist it goes on with the remaining time', () => {
    const tab = new Tab({ persist: true });
    tab.start(5 * MINUTE, {}, record());
    expect(tab.state).toBe('active');
    expect(tab.end).toBe(10 * MINUTE);
  });

  test('with persist in the middle of a warning it warns at once', () => {
    const tab = new Tab({ persist: true });
    expect(tab.start(9 * MINUTE, {}, record())).toEqual(['publish', 'change', 'publish', 'warn']);
    expect(tab.told('warn')).toMatchObject({ remaining: MINUTE });
  });

  test.for([
    ['ran out', {}, 'idle'],
    ['ended', { ended: 4 }, 'ended'],
    ['was ended by the server', { ended: 3 }, 'server'],
  ] as const)('P1: with persist a session that %s meanwhile is expired', ([, fields, reason]) => {
    const tab = new Tab({ persist: true });
    tab.start(11 * MINUTE, {}, record(fields));
    expect(tab.state).toBe('expired');
    expect(tab.view.reason).toBe(reason);
  });

  test('with persist a session that was dealt with has no second leader', () => {
    const tab = new Tab({ persist: true });
    expect(tab.start(11 * MINUTE, {}, record({ ended: 1, done: 2 }))).toEqual(['change', 'claim', 'expire']);
    expect(tab.told('expire')).toEqual({ reason: 'idle', leader: false });
  });

  test('with persist start() after an expiry begins the next session: the person has signed in', () => {
    const [tab, time] = tabIn('expired', { persist: true });
    tab.start(time, { first: false });
    expect(tab.state).toBe('active');
    expect(tab.record).toMatchObject({ session: 2, active: NOON + time });
  });

  test('fresh: the page after a sign-in begins a new session even where one lives', () => {
    const tab = new Tab({ persist: true });
    tab.start(5 * MINUTE, { fresh: true }, record());
    expect(tab.record).toMatchObject({ session: 2, began: NOON + 5 * MINUTE, active: NOON + 5 * MINUTE });
  });
});

describe('a hold', () => {
  test('is activity as long as it is kept', () => {
    const tab = new Tab();
    tab.start();
    tab.feed(MINUTE, { type: 'hold', by: 1 });
    expect(tab.next(MINUTE)).toBe(MINUTE + 15 * SECOND);
    tab.look(MINUTE + 15 * SECOND);
    expect(tab.end).toBe(11 * MINUTE + 15 * SECOND);
    tab.feed(2 * MINUTE, { type: 'hold', by: -1 });
    tab.look(3 * MINUTE);
    expect(tab.end).toBe(12 * MINUTE);
  });

  test('is told often enough for a short session', () => {
    const tab = new Tab({ timeout: 10 * SECOND, warnBefore: 4 * SECOND });
    tab.start();
    tab.feed(0, { type: 'hold', by: 1 });
    expect(tab.next(0)).toBe(3 * SECOND);
  });

  test('of two, one let go leaves the other', () => {
    const tab = new Tab();
    tab.start();
    tab.feed(0, { type: 'hold', by: 1 });
    tab.feed(0, { type: 'hold', by: 1 });
    tab.feed(MINUTE, { type: 'hold', by: -1 });
    tab.look(2 * MINUTE);
    expect(tab.end).toBe(12 * MINUTE);
  });

  test('P1: does not outlive a sleep', () => {
    const tab = new Tab();
    tab.start();
    tab.feed(0, { type: 'hold', by: 1 });
    tab.look(3 * HOUR);
    expect(tab.state).toBe('expired');
  });

  test('ends with stop()', () => {
    const tab = new Tab();
    tab.start();
    tab.feed(0, { type: 'hold', by: 1 });
    tab.feed(0, { type: 'stop' });
    tab.start();
    tab.look(9 * MINUTE);
    expect(tab.state).toBe('warning');
  });
});

describe('the other tabs', () => {
  test('P2: before a tab warns or expires it reads what the others have left', () => {
    const tab = new Tab();
    tab.start();
    expect(tab.look(8 * MINUTE, record({ active: 5 * MINUTE }))).toEqual([]);
    expect(tab.end).toBe(15 * MINUTE);
    expect(tab.look(15 * MINUTE, record({ active: 15 * MINUTE - 1 }))).toEqual([]);
    expect(tab.end).toBe(25 * MINUTE - 1);
  });

  test('P3: activity elsewhere ends the warning here', () => {
    const [tab] = tabIn('warning');
    expect(tab.hear(9 * MINUTE, record({ active: 9 * MINUTE }))).toEqual(['change', 'active']);
  });

  test('P3: an end elsewhere ends it here, for the same reason', () => {
    const [tab, time] = tabIn('active');
    tab.hear(time, record({ ended: 3 }));
    expect(tab.view.reason).toBe('server');
  });

  test('P3: a tab that is told that it is time does not wait for its own alarm, a millisecond later', () => {
    const tab = new Tab();
    tab.start();
    expect(tab.hear(8 * MINUTE - 1, record())).toEqual(['change', 'warn']);
    expect(tab.hear(10 * MINUTE - 2, record())).toEqual(['publish', 'change', 'claim']);
  });

  test('one that has just come is told what is known', () => {
    const [tab, time] = tabIn('active');
    expect(tab.hear(time, record(), true)).toEqual(['publish']);
    expect(tab.hear(time, record())).toEqual([]);
  });

  test('one that still lives in an earlier session is told of the later', () => {
    const tab = new Tab();
    tab.start(0, {}, record({ session: 6, ended: 1, done: 2 }));
    expect(tab.view.session).toBe(7);
    expect(tab.hear(MINUTE, record({ session: 6 }))).toEqual(['publish']);
  });

  test('a new session elsewhere ends the old one here', () => {
    const [tab, time] = tabIn('active');
    const told = tab.hear(time, record({ session: 2, began: MINUTE - 5, active: MINUTE - 5 }));
    expect(tab.state).toBe('expired');
    expect(tab.view.reason).toBe('ended');
    expect(tab.told('expire')).toEqual({ reason: 'ended', leader: false });
    expect(told.slice(-2)).toEqual(['expire', 'restart']);
  });

  test('where the old one had run out unseen the reason is that', () => {
    const tab = new Tab();
    tab.start();
    tab.hear(11 * MINUTE, record({ session: 2, began: 11 * MINUTE, active: 11 * MINUTE }));
    expect(tab.view.reason).toBe('idle');
  });

  test('a tab that slept through the next session and its end takes the reason of that', () => {
    const tab = new Tab();
    tab.start();
    const told = tab.hear(HOUR, record({ session: 2, began: 20 * MINUTE, active: 20 * MINUTE, ended: 4 }));
    expect(tab.view.reason).toBe('ended');
    expect(told.at(-1)).toBe('expire');
    const other = new Tab();
    other.start();
    other.hear(HOUR, record({ session: 2, began: 20 * MINUTE, active: 20 * MINUTE }));
    expect(other.view.reason).toBe('idle');
  });

  test('an expired tab is told once that the next session has begun, and stays as it is', () => {
    const [tab, time] = tabIn('expired');
    const next = record({ session: 2, began: time, active: time });
    expect(tab.hear(time, next)).toEqual(['restart']);
    expect(tab.hear(time, next)).toEqual([]);
    expect(tab.state).toBe('expired');
    tab.start(time + 1, { first: false });
    expect(tab.view.session).toBe(2);
    expect(tab.state).toBe('active');
  });

  test('a stopped tab remembers what it hears, and says nothing', () => {
    const [tab, time] = tabIn('stopped');
    expect(tab.hear(time, record({ session: 2, began: time, active: time }))).toEqual([]);
    expect(tab.record.session).toBe(2);
  });

  test('two tabs that began one session apart come together under the higher number', () => {
    const tab = new Tab();
    tab.start(SECOND);
    tab.activity(2 * MINUTE);
    tab.hear(3 * MINUTE, record({ session: 5, began: 0, active: MINUTE }));
    expect(tab.view.session).toBe(5);
    expect(tab.state).toBe('active');
    // What was done in this tab is not lost on the way.
    expect(tab.record.active).toBe(NOON + 2 * MINUTE);
  });

  test('what an earlier session left behind says nothing about this one', () => {
    const tab = new Tab();
    tab.start(HOUR);
    expect(tab.hear(HOUR + 1, record({ session: 5, ended: 1, done: 2 }))).toContain('publish');
    expect(tab.state).toBe('active');
    expect(tab.view.session).toBe(6);
  });
});

describe('P4: one of all tabs leads', () => {
  let tab: Tab;
  beforeEach(() => {
    tab = new Tab();
    tab.start();
    tab.look(10 * MINUTE);
  });

  test('the one that has the claim tells it, marks it and acts', () => {
    expect(tab.claim(10 * MINUTE + 5, true)).toEqual(['expire', 'publish', 'act']);
    expect(tab.told('expire')).toEqual({ reason: 'idle', leader: true });
    expect(tab.record.done).toBe(1);
    const { session } = tab.view;
    expect(tab.feed(10 * MINUTE + 9, { type: 'acted', session, done: 2 })).toEqual(['publish']);
    expect(tab.record.done).toBe(2);
    tab.feed(10 * MINUTE + 50, { type: 'acted', session, done: 3 });
    expect(tab.record.done).toBe(3);
  });

  test('the others tell it when they hear that it was done', () => {
    expect(tab.hear(10 * MINUTE + 5, record({ ended: 1, done: 1 }))).toEqual(['expire']);
    expect(tab.told('expire')).toEqual({ reason: 'idle', leader: false });
  });

  test('a tab that is refused the claim does not lead', () => {
    expect(tab.claim(10 * MINUTE + 5, false)).toEqual(['expire']);
    expect(tab.told('expire')).toMatchObject({ leader: false });
  });

  test("no tab's silence holds the event back for longer than 3 s", () => {
    const settled = tab.next(10 * MINUTE);
    expect(settled).toBeLessThanOrEqual(10 * MINUTE + 3 * SECOND);
    expect(tab.look(settled - 1)).toEqual([]);
    expect(tab.look(settled)).toEqual(['expire']);
    expect(tab.told('expire')).toMatchObject({ leader: false });
  });

  test('if the leader dies before it is done the next in line acts, without a second event', () => {
    tab.look(10 * MINUTE + 3 * SECOND);
    expect(tab.claim(11 * MINUTE, true)).toEqual(['act']);
    expect(tab.claim(11 * MINUTE, true)).not.toContain('expire');
  });

  test('a claim that comes after another tab has told it leads no more, but finishes what that one left', () => {
    tab.feed(10 * MINUTE + 5, { type: 'claim', session: 1, leader: true }, record({ ended: 1, done: 1 }));
    expect(tab.effects.map(brief)).toEqual(['act', 'expire']);
    expect(tab.told('expire')).toMatchObject({ leader: false });
  });

  test('once all is done a claim moves nothing', () => {
    tab.hear(10 * MINUTE + 5, record({ ended: 1, done: 2 }));
    expect(tab.claim(10 * MINUTE + 50, true)).toEqual([]);
  });

  test('a claim of another session is none of this', () => {
    expect(tab.claim(10 * MINUTE + 5, true, 7)).toEqual([]);
    expect(tab.claim(10 * MINUTE + 5, true)).toContain('act');
  });

  test('where the next session has begun nobody acts for the last', () => {
    const next = record({ session: 2, began: 10 * MINUTE + 9, active: 10 * MINUTE + 9 });
    expect(tab.hear(10 * MINUTE + 9, next)).toEqual(['expire', 'restart']);
    expect(tab.told('expire')).toMatchObject({ leader: false });
    expect(tab.claim(10 * MINUTE + 10, true)).toEqual([]);
    expect(tab.feed(10 * MINUTE + 11, { type: 'acted', session: 1, done: 2 })).toEqual([]);
  });
});

describe('pings', () => {
  const INTERVAL = 2 * MINUTE;
  let tab: Tab;
  beforeEach(() => {
    tab = new Tab({ interval: INTERVAL });
    tab.start();
  });

  test('P6: without activity none is sent', () => {
    expect(tab.next(0)).toBe(8 * MINUTE);
    for (let time = 0; time < 10 * MINUTE; time += SECOND) expect(tab.look(time)).not.toContain('ask ping');
  });

  test('P5: activity is followed by a ping within the interval, also when it was the last', () => {
    tab.activity(SECOND);
    expect(tab.next(SECOND)).toBe(INTERVAL);
    expect(tab.look(INTERVAL - 1)).toEqual([]);
    expect(tab.look(INTERVAL)).toEqual(['ask ping']);
  });

  test('P5: where the last ping is long ago the first activity pings at once', () => {
    expect(tab.activity(5 * MINUTE)).toEqual(['publish', 'ask ping']);
  });

  test('while one is under way there is no other, and activity meanwhile is followed by the next', () => {
    tab.activity(3 * MINUTE);
    expect(tab.activity(3 * MINUTE + 2 * SECOND)).toEqual(['publish']);
    expect(tab.answer(3 * MINUTE + 3 * SECOND, 'ping', alive(), 3 * MINUTE)).toEqual(['publish', 'ping']);
    expect(tab.told('ping')).toEqual({ status: 200, expiresIn: undefined });
    expect(tab.record.pinged).toBe(NOON + 3 * MINUTE);
    expect(tab.next(3 * MINUTE + 3 * SECOND)).toBe(5 * MINUTE);
    expect(tab.look(5 * MINUTE)).toEqual(['ask ping']);
  });

  test('one of another tab will do', () => {
    tab.activity(SECOND);
    tab.hear(90 * SECOND, record({ active: SECOND, pinged: 80 * SECOND }));
    expect(tab.look(INTERVAL)).toEqual([]);
    expect(tab.next(INTERVAL)).toBe(tab.end - 2 * MINUTE);
  });

  test('P5: activity of a tab that has gone is pinged for by those that are left', () => {
    tab.hear(3 * MINUTE, record({ active: 3 * MINUTE - 1 }));
    expect(tab.effects.map(brief)).toEqual(['ask ping']);
  });

  test('extend() pings at once: the person said so', () => {
    expect(tab.extend(5 * SECOND)).toEqual(['publish', 'ask ping']);
    // In the very millisecond of a page load the server has just been asked.
    const other = new Tab({ interval: INTERVAL });
    other.start();
    expect(other.extend(0)).toEqual([]);
    expect(other.activity(SECOND)).toEqual(['publish']);
  });

  test('a failed one is told, with the time of the next try, and tried again then', () => {
    tab.activity(3 * MINUTE);
    expect(tab.answer(3 * MINUTE, 'ping', failed(5 * SECOND + 0.4))).toEqual(['pingerror', 'publish']);
    expect(tab.told('pingerror')).toEqual({ status: 500, error: undefined, retryIn: 5 * SECOND });
    expect(tab.state).toBe('active');
    expect(tab.next(3 * MINUTE)).toBe(3 * MINUTE + 5 * SECOND);
    expect(tab.activity(3 * MINUTE + 4 * SECOND)).toEqual(['publish']);
    expect(tab.look(3 * MINUTE + 5 * SECOND)).toEqual(['ask ping']);
  });

  test('a server in trouble is left alone by all tabs, but for no longer than an hour', () => {
    tab.activity(3 * MINUTE);
    tab.answer(3 * MINUTE, 'ping', failed(30 * HOUR));
    expect(tab.told('pingerror')).toMatchObject({ retryIn: HOUR });
    const other = new Tab({ interval: INTERVAL });
    other.start(4 * MINUTE, {}, tab.record);
    other.activity(8 * MINUTE);
    expect(other.look(8 * MINUTE)).toEqual([]);
  });

  test('back online, or when the person says so, it is tried at once', () => {
    tab.activity(3 * MINUTE);
    tab.answer(3 * MINUTE, 'ping', failed(HOUR));
    expect(tab.feed(4 * MINUTE, { type: 'online' })).toEqual(['ask ping']);
    tab.answer(4 * MINUTE, 'ping', failed(HOUR));
    expect(tab.look(4 * MINUTE + SECOND)).toEqual([]);
    expect(tab.extend(4 * MINUTE + 2 * SECOND)).toContain('ask ping');
  });

  test('where another tab was at it, this one looks again a second later', () => {
    tab.activity(3 * MINUTE);
    expect(tab.answer(3 * MINUTE, 'ping', busy)).toEqual([]);
    expect(tab.next(3 * MINUTE)).toBe(3 * MINUTE + SECOND);
    expect(tab.look(3 * MINUTE + SECOND)).toEqual(['ask ping']);
  });

  test('an answer that comes after the end changes nothing', () => {
    tab.activity(3 * MINUTE);
    tab.feed(4 * MINUTE, { type: 'end', reason: 'ended' });
    expect(tab.answer(4 * MINUTE, 'ping', alive(600))).toEqual([]);
    expect(tab.answer(4 * MINUTE, 'ping', gone)).toEqual([]);
    expect(tab.view.reason).toBe('ended');
  });

  describe('where the server says how long its session still lives', () => {
    test('the end follows it', () => {
      tab.activity(3 * MINUTE);
      tab.answer(3 * MINUTE, 'ping', alive(300));
      expect(tab.told('ping')).toEqual({ status: 200, expiresIn: 300 });
      expect(tab.end).toBe(8 * MINUTE);
      tab.look(8 * MINUTE);
      expect(tab.view.reason).toBe('server');
    });

    test('it counts from when the request was sent, not from the answer', () => {
      tab.activity(3 * MINUTE);
      tab.answer(3 * MINUTE + 9 * SECOND, 'ping', alive(300), 3 * MINUTE);
      expect(tab.end).toBe(8 * MINUTE);
    });

    test('a ping comes after 60% of it at the latest, before the interval', () => {
      tab = new Tab({ interval: INTERVAL, warnBefore: 10 * SECOND });
      tab.start();
      tab.activity(3 * MINUTE);
      tab.answer(3 * MINUTE, 'ping', alive(100));
      tab.activity(3 * MINUTE + SECOND);
      expect(tab.next(3 * MINUTE + SECOND)).toBe(4 * MINUTE);
      expect(tab.look(4 * MINUTE)).toContain('ask ping');
    });

    test('a later request, such as a page load, makes its word out of date', () => {
      tab.activity(3 * MINUTE);
      tab.answer(3 * MINUTE, 'ping', alive(300));
      const other = new Tab({ interval: INTERVAL });
      other.start(4 * MINUTE, {}, tab.record);
      expect(other.end).toBe(14 * MINUTE);
    });

    test('a session that ends now is over', () => {
      tab.activity(3 * MINUTE);
      tab.answer(3 * MINUTE, 'ping', alive(0));
      expect(tab.state).toBe('expired');
      expect(tab.view.reason).toBe('server');
    });

    test('pings that renew nothing are told to the developer', () => {
      tab.activity(2 * MINUTE);
      expect(tab.answer(2 * MINUTE, 'ping', alive(600))).not.toContain('nag');
      tab.activity(4 * MINUTE);
      expect(tab.answer(4 * MINUTE, 'ping', alive(600))).not.toContain('nag');
      tab.activity(6 * MINUTE);
      expect(tab.answer(6 * MINUTE, 'ping', alive(480))).toContain('nag');
    });
  });
});

describe('the server is asked before the end', () => {
  const rules = { check: true };
  const ask = (more: Partial<Rules> = {}) => {
    const tab = new Tab({ ...rules, ...more });
    expect(tab.start()).toContain('ask check');
    tab.answer(0, 'check', alive(20 * 60));
    tab.look(8 * MINUTE);
    tab.look(10 * MINUTE);
    return tab;
  };

  test('whether somebody was active on another device; the session waits 3 s for that', () => {
    const tab = ask();
    expect(tab.effects.map(brief)).toEqual(['ask check']);
    expect(tab.state).toBe('warning');
    expect(tab.next(10 * MINUTE)).toBe(10 * MINUTE + 3 * SECOND);
    expect(tab.look(10 * MINUTE + 3 * SECOND - 1)).toEqual([]);
    tab.look(10 * MINUTE + 3 * SECOND);
    expect(tab.state).toBe('expired');
    expect(tab.view.reason).toBe('idle');
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
    ['it is gone', gone, 'server'],
    ['it fails', failed(), 'idle'],
    ['it lives, and does not say how long', alive(), 'idle'],
  ] as const)('%s: the session ends at once', ([, outcome, reason]) => {
    const tab = ask();
    tab.answer(10 * MINUTE + 100, 'check', outcome);
    expect(tab.state).toBe('expired');
    expect(tab.view.reason).toBe(reason);
  });

  test('another tab is asking: its word is awaited', () => {
    const tab = ask();
    expect(tab.answer(10 * MINUTE + 1, 'check', busy)).toEqual([]);
    tab.hear(10 * MINUTE + 200, record({ asked: 10 * MINUTE, ends: 19 * MINUTE, active: 9 * MINUTE }));
    expect(tab.state).toBe('active');
    expect(tab.end).toBe(19 * MINUTE);
  });

  test('once about one end', () => {
    const tab = ask();
    expect(tab.look(10 * MINUTE + SECOND)).toEqual([]);
  });

  test('P1: input while it is awaited is not counted', () => {
    const tab = ask();
    tab.activity(10 * MINUTE + 50);
    tab.extend(10 * MINUTE + 60);
    tab.answer(10 * MINUTE + 100, 'check', failed());
    expect(tab.state).toBe('expired');
  });

  test('when the page wakes in time, but not more often than each 10 s', () => {
    const tab = new Tab(rules);
    tab.start();
    expect(tab.feed(MINUTE, { type: 'wake' })).toEqual(['ask check']);
    tab.answer(MINUTE, 'check', alive(540));
    expect(tab.feed(MINUTE + 10 * SECOND, { type: 'wake' })).toEqual([]);
    expect(tab.feed(MINUTE + 10 * SECOND + 1, { type: 'wake' })).toEqual(['ask check']);
  });

  test('a wake after the end asks once', () => {
    const tab = new Tab(rules);
    tab.start();
    expect(tab.feed(HOUR, { type: 'wake' })).toEqual(['ask check']);
  });

  test('what this browser itself has asked for is no activity elsewhere', () => {
    const tab = new Tab({ ...rules, interval: 2 * MINUTE });
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
