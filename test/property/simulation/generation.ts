import type { Page } from './page.js';
import type { Policy } from './schedule.js';

/** Clocks round to whole milliseconds, and a tab that is told that it is time does not wait for its own alarm. */
export const ROUNDING = 8;

export const isRunning = ({ state }: Page): boolean => state === 'active' || state === 'warning';

export class Violation extends Error {
  readonly promise: string;
  constructor(promise: string, how: string) {
    super(`${promise}: ${how}`);
    this.promise = promise;
  }
}

/** A session as it truly is. Instants of activity are in believed time, all others in running time. */
export class Generation {
  readonly number: number;
  readonly began: number;
  /** Its options; where they were changed a moment ago, both. */
  policies: readonly Policy[];
  /** When they were set; in running time. */
  configured: number;
  /** The sign-in of which it knows. */
  readonly signIn: number;
  /** A listener of the last one's end began it: nobody has signed in. */
  readonly unsigned: boolean;
  last: number;
  /** When that was in running time. */
  lastRunning = 0;
  /** Since when somebody has been active each second; in running time. */
  steady = 0;
  ended = false;
  /** What was stored was lost. */
  forgotten = false;
  /** Nobody can say whether it was joined or the next began. */
  vague = false;
  /** The next began while it lived, or before any of its tabs had looked. */
  superseded = false;
  calledOff = false;
  /** The server has said so: there is nothing left to log out of. */
  gone = false;
  /** What has been written into storage, and when every tab can read it. */
  readonly known: { readonly visible: number; readonly active: number }[] = [];
  readonly leaders: number[] = [];
  logouts = 0;
  /** When the first tab had expired. */
  over: number | undefined;
  readonly disturbances: number[] = [];

  constructor(number: number, began: number, policy: Policy, signIn: number, unsigned: boolean, running: number) {
    this.number = number;
    this.began = began;
    this.last = began;
    this.policies = [policy];
    this.configured = running;
    this.signIn = signIn;
    this.unsigned = unsigned;
  }

  touch(at: number, running: number): void {
    if (at < this.last) return;
    if (running > this.lastRunning + 1_000) this.steady = running;
    this.last = at;
    this.lastRunning = running;
  }

  /** Nothing that a person does counts from here on. */
  get bound(): number {
    return Math.max(...this.policies.map(({ timeout, maxAge }) => Math.min(this.last + timeout, this.began + maxAge)));
  }
}

/** What is known of a tab's part in a session. */
export interface Seat {
  generation: Generation;
  /** The last input here that counted, in believed time; and when it was, in running time. */
  own: number;
  /** The latest activity of which another tab's message has told. */
  heard: number;
  expired: boolean;
  /** When it was first seen to be over here, in running time: the `expire` event has to follow. */
  over: number | undefined;
  /** The change to it was told. */
  changed: boolean;
  /** The timer was stopped while it lived. */
  left: boolean;
  /** What the last `warn` said of it, and since when that is no longer so. */
  extendable: boolean | undefined;
  flipped: number | undefined;
  /** A listener has prevented the default of the warning that is on. */
  asking: boolean;
  /** It had expired when the next session began, and has not been told yet. */
  untold: boolean;
  late: number | undefined;
}
