import type { Page } from './page.js';
import { TIMEOUT } from './schedule.js';

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
  readonly #maxAge: number;
  last: number;
  /** When that was in running time. */
  lastRunning = 0;
  ended = false;
  /** What was stored was lost. */
  forgotten = false;
  /** Nobody can say whether it was joined or the next began. */
  vague = false;
  /** The next began while it lived, or before any of its tabs had looked. */
  superseded = false;
  calledOff = false;
  /** What has been written into storage, and when every tab can read it. */
  readonly known: { readonly visible: number; readonly active: number }[] = [];
  readonly leaders: number[] = [];
  logouts = 0;
  /** When the first tab had expired. */
  over: number | undefined;
  readonly disturbances: number[] = [];

  constructor(number: number, began: number, maxAge: number) {
    this.number = number;
    this.began = began;
    this.last = began;
    this.#maxAge = maxAge;
  }

  touch(at: number, running: number): void {
    if (at < this.last) return;
    this.last = at;
    this.lastRunning = running;
  }

  /** Nothing that a person does counts from here on. */
  get bound(): number {
    return Math.min(this.last + TIMEOUT, this.began + this.#maxAge);
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
  /** It had expired when the next session began, and has not been told yet. */
  untold: boolean;
  late: number | undefined;
}
