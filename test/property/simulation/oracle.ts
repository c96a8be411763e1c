import type { ChangeEvent, ExpireEvent, PingErrorEvent, Reason, WarnEvent } from '../../../src/index.js';
import { disagreement } from './agreement.js';
import type { SimpleEvent } from './dom.js';
import { Generation, isRunning, ROUNDING, type Seat, Violation } from './generation.js';
import type { Request } from './network.js';
import type { Page, Watcher } from './page.js';
import type { Moment } from './reactions.js';
import { INTERVAL, MARGIN, type Policy, TIMEOUT, WARN_BEFORE, type Weather } from './schedule.js';
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
/** The `expire` event waits this long for who leads, and comes a little later. */
const SETTLE = 3_000 + 500;
/** An expiry waits so long for the answer to a check. */
const CHECK = 3_000 + 100;
/** The longest wait before a ping is tried again, if the server does not ask for more. */
const BACKOFF = 60_000;
/** Until then an input has been counted, and a ping has had its turn. */
const TURN = 2_500;
/** What `waitUntil` may hold back, two tries of a logout, and the turn to it. */
const FINISH = 5_000 + 2 * 10_000 + 5_000;

/** Knows everything, and compares what each tab does with it after each event. */
export class Oracle implements Watcher {
  readonly #world: World;
  readonly #server: Server;
  readonly #weather: Weather;
  readonly #pages: readonly Page[];
  readonly #patience: number;
  readonly #seats = new Map<Life, Seat>();
  /** Seats of sessions that are over, and that the tab has not been told of, though it is in the next already. */
  readonly #untold = new Map<Life, Seat[]>();
  /** All of a tab, the last one among them. */
  readonly #history = new Map<Life, Seat[]>();
  readonly #policies: readonly Policy[];
  /** The product calls the page. */
  onCall = (_: Page): void => {};
  onMoment = (_: Page, __: Moment, ___: SimpleEvent | undefined): void => {};
  /** Each tab can read what the others have written. */
  #stored: boolean;
  /** And is told of what they do at once. */
  #prompt: boolean;
  readonly generations: Generation[] = [];
  /** When what was stored was lost. */
  #forgotten = Number.POSITIVE_INFINITY;
  /** When the last session began. */
  #began = Number.NEGATIVE_INFINITY;
  #disagree: { since: number; how: string } | undefined;
  /** The latest ping whose answer was read. */
  #renewed = Number.NEGATIVE_INFINITY;
  #pinged:
    | { readonly by: Page; readonly seat: Seat | undefined; readonly sent: number; readonly at: number }
    | undefined;
  /** When the last ping was sent that was answered well; in running time. */
  #paced = Number.NEGATIVE_INFINITY;
  /** When a person last said so during a warning, or a page was loaded; in running time. */
  #stays = Number.NEGATIVE_INFINITY;
  readonly #finishing: { readonly page: Page; readonly at: number; done: boolean }[] = [];
  serverWasWell = true;
  /** Over plain http two tabs may ping at once: pings that came within the interval. */
  doubles = 0;
  #violation: Violation | undefined;

  constructor(world: World, server: Server, weather: Weather, pages: readonly Page[], patience: number) {
    this.#world = world;
    this.#server = server;
    this.#weather = weather;
    this.#pages = pages;
    this.#patience = patience;
    this.#policies = [{ timeout: TIMEOUT, warnBefore: WARN_BEFORE, maxAge: weather.maxAge }, ...weather.policies];
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

  /** Nothing can be stored any more. */
  fill(): void {
    this.forget();
    this.#stored = this.#prompt = false;
  }

  /** Somebody is active on another device: only the server knows. */
  elsewhere(): void {
    if (this.#weather.check && this.#server.alive) this.current?.touch(this.#world.believed, this.#world.running);
  }

  /** The page changes the options of the session. */
  configure(page: Page, policy: Policy): void {
    const generation = this.#seats.get(page)?.generation;
    if (
      generation &&
      this.#world.believed < Math.min(generation.last + policy.timeout, generation.began + policy.maxAge)
    )
      this.#change(generation, policy);
  }

  /** Those that may be the session's, for all that its tabs can know. */
  #policiesOf(generation: Generation): readonly Policy[] {
    return this.#connected(generation) ? generation.policies : [...this.#policies, ...generation.policies];
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
  starts(page: Page, fresh: boolean, policy: Policy, within: boolean): boolean {
    const now = this.#world.believed;
    let generation = this.current;
    const begins = !generation || generation.ended || now >= this.#endOf(generation) || fresh;
    if (!generation || begins) {
      // Its tabs learn of its end by the next one's beginning: nobody is to sign out.
      if (generation && generation.over === undefined) generation.superseded = true;
      // A logout that has not been sent by then would end the next session: it is not sent at all. If nobody can have
      // signed in it is: but a tab that leads elsewhere can't know that.
      if (!within || this.#pages.filter(({ gone }) => !gone).length > 1)
        for (const earlier of this.generations) if (!earlier.logouts) earlier.calledOff = true;
      const signIn = this.#server.signIn + (within ? 0 : 1);
      generation = new Generation(this.generations.length + 1, now, policy, signIn, within, this.#world.running);
      generation.forgotten = this.#world.running >= this.#forgotten;
      this.generations.push(generation);
      for (const other of this.#pages) {
        const seat = this.#seats.get(other);
        if (seat && other !== page && other.state === 'expired' && !other.inSession) seat.untold = true;
      }
    }
    if (!begins) this.#join(generation, policy);
    // Of tabs that open at once when what was stored is lost each may begin it.
    if (generation.forgotten && this.#world.running - this.#began < NEWS) generation.vague = true;
    if (begins) this.#began = this.#world.running;
    // The server's word is in whole seconds: in its last one the page may take the session for over, or not.
    if (!begins && now >= this.#serverEnd()) generation.vague = true;
    if (!within) this.disturb();
    generation.touch(now, this.#world.running);
    this.#stays = this.#world.running;
    this.#noteEnd(page);
    const left = this.#seats.get(page);
    if (left?.over !== undefined && !left.expired) this.#untold.set(page, [...this.#untoldIn(page), left]);
    const seat: Seat = {
      ...{ generation, own: now, heard: 0, expired: false, untold: false, late: undefined },
      ...{ over: undefined, changed: false, left: false, asking: false },
      ...{ extendable: undefined, flipped: undefined },
    };
    this.#seats.set(page, seat);
    this.#history.set(page, [...(this.#history.get(page) ?? []), seat]);
    return begins;
  }

  /** The options of who joins apply in all tabs, but for those that would end the session at once. */
  #join(generation: Generation, policy: Policy): void {
    const now = this.#world.believed;
    if (now < Math.min(now + policy.timeout, generation.began + policy.maxAge)) this.#change(generation, policy);
  }

  #change(generation: Generation, policy: Policy): void {
    const { running } = this.#world;
    generation.policies = [policy, ...generation.policies];
    // Where neither tab could read the other's, which of two counts is as it comes: but it is the same in all.
    const crossed = this.#weather.storage === 'stale' && running - generation.configured <= STALENESS;
    generation.configured = running;
    if (crossed) return;
    this.#world.after(2 * AGREEMENT, () => {
      if (generation.policies[0] === policy) generation.policies = [policy];
    });
  }

  /** As far as a page that is opened now can know. */
  #endOf(generation: Generation): number {
    const { bound, known } = generation;
    const timeout = Math.max(...this.#policiesOf(generation).map((policy) => policy.timeout));
    const told = known.filter(({ visible }) => visible <= this.#world.running).map(({ active }) => active);
    return this.#stored && told.length ? Math.min(bound, Math.max(...told) + timeout) : bound;
  }

  started(page: Page): void {
    const seat = this.#seats.get(page);
    if (!seat) return;
    // A listener that is called within another's event reads the last snapshot.
    // Nor does one that has stopped the timer meanwhile, or ended the session.
    if (seat.left || seat.generation.ended) return;
    if (!page.inSession && !isRunning(page)) this.#fail('P2', `tab ${page.id} is ${page.state} after start()`);
    const due = Math.min(this.#ends(seat.own, seat.generation).least, this.#serverEnd());
    if (!this.#weather.tells && page.timer.remaining < due - seat.own - 1_500)
      this.#fail('P2', `a fresh start of tab ${page.id} leaves ${page.timer.remaining} ms`);
  }

  /** When a session ends whose last activity that is. */
  #ends(last: number, generation: Generation): { least: number; most: number } {
    const all = this.#policiesOf(generation).map(({ timeout, maxAge }) =>
      Math.min(last + timeout, generation.began + maxAge),
    );
    return { least: Math.min(...all), most: Math.max(...all) };
  }

  /** A listener of `warn` has prevented its default: only extend() ends the warning. */
  asks(page: Page): void {
    const seat = this.#seats.get(page);
    if (seat && page.state === 'warning') seat.asking = true;
  }

  /** The timer is about to be stopped. */
  stopped(page: Page): void {
    this.#noteEnd(page);
    const seat = this.#seats.get(page);
    if (seat && seat.over === undefined) seat.left = true;
  }

  /** Whether the page is in the middle of an end. */
  owes(page: Page): boolean {
    this.#noteEnd(page);
    const seat = this.#seats.get(page);
    return page.state === 'expired' || this.#untoldIn(page).length > 0 || (seat?.over !== undefined && !seat.expired);
  }

  #untoldIn(page: Page): readonly Seat[] {
    return this.#untold.get(page) ?? [];
  }

  /** Looks whether the session of the page is over. */
  #noteEnd(page: Page): void {
    const seat = this.#seats.get(page);
    if (!seat || seat.left || page.inSession || seat.over !== undefined) return;
    seat.over = this.#world.running;
    seat.asking = false;
    page.dropHolds();
  }

  /** A person's input was handled by the page, or its script has extended the session. */
  input(page: Page, extends_ = false, warned = false): void {
    const seat = this.#seats.get(page);
    // Within a second of another an input is only remembered: the page that asks is told what the clock says.
    const { state } = page.timer;
    if (!seat || (state !== 'active' && state !== 'warning')) return;
    const now = this.#world.believed;
    const late = now - this.#boundOf(seat.generation) - ROUNDING;
    const { warnBefore } = seat.generation.policies[0]!;
    if (extends_ && (warned || now > seat.generation.bound - warnBefore - AGREEMENT)) this.#stays = this.#world.running;
    if (seat.asking && !extends_ && page.state === 'warning') return;
    // The server is being asked, and may know more.
    if (now >= seat.generation.bound - ROUNDING && this.#weather.check && !page.timer.remaining) return;
    if (late >= 0) this.#fail('P1', `input ${Math.round(late)} ms too late finds tab ${page.id} running`);
    seat.generation.touch(now, this.#world.running);
    seat.own = now;
  }

  ended(page: Page): void {
    const seat = this.#seats.get(page);
    if (seat && page.inSession) seat.generation.ended ||= true;
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
    const { latency, slowest, tells, check } = this.#weather;
    const slack = 1_000 + Math.max(latency, slowest);
    if (!this.#server.alive) return this.#server.expires - this.#world.real + this.#world.believed - slack;
    return tells || check ? this.#server.expected - slack : Number.POSITIVE_INFINITY;
  }

  /** By what it has been told: of two requests that overtake each other the later one counts. */
  #serverWord(): number {
    const { check, slowest } = this.#weather;
    return check && slowest ? Number.NEGATIVE_INFINITY : this.#serverEnd();
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

  moment(page: Page, moment: Moment, event: SimpleEvent | undefined): void {
    this.onCall(page);
    this.onMoment(page, moment, event);
  }

  /** What is told of a session that is over is told of the first of which it was not. */
  #seatOf(page: Page, event: SimpleEvent): Seat | undefined {
    const untold = this.#untoldIn(page);
    const ended = event.type === 'change' && (event as SimpleEvent & ChangeEvent).state === 'expired';
    if (ended) return untold.find(({ changed }) => !changed) ?? this.#seats.get(page);
    if (event.type !== 'expire' || !untold.length) return this.#seats.get(page);
    this.#untold.set(page, untold.slice(1));
    return untold[0];
  }

  event(page: Page, event: SimpleEvent): void {
    this.onCall(page);
    this.#noteEnd(page);
    const seat = this.#seatOf(page, event);
    if (!seat) return;
    const { generation } = seat;
    const now = this.#world.believed;
    const early = (end: number) => {
      if (now < end - ROUNDING) this.#fail('P2', `tab ${page.id}: ${event.type} ${Math.round(end - now)} ms too early`);
    };
    const policies = this.#policiesOf(generation);
    const idleEnd = this.#known(seat) + Math.min(...policies.map(({ timeout }) => timeout));
    const oldest = generation.began + Math.min(...policies.map(({ maxAge }) => maxAge));
    const warnBefore = Math.max(...policies.map((policy) => policy.warnBefore));
    if (event.type === 'active') seat.asking = false;
    if (event.type === 'warn') seat.extendable = (event as SimpleEvent & WarnEvent).extendable;
    if (event.type === 'pingerror') this.#judgeRetry(page, event as SimpleEvent & PingErrorEvent);
    if (event.type === 'warn' && !page.inSession) this.#fail('P11', `tab ${page.id}: warn, though no session runs`);
    if (event.type === 'warn') this.#judgeShortLife(page, generation, Math.min(idleEnd, oldest) - warnBefore);
    // Without storage a tab may go by a word of the server that a page load elsewhere has made old.
    if (
      event.type === 'warn' &&
      !generation.unsigned &&
      (this.#stored || !(this.#weather.tells || this.#weather.check))
    )
      early(Math.min(idleEnd, oldest, this.#serverWord()) - warnBefore);
    if (event.type === 'change' && (event as SimpleEvent & ChangeEvent).state === 'expired') {
      seat.changed = true;
      // An end is final: the others follow the first.
      if (!generation.ended && this.#connected(generation) && page.state === 'expired')
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
    if (seat.expired) this.#fail('P11', `tab ${page.id}: expire twice`);
    seat.expired = true;
    const { leader, finished } = event as SimpleEvent & ExpireEvent;
    const finishing = { page, at: this.#world.running, done: false };
    this.#finishing.push(finishing);
    void finished.then(() => {
      finishing.done = true;
    });
    if (leader) generation.leaders.push(page.id);
    // In a page that goes nobody waits for the claim, and it cannot read what another has written a moment ago.
    const over = generation.over ?? this.#world.running;
    const left =
      this.#weather.storage === 'stale' && generation.disturbances.some((at) => Math.abs(at - over) < 2 * PROMPT);
    if (generation.leaders.length > 1 && this.#weather.locks && this.#connected(generation) && !left)
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
    if (reason === 'server' && !generation.unsigned) early(this.#serverWord());
    if (reason === 'ended' && generation === this.current) this.#fail('P2', 'ended, though nobody has ended it');
  }

  /** The time that the server names is measured by its own clock. */
  #judgeRetry(page: Page, { status, retryIn }: PingErrorEvent): void {
    if (status !== 503) return;
    const asked = this.#weather.retry.seconds * 1_000;
    if (retryIn < asked - 1_000 || retryIn > asked + BACKOFF + 1_000)
      this.#fail('P5', `tab ${page.id} comes again in ${retryIn} ms, where the server said ${asked}`);
  }

  /** Nobody who is active is warned because the server's time is short. */
  #judgeShortLife(page: Page, generation: Generation, own: number): void {
    const { believed, running, jumped } = this.#world;
    const { slowest, latency, lifetime } = this.#weather;
    if (lifetime === undefined) return;
    const calm = this.serverWasWell && this.#prompt && !slowest && this.#connected(generation);
    if (!calm || believed >= own - ROUNDING || generation !== this.current || generation.unsigned) return;
    const slack = TURN + latency;
    const since = Math.max(jumped, ...this.#pages.map(({ awake }) => awake));
    const still = this.#pages.some(({ gone, runs, lateness }) => !gone && (!runs || lateness));
    const active = generation.last > Math.max(this.#renewed, generation.began) + slack;
    const steady = running - generation.lastRunning < SECOND && running - generation.steady > TURN + slack;
    if (lifetime <= generation.policies[0]!.warnBefore && steady && !still)
      this.#fail('P2', `tab ${page.id} warns who is active: the server's session is shorter than the warning`);
    if (active && !still && running > generation.lastRunning + slack && since < generation.lastRunning)
      this.#fail('P2', `tab ${page.id} warns somebody who was active ${Math.round(believed - generation.last)} ms ago`);
  }

  request({ kind, by, signIn }: Request): void {
    if (kind === 'check') return;
    if (kind === 'logout') this.#loggedOut(by, signIn);
    else this.#pings(by as Page);
  }

  /** A logout may have failed. */
  get #retries(): boolean {
    return !this.serverWasWell || this.#patience > MARGIN;
  }

  /** Of the first session of the tab that is over and has had none: the next may have begun before it was sent. */
  #loggedOut(by: Life, signIn: number): void {
    const seat = this.#seats.get(by);
    const over = this.#history.get(by)?.filter((one) => one.over !== undefined && !one.generation.logouts) ?? [];
    // One that was called off is not sent when the next session ends, but perhaps before.
    // One that the server has not answered is tried again, once.
    const again = seat?.over !== undefined && this.#retries;
    const due = over.find((one) => !one.generation.calledOff) ?? (again ? seat : over.at(-1));
    const generation = (due ?? seat)?.generation;
    if (!generation) return;
    generation.logouts++;
    const began = this.generations.find((other) => other.signIn === signIn)?.began ?? 0;
    const known = this.#world.believed - began > (this.#prompt ? PROMPT : NEWS);
    if (signIn > generation.signIn && this.#connected(generation) && known)
      this.#fail('P4', `the logout of session ${generation.number} hits session ${this.current?.number}`);
    const twice = generation.logouts > 1 && !this.#retries && this.#weather.locks;
    if (twice && this.#connected(generation) && this.#calm(generation)) this.#fail('P4', 'two logouts');
  }

  #pings(by: Page): void {
    const generation = this.#seats.get(by)?.generation;
    if (!generation) return;
    const last = this.#pinged;
    const twice = last && isRunning(last.by) && last.by !== by && generation.last <= last.sent;
    // One that fails is another tab's to repeat; and where one is, or died, frozen with the turn, or its timers all but stand, any may take it.
    const goesOn = !this.#pages.some(({ gone, frozen, lateness }) => frozen || (!gone && lateness > SECOND));
    // One that has stopped meanwhile took its ping back.
    const stands = last && this.#seats.get(last.by) === last.seat;
    if (
      twice &&
      stands &&
      last.by.runs &&
      last.by.awake < last.at &&
      goesOn &&
      this.#weather.locks &&
      this.#prompt &&
      this.#connected(generation)
    )
      this.#fail('P6', `tabs ${last.by.id} and ${by.id} ping for one activity`);
    const pace = this.#world.running - this.#paced;
    const paced = this.#weather.lifetime === undefined && this.#prompt && this.#connected(generation);
    if (paced && !this.#weather.locks && pace < INTERVAL - 100) this.doubles++;
    else if (paced && pace < INTERVAL - 100 && this.#stays < this.#paced - SECOND && this.#world.jumped < this.#paced)
      this.#fail('P6', `tab ${by.id} pings ${Math.round(pace)} ms after the last`);
    this.#pinged = { by, seat: this.#seats.get(by), sent: this.#world.believed, at: this.#world.running };
    const unheard = SECOND + Math.max(this.#weather.latency, this.#weather.slowest);
    const double = !this.#weather.locks && last && this.#world.running - last.at < unheard;
    if (double) this.doubles++;
    else if (generation.last <= this.#renewed && this.#connected(generation))
      this.#fail('P6', `tab ${by.id}: a ping without activity since the last`);
    if (generation === this.current && generation.ended && this.#prompt && !isRunning(by))
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

  read({ kind, sent, by }: Request, status: number): void {
    const generation = this.#seats.get(by)?.generation;
    if (generation && kind !== 'logout' && status === 401) generation.gone = true;
    if (kind !== 'ping' || status >= 300) return;
    this.#renewed = Math.max(this.#renewed, sent);
    this.#paced = Math.max(this.#paced, this.#world.running - (this.#world.believed - sent));
  }

  // What must hold at each moment.

  check(): void {
    for (const page of this.#pages) {
      const seat = this.#seats.get(page);
      if (page.runs) {
        this.onCall(page);
        this.#checkTold(page);
      }
      if (seat && page.runs && isRunning(page)) this.#checkRunning(page, seat);
      else if (seat) seat.late = undefined;
    }
    if (this.#prompt) this.#checkAgreement();
    if (this.#violation) throw this.#violation;
  }

  /** The server kept its part: it was well, and its session lives as long as the rule wants. */
  get #inRule(): boolean {
    return this.serverWasWell && this.#weather.lifetime === undefined;
  }

  /** Each end is told, whatever the page has done since. */
  #checkTold(page: Page): void {
    this.#noteEnd(page);
    const seat = this.#seats.get(page);
    for (const one of seat ? [...this.#untoldIn(page), seat] : []) {
      if (one.over === undefined || one.expired) continue;
      if (this.#world.running > Math.max(one.over, page.awake) + SETTLE + page.lateness)
        this.#fail('P11', `tab ${page.id} is not told of the end of session ${one.generation.number}`);
    }
  }

  /** Tabs that cannot know of each other may take two sessions for one. */
  #boundOf(generation: Generation): number {
    // An answer that was long under way looks as if somebody had been active elsewhere by as much later; and so does a
    // ping of a tab of which another cannot know.
    const { check, slowest } = this.#weather;
    const late = slowest || !this.#weather.locks ? slowest + INTERVAL : 0;
    // And the server speaks in whole seconds.
    const slow = check ? SECOND + late : 0;
    if (this.#connected(generation)) return generation.bound + slow;
    const timeouts = this.generations.flatMap((one) => this.#policiesOf(one).map(({ timeout }) => timeout));
    return (
      Math.max(...this.generations.map(({ last }) => last)) +
      Math.max(...timeouts) +
      (check ? Math.max(slow, INTERVAL + SECOND) : 0)
    );
  }

  #checkRunning(page: Page, seat: Seat): void {
    const { running, believed } = this.#world;
    const { generation } = seat;
    const { state } = page;
    const { remaining } = page.timer;
    const policies = this.#policiesOf(generation);
    if (page.heldUntil > generation.last && believed < generation.bound) {
      generation.touch(Math.min(believed, page.heldUntil), running);
      // A hold is told this often: a sleep takes so much of the time after it.
      const hold = Math.max(...policies.map(({ timeout, warnBefore }) => (timeout - warnBefore) / 2));
      if (page.holds && running - this.#world.jumped > hold)
        seat.own = Math.max(seat.own, believed - hold - page.lateness);
    }
    if (state !== 'warning' || page.timer.extendable === seat.extendable) seat.flipped = undefined;
    else seat.flipped ??= running;
    if (running > (seat.flipped ?? running) + SECOND + AGREEMENT + page.lateness)
      this.#fail('P12', `tab ${page.id} warns as if the warning could ${seat.extendable ? '' : 'not '}be extended`);
    const bound = this.#boundOf(generation);
    const most = bound - believed + ROUNDING;
    if (remaining > Math.max(most, 0))
      this.#fail('P1', `tab ${page.id} counts ${remaining} ms, of which ${remaining - most} are too much`);
    const turn = bound - (state === 'active' ? Math.min(...policies.map(({ warnBefore }) => warnBefore)) : 0);
    if (believed < turn + ROUNDING) seat.late = undefined;
    else {
      seat.late ??= running;
      const woke = Math.max(this.#world.jumped, page.awake);
      const due = seat.late - woke < WAKE ? Math.max(seat.late, woke + WAKE) : seat.late;
      const checking = this.#weather.check && believed >= bound ? CHECK : 0;
      const late = running - due - AGREEMENT - page.lateness - checking;
      if (late > 0) this.#fail('P1', `tab ${page.id} is ${state} ${Math.round(running - seat.late)} ms too long`);
    }
    const judged =
      this.#inRule && this.#prompt && generation === this.current && !generation.ended && !generation.unsigned;
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
      if (generation.leaders.length !== 1 && (this.#weather.locks || !generation.leaders.length))
        this.#fail('P4', `session ${generation.number} has ${generation.leaders.length} leaders`);
      const most = this.#weather.locks && !this.#retries ? 1 : Number.POSITIVE_INFINITY;
      const least = generation.gone ? 0 : 1;
      if ((generation.logouts < least || generation.logouts > most) && !generation.calledOff)
        this.#fail('P4', `session ${generation.number} has ${generation.logouts} logouts`);
    }
    for (const page of this.#pages) {
      if (isRunning(page) && page.runs) this.#fail('P1', `tab ${page.id} never expires`);
    }
    for (const { page, at, done } of this.#finishing) {
      const since = Math.max(at, page.awake) + FINISH + page.lateness;
      if (!done && page.runs && this.#world.running > since) this.#fail('P11', `tab ${page.id}: an end never finishes`);
    }
    if (this.#violation) throw this.#violation;
  }
}
