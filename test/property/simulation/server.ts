import type { World } from './world.js';

/** `zero`: it renews its session, and says that nothing is left of it. */
export type ServerMood = 'well' | 'unreachable' | 'busy' | 'silent' | 'zero';

/** When to come again, as the server says it: in seconds, or as a date by its own clock. */
export interface Retry {
  readonly as: 'seconds' | 'date';
  readonly seconds: number;
  /** How far the server's clock is ahead. */
  readonly ahead: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** How the server prolongs its session: with each request, or, as ASP.NET does, only in the second half of its window. */
export type Renewal = 'always' | 'second half';

/** A server that ends a session after a time without requests. Its time is the real one. */
export class Server {
  readonly #world: World;
  readonly lifetime: number;
  readonly #renewal: Renewal;
  readonly #tells: boolean;
  readonly #retry: Retry;
  mood: ServerMood = 'well';
  /** The sign-in whose session the browser's cookie names; each gets the next number. */
  signIn = 0;
  expires = 0;
  /** What clocks made of that when it was settled: those that were set forward since take the jump for a sleep. */
  expected = 0;
  revoked = false;
  logouts = 0;

  constructor(world: World, lifetime: number, renewal: Renewal, tells: boolean, retry: Retry) {
    this.#world = world;
    this.lifetime = lifetime;
    this.#renewal = renewal;
    this.#tells = tells;
    this.#retry = retry;
  }

  get alive(): boolean {
    return this.#world.real < this.expires;
  }

  /** A person is active on another device: as far as this server knows, in the same session. */
  elsewhere(): void {
    if (this.alive) this.#renew();
  }

  /** A page is loaded: where nobody is signed in the person does so first. */
  visit(): void {
    if (this.alive) this.#renew();
    else this.signInAgain();
  }

  signInAgain(): void {
    this.signIn++;
    this.revoked = false;
    this.#prolong();
  }

  ping(): Answer | undefined {
    if (this.mood === 'silent' || this.mood === 'unreachable') return;
    if (this.mood === 'busy') return this.#busy();
    if (!this.alive) return { status: 401, headers: this.#headers() };
    this.#renew();
    return this.#word(this.#tells);
  }

  /** Asked without renewing anything. */
  check(): Answer | undefined {
    if (this.mood === 'silent' || this.mood === 'unreachable') return;
    if (this.mood === 'busy') return this.#busy();
    return this.alive ? this.#word(true) : { status: 401, headers: this.#headers() };
  }

  #headers(more: Record<string, string> = {}): Answer['headers'] {
    return { Date: new Date(this.#world.real + this.#retry.ahead).toUTCString(), ...more };
  }

  #word(tells: boolean): Answer {
    const left = this.mood === 'zero' ? 0 : Math.floor((this.expires - this.#world.real) / 1_000);
    if (tells && !left) this.expected = Math.min(this.expected, this.#world.believed);
    return { status: 200, headers: this.#headers(tells ? { 'Session-Expires-In': `${left}` } : {}) };
  }

  #busy(): Answer {
    const { as, seconds, ahead } = this.#retry;
    const date = new Date(this.#world.real + ahead + seconds * 1_000).toUTCString();
    return { status: 503, headers: this.#headers({ 'Retry-After': as === 'date' ? date : `${seconds}` }) };
  }

  /** @param signIn - the one that the cookie named when the request was made. */
  logOut(signIn: number): Answer | undefined {
    if (this.mood === 'silent' || this.mood === 'unreachable') return;
    this.logouts++;
    if (signIn === this.signIn) this.expires = 0;
    return { status: 204, headers: {} };
  }

  revoke(): void {
    this.expires = 0;
    this.revoked = true;
  }

  #renew(): void {
    const now = this.#world.real;
    if (this.#renewal === 'always' || this.expires - now <= this.lifetime / 2) this.#prolong();
  }

  #prolong(): void {
    this.expires = this.#world.real + this.lifetime;
    this.expected = this.#world.believed + this.lifetime;
  }
}
