import type { ChangeEvent, ExpireEvent, IdleTimerOptions } from '../../src/index.js';
import { Air } from './simulation/channel.js';
import { PageError, type PlainEvent, type SimpleEvent } from './simulation/dom.js';
import { collectGarbage } from './simulation/garbage.js';
import { Violation } from './simulation/generation.js';
import { LockManager } from './simulation/locks.js';
import { Network } from './simulation/network.js';
import { Oracle } from './simulation/oracle.js';
import { type Browser, Page } from './simulation/page.js';
import type { Load } from './simulation/product.js';
import type { Deed, Moment, Reaction } from './simulation/reactions.js';
import {
  type Action,
  INTERVAL,
  MARGIN,
  type Policy,
  type Schedule,
  TIMEOUT,
  WARN_BEFORE,
} from './simulation/schedule.js';
import { type Renewal, Server } from './simulation/server.js';
import { SharedStorage } from './simulation/storage.js';
import { type Task, World } from './simulation/world.js';

/** More than any schedule needs: tabs that keep each other busy for ever are caught. */
const MOST_TASKS = 50_000;
const MOST_TABS = 8;

export interface ServerRules {
  readonly lifetime: number;
  readonly renewal: Renewal;
  /** Within this time after the last activity a ping has reached the server. */
  readonly patience: number;
}

/** See pings.test.ts. */
const SERVER: ServerRules = { lifetime: TIMEOUT + INTERVAL + MARGIN, renewal: 'always', patience: MARGIN };

/** Lets all promises of the product go on. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

export class Simulation {
  readonly world: World;
  readonly server: Server;
  readonly storage: SharedStorage;
  readonly pages: Page[] = [];
  readonly oracle: Oracle;
  readonly #browser: Browser;
  readonly #network: Network;
  readonly #mayFail: boolean;
  readonly #reactions: Map<Reaction, number>;
  readonly #options: readonly IdleTimerOptions[];
  /** What listeners have asked for, and has not begun yet. */
  readonly #starting = new Map<Page, () => void>();
  /** Listeners call back no more: the last session is left to end. */
  #muted = false;
  tasks = 0;

  constructor(load: Load, { seed, weather, reactions = [] }: Schedule, rules: ServerRules) {
    const { lifetime, renewal, patience } = rules;
    this.#mayFail = patience > MARGIN;
    this.#reactions = new Map(reactions.map((reaction) => [reaction, reaction.times]));
    this.world = new World(seed, weather.monotonic);
    this.server = new Server(this.world, weather.lifetime ?? lifetime, renewal, weather.tells, weather.retry);
    this.storage = new SharedStorage(this.world, weather.storage);
    this.oracle = new Oracle(this.world, this.server, weather, this.pages, patience);
    this.#network = new Network(this.world, this.server, weather.latency, weather.slowest);
    const common: IdleTimerOptions = {
      keepAlive: { url: '/ping', interval: INTERVAL },
      endSession: '/logout',
      ...(weather.check && { check: '/check' }),
    };
    const first: Policy = { timeout: TIMEOUT, warnBefore: WARN_BEFORE, maxAge: weather.maxAge };
    this.#options = [first, ...weather.policies].map(({ timeout, warnBefore, maxAge }) => ({
      ...common,
      timeout,
      warnBefore,
      ...(maxAge < Number.POSITIVE_INFINITY && { maxAge }),
    }));
    this.#network.onRequest = (request) => this.oracle.request(request);
    this.#network.onArrival = (request) => this.oracle.arrived(request);
    this.#network.onAnswer = (request, { status }) => this.oracle.answered(request, status);
    this.#network.onRead = (request, { status }) => this.oracle.read(request, status);
    this.#browser = {
      world: this.world,
      air: new Air(this.world, weather.messages),
      locks: new LockManager(this.world),
      storage: this.storage,
      network: this.#network,
      load,
      watcher: this.oracle,
      options: this.#options,
      policies: [first, ...weather.policies],
      hasLocks: weather.locks,
    };
    this.oracle.onCall = (page) => this.#begun(page);
    this.oracle.onMoment = (page, moment, event) => this.#react(page, moment, event);
  }

  async run(duration: number): Promise<void> {
    const until = this.world.running + duration;
    for (let task = this.world.next(until); task; task = this.world.next(until)) await this.#perform(task);
    this.oracle.check();
  }

  async #perform(task: Task): Promise<void> {
    if (++this.tasks > MOST_TASKS) throw new Violation('P8', 'the tabs keep each other busy');
    const page = task.life as Page | undefined;
    if (task.cancelled || page?.gone || (page && !page.admit(task))) return;
    // What held until now is judged before this changes it.
    this.oracle.check();
    task.run();
    await settle();
    this.oracle.check();
  }

  /** @param requested - the server saw the page's load. */
  open(requested = true): Page | undefined {
    if (this.pages.filter((page) => !page.gone).length >= MOST_TABS) return;
    const page = new Page(this.pages.length, this.#browser);
    this.pages.push(page);
    this.start(page, { requested });
    return page;
  }

  /** @param within - called by a listener of the very end: nobody can have signed in. */
  start(page: Page, options: { fresh?: boolean; requested?: boolean } = {}): void {
    if (page.inSession) return;
    const { fresh = false } = options;
    const renewed = this.#starts(page, options, false);
    page.start({ fresh, renewed });
    this.oracle.started(page);
  }

  /** @returns whether the server's session was renewed. */
  #starts(page: Page, { fresh = false, requested = true }, within: boolean): boolean {
    // A page that is loaded after the end leads to a sign-in, also where the logout is still under way.
    const begins = this.oracle.starts(page, fresh, page.policy, within);
    if (begins && !within) this.server.signInAgain();
    else if (!page.started && requested) this.server.visit();
    else return false;
    return true;
  }

  /**
   * A listener's start() begins once all are told of the end.
   *
   * @param within - a listener of the very end calls it: nobody can have signed in.
   */
  #startLater(page: Page, fresh: boolean, within: boolean): void {
    if (page.inSession) return;
    this.#starting.set(page, () => {
      this.#starts(page, { fresh }, within);
      this.oracle.started(page);
    });
    page.start({ fresh, renewed: false });
    this.#begun(page);
  }

  #begun(page: Page): void {
    const begin = page.inSession ? this.#starting.get(page) : undefined;
    if (!begin) return;
    this.#starting.delete(page);
    begin();
  }

  #react(page: Page, moment: Moment, event: SimpleEvent | undefined): void {
    const changed = moment === 'change' && (event as SimpleEvent & ChangeEvent).state;
    const isEnd = changed === 'expired';
    const isRendered = moment === 'snapshot' && page.state === 'expired';
    const moments = new Set<Reaction['on']>([moment]);
    if (isEnd) moments.add('end');
    if (isRendered) moments.add('rendered');
    if (changed === 'warning') moments.add('warned');
    for (const [reaction, left] of this.#reactions) {
      const { on, tab, deeds } = reaction;
      if (tab !== page.id || !left || this.#muted || !moments.has(on)) continue;
      this.#reactions.set(reaction, left - 1);
      const within = isEnd || isRendered || moment === 'expire' || moment === 'logout';
      for (const deed of deeds) this.#deed(page, deed, within, event);
    }
  }

  #deed(page: Page, deed: Deed, within: boolean, event: SimpleEvent | undefined): void {
    switch (deed) {
      case 'start':
      case 'fresh':
        this.#startLater(page, deed === 'fresh', within || this.oracle.owes(page));
        break;
      case 'throw':
        throw new PageError('a listener of the page');
      case 'prevent':
        if (event?.type !== 'warn') break;
        (event as PlainEvent).preventDefault();
        this.oracle.asks(page);
        break;
      case 'wait':
        if (event?.type !== 'expire') break;
        (event as SimpleEvent & ExpireEvent).waitUntil(
          new Promise<void>((resolve) => this.world.after(2_000, resolve, page)),
        );
        break;
      case 'stop':
        this.#starting.delete(page);
        this.oracle.stopped(page);
        page.stop();
        break;
      default:
        this.#doIn(page, deed);
    }
  }

  /** Listeners may have begun one session after the other: the last is left to end. */
  async leave(): Promise<void> {
    this.#muted = true;
    if (!this.pages.some((page) => page.runs && page.inSession)) return;
    for (const page of this.pages) while (page.runs && page.holds) page.release();
    await this.run(TIMEOUT + 122_000);
  }

  async act(action: Action): Promise<void> {
    await this.run(action.after);
    // A message that is under way while the clock is set back is of the future when it arrives, and ignored.
    if (action.do === 'set clock') await this.run(50);
    this.#do(action);
    await settle();
    this.oracle.check();
  }

  #do(action: Action): void {
    const { world, server, oracle } = this;
    switch (action.do) {
      case 'open':
      case 'open static':
        this.open(action.do === 'open');
        break;
      case 'sleep':
        this.#network.settle();
        oracle.disturb();
        world.sleep(action.ms);
        break;
      case 'set clock':
        oracle.disturb();
        world.setClock(action.ms);
        if (action.ms < 0) oracle.forget();
        // The server's clock was not set: by the browser's it has renewed its session a moment ago.
        else oracle.elsewhere();
        break;
      case 'server':
        server.mood = action.mood;
        if (action.mood !== 'well' && !this.#mayFail) oracle.serverWasWell = false;
        break;
      case 'revoke':
        oracle.serverWasWell = false;
        server.revoke();
        break;
      case 'clear storage':
        this.storage.clear();
        oracle.forget();
        break;
      case 'fill storage':
        this.storage.full = true;
        oracle.fill();
        break;
      case 'elsewhere':
        server.elsewhere();
        oracle.elsewhere();
        break;
      default:
        this.#doTo(action);
    }
  }

  #doTo(action: Action): void {
    const { oracle } = this;
    const page = this.pages[action.tab % this.pages.length];
    if (!page || page.gone) return;
    if (action.do === 'thaw') {
      if (!page.frozen) return;
      oracle.disturb();
      if (page.thaw(action.first)) oracle.input(page);
      return;
    }
    if (action.do === 'hold for') {
      // Today's product knows no limit, and would hold for ever.
      if (page.frozen || !page.isNewer) return;
      page.hold(action.ms);
      oracle.input(page);
    } else if (action.do === 'configure') {
      if (page.frozen || !page.isNewer || !page.inSession) return;
      oracle.configure(page, action.policy);
      page.configure(action.policy);
    } else if (!page.frozen) this.#doIn(page, action.do);
    else if (action.do === 'crash') page.crash();
  }

  #doIn(page: Page, what: Action['do']): void {
    const { oracle } = this;
    const { timer } = page;
    switch (what) {
      case 'input':
        page.input();
        oracle.input(page);
        break;
      case 'move':
        page.move();
        oracle.input(page);
        break;
      case 'frame input':
        page.frameInput();
        oracle.input(page);
        break;
      case 'frame move':
        page.frameMove();
        oracle.input(page);
        break;
      case 'frame unloads':
        page.frameUnloads();
        break;
      case 'focus':
        void page.focus().then(() => oracle.input(page));
        break;
      case 'scripted focus':
        page.scriptedFocus();
        break;
      case 'activity':
        page.activity();
        if (page.isNewer) oracle.input(page);
        break;
      case 'extend': {
        const warned = page.state === 'warning';
        timer.extend();
        oracle.input(page, true, warned);
        break;
      }
      case 'expire':
        oracle.ended(page);
        timer.expire();
        break;
      case 'hold':
        page.hold();
        oracle.input(page);
        break;
      case 'release':
        page.release();
        break;
      case 'show':
        if (!page.hidden) return;
        page.show();
        oracle.input(page);
        break;
      case 'hide':
        page.hide();
        break;
      case 'throttle':
        page.toggleThrottle();
        break;
      case 'start':
      case 'start static':
      case 'fresh':
        this.start(page, { fresh: what === 'fresh', requested: what !== 'start static' });
        break;
      case 'stop':
        oracle.stopped(page);
        page.stop();
        break;
      default:
        oracle.disturb();
        this.#disturb(page, what);
    }
  }

  #disturb(page: Page, what: Action['do']): void {
    switch (what) {
      case 'freeze':
        page.freeze();
        break;
      case 'stall':
        page.stall();
        break;
      case 'cache':
        page.cache();
        break;
      case 'close':
        page.close();
        break;
      case 'crash':
        page.crash();
        break;
    }
  }
}

/** Runs a schedule, then a time in which nobody does anything. @throws Violation */
export async function simulate(load: Load, schedule: Schedule, rules = SERVER): Promise<Simulation> {
  const simulation = new Simulation(load, schedule, rules);
  for (let i = 0; i < schedule.tabs; i++) simulation.open();
  // Nobody signs out in the millisecond in which the session began.
  await simulation.run(50);
  for (const action of schedule.actions) await simulation.act(action);
  for (const page of simulation.pages) while (page.runs && page.holds) page.release();
  // A tab whose timers run once a minute may be a minute late with the end, and another with the logout.
  await simulation.run(TIMEOUT + 122_000);
  await simulation.leave();
  const frozen = simulation.pages.filter((page) => page.frozen && !page.gone);
  for (const page of frozen) page.thaw('backlog');
  if (frozen.length) await simulation.run(TIMEOUT + 62_000);
  simulation.oracle.finish();
  collectGarbage();
  return simulation;
}
