import { answer } from './answer.js';
import { advise, type Draft, type Effect, latestActivity, ROUNDING_MS, touch, update } from './draft.js';
import { claimed, emitExpire, expire, settle } from './end.js';
import { askServer, evaluate } from './evaluate.js';
import type { Input } from './input.js';
import { receive } from './receive.js';
import { EXPLICIT, NO_SESSION, type SessionRecord, samePolicy } from './record.js';
import {
  type Config,
  deadline,
  extendable,
  holdInterval,
  INITIAL,
  isOver,
  isOverOnServer,
  policyOf,
  running,
  type TabState,
  warnAt,
} from './state.js';

/*
 * One session as one tab sees it. step() takes what happened and the time, and returns the next state and what is to be
 * done about it. No DOM, no clock, no randomness: the caller has all of that.
 *
 *   stopped ── start ──▶ active ◀── activity, extend ── warning ── deadline, end ──▶ expired
 *                          │                               ▲                           │
 *                          └──────────── warnAt ───────────┘        start: the next session
 */

/** Tabs that open at once start the same session within this time: not all have to answer all. */
const AT_ONCE_MS = 1_000;

/** @param stored - what the tabs share, read for this very step: no tab acts on stale memory. */
export function step(
  before: TabState,
  input: Input,
  now: number,
  stored: SessionRecord | undefined,
  config: Config,
): [TabState, Effect[]] {
  const slack = input.type === 'record' ? ROUNDING_MS : 0;
  const draft: Draft = { before, tab: { ...before }, effects: [], publish: false, now, config, slack };
  const { tab } = draft;
  if (stored) receive(draft, stored, input.type === 'start');
  // What a hold has held so far counts before anything that comes after it.
  keepHeld(draft);
  handle(draft, input);
  if (running(tab)) evaluate(draft);
  settle(draft);
  return [tab, inOrder(draft)];
}

/** Not at each step: two tabs that hold would answer each other for ever. */
function keepHeld(draft: Draft): void {
  const { tab, now } = draft;
  const { lastActiveAt } = tab.record;
  const held = Math.min(now, tab.heldUntil);
  // Nobody can say what was held in a sleep that lasted beyond the deadline.
  const inTime = now < deadline(tab.record);
  if (inTime && held > lastActiveAt && now - lastActiveAt >= holdInterval(tab.record)) touch(draft, held);
}

/** First the other tabs are told, then the page, whose listeners may take their time. */
function inOrder({ before, tab, effects, publish }: Draft): Effect[] {
  const { session, state } = tab;
  const previous = before.state;
  return [
    ...(publish ? [{ type: 'publish', session } as const] : []),
    ...(state !== previous ? [{ type: 'emit', event: 'change', fields: { state, previous }, session } as const] : []),
    ...effects,
  ];
}

function handle(draft: Draft, input: Input): void {
  const { tab, now } = draft;
  switch (input.type) {
    case 'start':
      start(draft, input);
      break;
    case 'stop':
      stop(draft);
      break;
    case 'activity':
      touch(draft, Math.min(input.at, now), latestActivity(tab));
      break;
    case 'extend':
      extend(draft);
      break;
    case 'asked':
      tab.asking = input.asks && tab.state === 'warning' && tab.session === input.session;
      break;
    case 'hold': {
      const held = Math.max(tab.heldUntil, input.until) > now;
      tab.heldUntil = input.until;
      if (held) touch(draft, now);
      break;
    }
    case 'configure':
      if (running(tab)) configure(draft);
      break;
    case 'wake':
      askServer(draft);
      break;
    case 'leave':
      // In a page that goes nobody waits for the claim.
      if (!tab.expireEmitted && !tab.record.endProgress) emitExpire(draft, true);
      break;
    case 'online':
      tab.pingNow = true;
      tab.noPingBefore = 0;
      break;
    case 'record': {
      receive(draft, input.record, false);
      // It does not know of this session, or not since when it lasts, or not its options.
      const { session, startedAt } = input.record;
      const { record } = tab;
      if (
        input.request ||
        session < record.session ||
        startedAt > record.startedAt + AT_ONCE_MS ||
        !samePolicy(input.record, record)
      )
        draft.publish = true;
      break;
    }
    case 'end':
      if (running(tab)) expire(draft, input.reason);
      break;
    case 'claim':
      claimed(draft, input.session);
      break;
    case 'progress':
      if (tab.record.session === input.session) update(draft, { endProgress: input.progress });
      break;
    case 'answer':
      answer(draft, input);
      break;
    case 'evaluate':
      break;
  }
}

function start(draft: Draft, { fresh, renewed, load }: Extract<Input, { type: 'start' }>): void {
  const { tab, now, config } = draft;
  if (running(tab)) return;
  if (!tab.expireEmitted) emitExpire(draft, false);
  const wasStopped = tab.state === 'stopped';
  const known = tab.record.session > 0;
  const lives = known && !isOver(tab.record, now);
  const signedIn = renewed && isOverOnServer(tab.record, config);
  const resumes = wasStopped && config.persist && !signedIn;
  const { record, session, heldUntil, serverLifetime, serverEndFixed } = tab;
  Object.assign(tab, INITIAL, {
    state: 'active',
    record,
    session,
    heldUntil,
    serverLifetime,
    serverEndFixed,
    ownLastActive: now,
    joinedAt: now,
    fresh,
  });
  if (fresh || !(lives || (known && (resumes || load === 'unseen frame')))) begin(draft, renewed);
  else {
    tab.session = tab.record.session;
    if (!lives) advise(draft, 'ended before');
    else join(draft, renewed, resumes || load !== 'person');
  }
  askServer(draft);
}

function begin(draft: Draft, renewed: boolean): void {
  const { tab, now, config } = draft;
  tab.session = tab.record.session + 1;
  tab.serverEndFixed = false;
  update(draft, {
    ...NO_SESSION,
    session: tab.session,
    ...policyOf(config),
    configuredAt: now,
    startedAt: now,
    lastActiveAt: now,
    loadedAt: renewed ? now : 0,
  });
}

function join(draft: Draft, renewed: boolean, resumes: boolean): void {
  const { tab, now, config } = draft;
  const policy = policyOf(config);
  // A page load is activity; if only extend() ends a warning it leaves that alone.
  if (!resumes) touch(draft, now, policy.extendOn === EXPLICIT ? warnAt(tab.record) : undefined);
  if (renewed) update(draft, { loadedAt: now });
  if (samePolicy(tab.record, policy)) return;
  advise(draft, 'other options');
  configure(draft);
}

/** The options of the session, in all tabs; but new ones do not end it at once. */
function configure(draft: Draft): void {
  const { tab, now, config } = draft;
  const policy = policyOf(config);
  if (!samePolicy(tab.record, policy) && now < deadline({ ...tab.record, ...policy })) {
    // Of two in one millisecond the later one counts.
    update(draft, { ...policy, configuredAt: Math.max(now, tab.record.configuredAt + 1) });
  }
}

function stop(draft: Draft): void {
  const { tab, now } = draft;
  // The end was there before, and is told.
  if (running(tab) && now >= deadline(tab.record)) expire(draft);
  tab.state = 'stopped';
  tab.heldUntil = 0;
}

function extend(draft: Draft): void {
  const { tab, now } = draft;
  // The person's answer is told to the server at once, but only one in each warning.
  if (tab.state === 'warning' && extendable(tab) && !tab.stayPinged) tab.pingNow = tab.stayPinged = true;
  touch(draft, now);
}
