import { merge, type SessionRecord, same } from './record.js';
import { type Config, deadline, mustAnswer, type Reason, running, type State, type TabState, warnAt } from './state.js';

/** What the page is told. `expiresAt`, `waitUntil` and `finished` are added when the event is dispatched. */
export interface EmittedFields {
  warn: { readonly remaining: number; readonly extendable: boolean };
  tick: { readonly remaining: number };
  active: object;
  expire: { readonly reason: Reason; readonly leader: boolean };
  change: { readonly state: State; readonly previous: State };
  restart: object;
  ping: { readonly status: number; readonly expiresIn: number | undefined };
  pingerror: { readonly status: number; readonly error: unknown; readonly retryIn: number };
}

type Emit = {
  [K in keyof EmittedFields]: { readonly type: 'emit'; readonly event: K; readonly fields: EmittedFields[K] };
}[keyof EmittedFields];

/** What the developer is told. */
export type Advice = 'renews nothing' | 'short lifetime' | 'refused' | 'other options' | 'ended before';

type Deed =
  | Emit
  /** Settle which tab leads the end. */
  | { readonly type: 'claim' }
  /** Send the logout. */
  | { readonly type: 'log out' }
  | { readonly type: 'ask'; readonly what: 'ping' | 'check' }
  | { readonly type: 'advise'; readonly about: Advice; readonly values: readonly number[] }
  /** Tell the other tabs. */
  | { readonly type: 'publish' };

/** What is to be done, and for which session: by the time it is done that one may be over. */
export type Effect = Deed & { readonly session: number };

/** Two clocks may round a millisecond differently. */
export const ROUNDING_MS = 2;

/** One step in the making: the next state of the tab, and what follows from it. */
export interface Draft {
  readonly before: TabState;
  readonly tab: { -readonly [K in keyof TabState]: TabState[K] };
  readonly effects: Effect[];
  publish: boolean;
  readonly now: number;
  readonly config: Config;
  /** A tab that another tab's record tells that it is time does not wait for its own alarm. */
  readonly slack: number;
}

export const effect = (draft: Draft, deed: Deed): void => {
  draft.effects.push({ ...deed, session: draft.tab.session });
};

export const emit = <K extends keyof EmittedFields>(draft: Draft, event: K, fields: EmittedFields[K]): void =>
  effect(draft, { type: 'emit', event, fields } as Emit);

export const advise = (draft: Draft, about: Advice, ...values: number[]): void =>
  effect(draft, { type: 'advise', about, values });

/** The record is only ever joined, a tab's own news too. */
export function update(draft: Draft, fields: Partial<SessionRecord>): void {
  const { record } = draft.tab;
  const joined = merge(record, { ...record, ...fields });
  if (same(joined, record)) return;
  setRecord(draft, joined);
  draft.publish = true;
}

/** Takes the record, and learns from it and the last one what the server's session is like. */
export function setRecord({ tab }: Draft, record: SessionRecord): void {
  const { serverAskedAt, serverEndsAt, lastPingAt } = record;
  const last = tab.record;
  tab.record = record;
  // Only the answer to a ping tells: of a page load nobody knows whether it renewed anything.
  if (!serverEndsAt || serverAskedAt !== lastPingAt) return;
  tab.serverLifetime = serverEndsAt - serverAskedAt;
  const apart = serverAskedAt - last.serverAskedAt;
  if (record.session === last.session && last.serverEndsAt && last.serverAskedAt === last.lastPingAt && apart > 0)
    tab.serverEndFixed = serverEndsAt - last.serverEndsAt < apart / 2;
}

/** Somebody was active. */
export function touch(draft: Draft, at: number, latest = deadline(draft.tab.record)): void {
  const { tab } = draft;
  if (!running(tab) || at >= latest) return;
  tab.ownLastActive = Math.max(tab.ownLastActive, at);
  update(draft, { lastActiveAt: at });
}

/** Activity counts if it came before this: during a warning that asks the person only `extend()` does. */
export const latestActivity = (tab: TabState): number => (mustAnswer(tab) ? warnAt : deadline)(tab.record);
