import type { ExpireEvent, Reason } from '../../../src/index.js';
import { disagreement } from './agreement.js';
import type { SimpleEvent } from './dom.js';
import { Generation, isRunning, ROUNDING, type Seat, Violation } from './generation.js';
import type { Request } from './network.js';
import type { Page, Watcher } from './page.js';
import { TIMEOUT, WARN_BEFORE, type Weather } from './schedule.js';
import type { Server } from './server.js';
import { STALENESS } from './storage.js';
import type { Life, World } from './world.js';

/** P3. */
const AGREEMENT = 100;
/** P1: a wake is noticed within this. */
const WAKE = 15_000;
/** The timers of a hidden page run once in this. */
const SECOND = 1_000;
/** A message takes 20 ms at most. */
const PROMPT = 30;
/** Until then two tabs may have written without having read each other. */
const NEWS = 1_000;
/** A hold is told this often: a sleep takes so much of the time after it. */
const HOLD = (TIMEOUT - WARN_BEFORE) / 2;

/** Knows everything, and compares what each tab does with it after each event. */
export class Oracle implements Watcher {
  readonly #world: World;
  readonly #server: Server;
  readonly #weather: Weather;
  readonly #pages: readonly Page[];
  readonly #patience: number;
  readonly #seats = new Map<Life, Seat>();
  /** Each tab can read what the others have written. */
  readonly #stored: boolean;
  /** And is told of what they do at once. */
  readonly #prompt: boolean;
  readonly generations: Generation[] = [];
  /** When what was stored was lost. */
  #forgotten = Number.POSITIVE_INFINITY;
  /** When the last session began. */
  #began = Number.NEGATIVE_INFINITY;
  #disagree: { since: number; how: string } | undefined;
  /** The latest ping whose answer was read. */
  #renewed = Number.NEGATIVE_INFINITY;
  #pinged: { readonly by: Page; readonly sent: number; readonly at: number } | undefined;
  serverWasWell = true;
  #left: Seat | undefined;
  #violation: Violation | undefined;

  constructor(world: World, server: Server, weather: Weather, pages: readonly Page[], patience: number) {
    this.#world = world;
    this.#server = server;
    this.#weather = weather;
    this.#pages = pages;
    this.#patience = patience;
    this.#stored = weather.storage === 'works' || weather.storage === 'stale';
    this.#prompt = this.#stored && (weather.messages === 'prompt' || weather.messages === 'none');
  }

  /** Whether each tab of the session can know of the others whenever it looks. */
  #connected(generation: Generation): boolean {
    return this.#stored && !generation.forgotten && !generation.vague;
  }

  /** What is stored is gone; or of the future now, and ignored. */
  forget(): void {
    this.#forgotten = this.#world.running;
    for (const generation of this.generations) {
      generation.known.length = 0;
      generation.forgotten = true;
    }
  }

  get current(): Generation | undefined {
    return this.generations.at(-1);
  }

  /** Told at the next check: thrown into a listener it would be lost in a promise of the product. */
  #fail(promise: string, how: string): void {
    this.#violation ??= new Violation(promise, how);
  }

  // What the schedule does.

  /** The person has signed in, or a page was loaded. @returns whether the next session begins. */
  starts(page: Page, fresh: boolean): boolean {
    const now = this.#world.believed;
    let generation = this.current;
    const begins = !generation || generation.ended || now >= this.#endOf(generation) || fresh;
    if (!generation || begins) {
      // Its tabs learn of its end by the next one's beginning: nobody is to sign out.
      if (generation && generation.over === undefined) generation.superseded = true;
      // A logout that has not been sent by then would end the next session: it is not sent at all.
      if (generation && !generation.logouts) generation.calledOff = true;
      generation = new Generation(this.generations.length + 1, now, this.#weather.maxAge);
      generation.forgotten = this.#world.running >= this.#forgotten;
      this.generations.push(generation);
      for (const other of this.#pages) {
        const seat = this.#seats.get(other);
        if (seat && other !== page && other.state === 'expired') seat.untold = true;
      }
    }
    // Of tabs that open at once when what was stored is lost each may begin it.
    if (generation.forgotten && this.#world.running - this.#began < NEWS) generation.vague = true;
    if (begins) this.#began = this.#world.running;
    // The server's word is in whole seconds: in its last one the page may take the session for over, or not.
    if (!begins && now >= this.#serverEnd()) generation.vague = true;
    this.disturb();
    generation.touch(now, this.#world.running);
    this.#left = this.#seats.get(page);
    this.#seats.set(page, { generation, own: now, heard: 0, expired: false, untold: false, late: undefined });
    return begins;
  }

  /** As far as a page that is opened now can know. */
  #endOf({ bound, known }: Generation): number {
    const told = known.filter(({ visible }) => visible <= this.#world.running).map(({ active }) => active);
    return this.#stored && told.length ? Math.min(bound, Math.max(...told) + TIMEOUT) : bound;
  }

  started(page: Page): void {
    this.#left = undefined;
    const seat = this.#seats.get(page);
    if (!seat) return;
    if (!isRunning(page)) this.#fail('P2', `tab ${page.id} is ${page.state} after start()`);
    const due = Math.min(seat.own + TIMEOUT, seat.generation.began + this.#weather.maxAge, this.#serverEnd());
    if (!this.#weather.tells && page.timer.remaining < due - seat.own - 1_500)
      this.#fail('P2', `a fresh start of tab ${page.id} leaves ${page.timer.remaining} ms`);
  }

  /** A person's input was handled by the page. */
  input(page: Page): void {
    const seat = this.#seats.get(page);
    // Within a second of another an input is only remembered: the page that asks is told what the clock says.
    const { state } = page.timer;
    if (!seat || (state !== 'active' && state !== 'warning')) return;
    const now = this.#world.believed;
    const late = now - this.#boundOf(seat.generation) - ROUNDING;
    if (late >= 0) this.#fail('P1', `input ${Math.round(late)} ms too late finds tab ${page.id} running`);
    seat.generation.touch(now, this.#world.running);
    seat.own = now;
  }

  ended(page: Page): void {
    const seat = this.#seats.get(page);
    if (seat && isRunning(page)) seat.generation.ended ||= true;
  }

  /** Something happens to a tab in the second in which others may be settling who leads. */
  disturb(): void {
    for (const generation of this.generations) generation.disturbances.push(this.#world.running);
  }

  // What the product does.

  stored(page: Page): void {
    const seat = this.#seats.get(page);
    if (!seat) return;
    const visible = this.#world.running + (this.#weather.storage === 'stale' ? STALENESS : 0);
    seat.generation.known.push({ visible, active: this.#lastActive(page) });
  }

  hangs(page: Page): void {
    this.#fail('P9', `tab ${page.id} hangs for ever`);
  }

  said(page: Page): (by: Life) => void {
    const from = this.#seats.get(page);
    const active = this.#lastActive(page);
    return (by) => {
      const seat = this.#seats.get(by);
      if (seat && from && seat.generation === from.generation) seat.heard = Math.max(seat.heard, active);
    };
  }

  #lastActive(page: Page): number {
    return page.timer.lastActive - this.#world.wall + this.#world.believed;
  }

  #serverEnd(): number {
    // By its word, which is in whole seconds and counts from when the request was sent.
    const slack = 1_000 + this.#weather.latency;
    if (!this.#server.alive) return this.#server.expires - this.#world.real + this.#world.believed - slack;
    return this.#weather.tells ? this.#server.expected - slack : Number.POSITIVE_INFINITY;
  }

  /** The latest activity that the page could know of. */
  #known(seat: Seat): number {
    const { generation } = seat;
    const now = this.#world.running;
    // Where nothing can be stored a session's beginning and its end are told by messages, which may cross.
    if (!this.#connected(generation)) return seat.own;
    const stored = generation.known.filter(({ visible }) => visible <= now);
    return Math.max(seat.own, seat.heard, generation.began, ...stored.map(({ active }) => active));
  }

  event(page: Page, event: SimpleEvent): void {
    // What start() has still to say of the session before.
    const seat = event.type === 'expire' && this.#left ? this.#left : this.#seats.get(page);
    if (!seat) return;
    const { generation } = seat;
    const now = this.#world.believed;
    const early = (end: number) => {
      if (now < end - ROUNDING) this.#fail('P2', `tab ${page.id}: ${event.type} ${Math.round(end - now)} ms too early`);
    };
    const idleEnd = this.#known(seat) + TIMEOUT;
    const oldest = generation.began + this.#weather.maxAge;
    // Without storage a tab may go by a word of the server that a page load elsewhere has made old.
    if (event.type === 'warn' && (this.#stored || !this.#weather.tells))
      early(Math.min(idleEnd, oldest, this.#serverEnd()) - WARN_BEFORE);
    if (event.type === 'change' && page.state === 'expired') {
      // An end is final: the others follow the first.
      if (!generation.ended && this.#connected(generation))
        this.#judgeEnd(page.timer.getSnapshot().reason, seat, early, { idleEnd, oldest });
      generation.ended = true;
      generation.over ??= this.#world.running;
    }
    if (event.type === 'restart') {
      seat.untold = false;
      if (!seat.expired) this.#fail('P6', `tab ${page.id}: restart before its own expire`);
      if (seat.generation === this.current && this.#connected(seat.generation))
        this.#fail('P6', `tab ${page.id}: restart of its own session`);
    }
    if (event.type !== 'expire') return;
    if (seat.expired) this.#fail('P4', `tab ${page.id}: expire twice`);
    seat.expired = true;
    if ((event as SimpleEvent & ExpireEvent).leader) generation.leaders.push(page.id);
    if (generation.leaders.length > 1 && this.#connected(generation))
      this.#fail('P4', `leaders: ${generation.leaders.map((id) => `tab ${id}`).join(' and ')}`);
  }

  #judgeEnd(
    reason: Reason | undefined,
    { generation }: Seat,
    early: (end: number) => void,
    { idleEnd, oldest }: { idleEnd: number; oldest: number },
  ): void {
    if (reason === 'idle') early(idleEnd);
    if (reason === 'maxAge') early(oldest);
    if (reason === 'server') early(this.#serverEnd());
    if (reason === 'ended' && generation === this.current) this.#fail('P2', 'ended, though nobody has ended it');
  }

  request({ kind, by }: Request): void {
    const seat = this.#seats.get(by);
    const generation = seat?.generation;
    if (!generation) return;
    if (kind === 'logout') {
      generation.logouts++;
      const known = this.#world.believed - (this.current?.began ?? 0) > (this.#prompt ? PROMPT : NEWS);
      if (generation !== this.current && this.#connected(generation) && known)
        this.#fail('P4', `the logout of session ${generation.number} hits session ${this.current?.number}`);
      if (generation.logouts > 1 && this.#connected(generation) && this.#calm(generation))
        this.#fail('P4', 'two logouts');
      return;
    }
    const last = this.#pinged;
    const twice = last && isRunning(last.by) && last.by !== by && generation.last <= last.sent;
    // One that fails is another tab's to repeat; and where one is, or died, frozen with the turn, or its timers all but stand, any may take it.
    const goesOn = !this.#pages.some(({ gone, frozen, lateness }) => frozen || (!gone && lateness > SECOND));
    // One that has stopped meanwhile took its ping back.
    const stands = last && this.#seats.get(last.by)?.generation;
    if (
      twice &&
      stands &&
      last.by.runs &&
      last.by.awake < last.at &&
      goesOn &&
      this.#prompt &&
      this.#connected(generation)
    )
      this.#fail('P6', `tabs ${last.by.id} and ${(by as Page).id} ping for one activity`);
    this.#pinged = { by: by as Page, sent: this.#world.believed, at: this.#world.running };
    if (generation.last <= this.#renewed && this.#connected(generation))
      this.#fail('P6', `tab ${(by as Page).id}: a ping without activity since the last`);
    if (generation === this.current && generation.ended && this.#prompt && !isRunning(by as Page))
      this.#fail('P6', 'a ping after the end');
  }

  /** At the server, which may be in no mood for it. */
  arrived({ kind }: Request): void {
    if (kind === 'ping' && this.#server.mood !== 'well') this.#pinged = undefined;
  }

  answered({ kind, signIn }: Request, status: number): void {
    const ended = this.current?.logouts && this.#connected(this.current);
    if (kind === 'ping' && status < 300 && ended && signIn === this.#server.signIn)
      this.#fail('P6', 'a ping answered after the logout signs the person in again');
  }

  read({ kind, sent }: Request, status: number): void {
    if (kind === 'ping' && status < 300) this.#renewed = Math.max(this.#renewed, sent);
  }

  // What must hold at each moment.

  check(): void {
    for (const page of this.#pages) {
      const seat = this.#seats.get(page);
      if (seat && page.runs && isRunning(page)) this.#checkRunning(page, seat);
      else if (seat) seat.late = undefined;
    }
    if (this.#prompt) this.#checkAgreement();
    if (this.#violation) throw this.#violation;
  }

  /** Tabs that cannot know of each other may take two sessions for one. */
  #boundOf(generation: Generation): number {
    if (this.#connected(generation)) return generation.bound;
    return Math.max(...this.generations.map(({ last }) => last)) + TIMEOUT;
  }

  #checkRunning(page: Page, seat: Seat): void {
    const { running, believed } = this.#world;
    const { generation } = seat;
    const { state } = page;
    const { remaining } = page.timer;
    if (page.holds && believed < generation.bound) {
      generation.touch(believed, running);
      // A sleep takes its time from the hold that is told next.
      if (running - this.#world.jumped > HOLD) seat.own = Math.max(seat.own, believed - HOLD - page.lateness);
    }
    const bound = this.#boundOf(generation);
    const most = bound - believed + ROUNDING;
    if (remaining > Math.max(most, 0))
      this.#fail('P1', `tab ${page.id} counts ${remaining} ms, of which ${remaining - most} are too much`);
    const turn = bound - (state === 'active' ? WARN_BEFORE : 0);
    if (believed < turn + ROUNDING) seat.late = undefined;
    else {
      seat.late ??= running;
      const woke = Math.max(this.#world.jumped, page.awake);
      const due = seat.late - woke < WAKE ? Math.max(seat.late, woke + WAKE) : seat.late;
      const late = running - due - AGREEMENT - page.lateness;
      if (late > 0) this.#fail('P1', `tab ${page.id} is ${state} ${Math.round(running - seat.late)} ms too long`);
    }
    const judged = this.serverWasWell && this.#prompt && generation === this.current && !generation.ended;
    if (judged) this.#checkServer(page, generation);
  }

  /**
   * While a tab that has run since the last activity says that the session lives, the server says so too; and once the
   * ping has had the time to get there it will say so until the timer's end. A tab that was stopped right after the
   * input, before its ping had left, cannot have told the server, unless there is another.
   */
  #checkServer(page: Page, generation: Generation): void {
    const { running, believed, real, jumped } = this.#world;
    const { remaining } = page.timer;
    // Nobody has looked since the machine slept: the next look finds the end.
    if (!remaining || Math.max(page.awake, jumped) >= generation.lastRunning) return;
    const ends = this.#server.expires - real + believed;
    const underWay = running < generation.lastRunning + this.#patience;
    const until = underWay ? believed : believed + remaining;
    if (ends < until - ROUNDING)
      this.#fail('P5', `the server ends ${Math.round(until - ends)} ms before tab ${page.id}`);
  }

  #checkAgreement(): void {
    const { running, believed } = this.#world;
    const seated = this.#pages.flatMap((page) => {
      const seat = this.#seats.get(page);
      // What it missed while it was frozen it cannot read where that is lost.
      const missed = page.opened < this.#forgotten && page.awake > this.#forgotten;
      const told = page.runs && running - page.awake > AGREEMENT && !missed;
      return seat && told && page.state !== 'stopped' ? [{ page, seat }] : [];
    });
    const how = this.current && disagreement(seated, this.current, believed);
    if (!how || this.current?.vague) this.#disagree = undefined;
    else if (!this.#disagree) this.#disagree = { since: running, how };
    else if (running - this.#disagree.since > AGREEMENT) this.#fail('P3', how);
  }

  /** Nothing was done to any tab while it was settled who leads. */
  #calm({ over = this.#world.running, disturbances }: Generation): boolean {
    const late = Math.max(...this.#pages.map(({ lateness }) => lateness));
    return !disturbances.some((at) => at > over - 1_100 && at < over + 8_000 + late);
  }

  finish(): void {
    for (const generation of this.generations) {
      if (generation.over === undefined || generation.superseded) continue;
      if (!this.#connected(generation) || !this.#calm(generation)) continue;
      if (generation.leaders.length !== 1)
        this.#fail('P4', `session ${generation.number} has ${generation.leaders.length} leaders`);
      if (generation.logouts !== 1 && !generation.calledOff)
        this.#fail('P4', `session ${generation.number} has ${generation.logouts} logouts`);
    }
    for (const page of this.#pages) {
      if (isRunning(page) && page.runs) this.#fail('P1', `tab ${page.id} never expires`);
    }
    if (this.#violation) throw this.#violation;
  }
}
