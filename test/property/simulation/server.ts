import type { World } from './world.js';

export type ServerMood = 'well' | 'unreachable' | 'busy' | 'silent';

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
  mood: ServerMood = 'well';
  /** The sign-in whose session the browser's cookie names; each gets the next number. */
  signIn = 0;
  expires = 0;
  /** What clocks made of that when it was settled: those that were set forward since take the jump for a sleep. */
  expected = 0;
  revoked = false;
  logouts = 0;

  constructor(world: World, lifetime: number, renewal: Renewal, tells: boolean) {
    this.#world = world;
    this.lifetime = lifetime;
    this.#renewal = renewal;
    this.#tells = tells;
  }

  get alive(): boolean {
    return this.#world.real < this.expires;
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
    if (this.mood === 'busy') return { status: 503, headers: { 'Retry-After': '3' } };
    if (!this.alive) return { status: 401, headers: {} };
    this.#renew();
    const left = Math.floor((this.expires - this.#world.real) / 1_000);
    return { status: 200, headers: this.#tells ? { 'Session-Expires-In': `${left}` } : {} };
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
