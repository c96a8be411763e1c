import { Air } from './simulation/channel.js';
import { collectGarbage } from './simulation/garbage.js';
import { Violation } from './simulation/generation.js';
import { LockManager } from './simulation/locks.js';
import { Network } from './simulation/network.js';
import { Oracle } from './simulation/oracle.js';
import { type Browser, Page } from './simulation/page.js';
import type { Load } from './simulation/product.js';
import { type Action, INTERVAL, MARGIN, type Schedule, TIMEOUT, WARN_BEFORE } from './simulation/schedule.js';
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
  tasks = 0;

  constructor(load: Load, { seed, weather }: Schedule, { lifetime, renewal, patience }: ServerRules) {
    this.#mayFail = patience > MARGIN;
    this.world = new World(seed, weather.monotonic);
    this.server = new Server(this.world, lifetime, renewal, weather.tells);
    this.storage = new SharedStorage(this.world, weather.storage);
    this.oracle = new Oracle(this.world, this.server, weather, this.pages, patience);
    this.#network = new Network(this.world, this.server, weather.latency);
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
      options: {
        timeout: TIMEOUT,
        warnBefore: WARN_BEFORE,
        keepAlive: { url: '/ping', interval: INTERVAL },
        endSession: '/logout',
        ...(weather.maxAge < Number.POSITIVE_INFINITY && { maxAge: weather.maxAge }),
      },
    };
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

  open(): Page | undefined {
    if (this.pages.filter((page) => !page.gone).length >= MOST_TABS) return;
    const page = new Page(this.pages.length, this.#browser);
    this.pages.push(page);
    this.start(page, false);
    return page;
  }

  start(page: Page, fresh: boolean): void {
    const { state } = page;
    if (state === 'active' || state === 'warning') return;
    // A page that is loaded after the end leads to a sign-in, also where the logout is still under way.
    if (this.oracle.starts(page, fresh)) this.server.signInAgain();
    else if (!page.started) this.server.visit();
    page.started = true;
    page.timer.start({ fresh });
    this.oracle.started(page);
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
        this.open();
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
    if (!page.frozen) this.#doIn(page, action.do);
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
      case 'extend':
        timer.extend();
        oracle.input(page);
        break;
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
      case 'fresh':
        this.start(page, what === 'fresh');
        break;
      default:
        oracle.disturb();
        this.#disturb(page, what);
    }
  }

  #disturb(page: Page, what: Action['do']): void {
    switch (what) {
      case 'stop':
        page.stop();
        break;
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
  const frozen = simulation.pages.filter((page) => page.frozen && !page.gone);
  for (const page of frozen) page.thaw('backlog');
  if (frozen.length) await simulation.run(TIMEOUT + 62_000);
  simulation.oracle.finish();
  collectGarbage();
  return simulation;
}
