import { type BenchTab, type Browser, launch } from '../bench/browser.js';
import { print, round, save, type Table } from '../bench/figures.js';
import { median } from '../bench/statistics.js';
import { engines, launch as launchEngine, type Tab } from '../engines/index.js';
import { type Fault, SCRIPTS, schedule } from './faults.js';
import { type SessionServer, serveSession } from './server.js';

const MINUTES = Number(process.env.MINUTES ?? 30);
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const TABS = 10;
const VETERANS = 4;
/** Between two faults. */
const PACE = 200;
/** Between two looks at whether all is well. */
const PHASE = 60_000;
/** What takes longer hangs. */
const LIMIT = 60_000;
/** A fault that a driver has not caused by then is left to itself. */
const FAULT_LIMIT = 10_000;
/** The heap may be larger at the end by this share. */
const GROWTH = 0.05;
/** Looks at the heap that are taken together: one alone is off by what happens to be compiled. */
const LOOKS = 3;
/** A page that has not yet seen each fault, and each end, is still warming up: so many looks, this far apart. */
const WARM_UP = 12;
const WARM_UP_PHASE = 8_000;

const TIMEOUT = 6_000;
const INTERVAL = 1_500;
/** As the README's rule says, and some for a slow machine. */
const LIFETIME = TIMEOUT + INTERVAL + 4_000;
const OPTIONS = {
  name: 'soak',
  timeout: TIMEOUT,
  warnBefore: 3_000,
  keepAlive: { url: '/session/ping', interval: INTERVAL, timeout: 1_000 },
  check: { url: '/session/check', timeout: 1_000 },
  // It is not tried again: so this one waits for a slow machine.
  endSession: { url: '/session/logout', timeout: 5_000 },
};

/** What the browser compiles as it sees what is used often is no growth of the page: so it compiles nothing. */
const INTERPRETED = ['--js-flags=--jitless'];

/** What the WebDriver says of a tab that is not there. */
const NO_WINDOW = 'NoSuchWindowError';

/** What a console says of a server that does not answer is no error of the page. */
const NETWORK = /failed to load resource|net::ERR|networkerror|cross-origin request blocked/i;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function within<T>(what: string, promise: Promise<T>, limit = LIMIT): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${limit} ms`)), limit);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** @param seen - what there was instead. */
async function poll(what: string, holds: () => Promise<unknown>, seen: () => string): Promise<void> {
  for (const end = Date.now() + LIMIT; !(await holds()); await wait(50))
    if (Date.now() > end) throw new Error(`${what}: not within ${LIMIT} ms (${seen()})`);
}

/** A driver that gave up may have left a tab on another page, or not have opened it. */
const isLost = (tab: Tab): Promise<boolean> =>
  tab.evaluate(() => !('timer' in globalThis)).catch((error) => error.name === NO_WINDOW);

class Soak {
  readonly heaps: number[][] = [];
  readonly errors: string[] = [];
  readonly counts = { faults: 0, refused: 0, phases: 0, expiries: 0, pings: 0 };
  readonly #frozen = new Set<Tab>();

  private constructor(
    readonly browser: Browser,
    readonly server: SessionServer,
    readonly tabs: BenchTab[],
  ) {}

  static async begin(browser: Browser, server: SessionServer): Promise<Soak> {
    server.signIn();
    const tabs: BenchTab[] = [];
    while (tabs.length < TABS) tabs.push(await browser.tab(server.page({ options: OPTIONS })));
    // The first request that fails makes Chromium's heap larger by 80 kB, in any page, and for good.
    server.mode = 'broken';
    for (const tab of tabs)
      await tab.evaluate(() =>
        fetch('/session/check').then(
          () => {},
          () => {},
        ),
      );
    server.mode = 'well';
    return new Soak(browser, server, tabs);
  }

  /** Does it; what a driver cannot do, or refuses to, is counted and left out. */
  async cause(fault: Fault): Promise<void> {
    this.counts.faults += 1;
    try {
      await within(JSON.stringify(fault), this.#cause(fault), FAULT_LIMIT);
    } catch (error) {
      this.counts.refused += 1;
      if (process.env.VERBOSE) console.error(`${this.browser.name}: ${JSON.stringify(fault)}: ${error}`);
    }
  }

  async #cause(fault: Fault): Promise<unknown> {
    if (fault.type === 'server') {
      this.server.mode = fault.mode;
      return;
    }
    const tab = this.tabs[fault.tab]!;
    // A frozen page answers nobody.
    if (this.#frozen.has(tab) && !(fault.type === 'page' && fault.does === 'resume')) return;
    switch (fault.type) {
      case 'person':
        // A person acts where the eyes are; and a hidden tab draws no frame, which a wheel waits for.
        await tab.show();
        if (fault.does === 'move') return tab.move(20 + (this.counts.faults % 300), 50);
        return fault.does === 'press' ? tab.press('x') : tab.wheel(5);
      case 'page':
        if (fault.does === 'freeze') {
          if (tab.freeze) this.#frozen.add(tab);
          return tab.freeze?.();
        }
        if (fault.does === 'resume') {
          this.#frozen.delete(tab);
          return tab.resume?.();
        }
        return fault.does === 'show' ? tab.show() : tab.hide();
      case 'life':
        return this.#live(fault.tab, fault.does);
      case 'call':
        return tab.evaluate((method) => {
          const held = globalThis as { release?: (() => void) | undefined };
          if (method !== 'hold') return timer[method]();
          if (held.release) held.release();
          held.release = held.release ? undefined : timer.hold();
        }, fault.method);
      case 'script':
        return tab.evaluate(SCRIPTS[fault.does]);
      case 'network':
        return tab.offline?.(fault.offline);
      case 'sign in':
        this.server.signIn();
        return tab.evaluate(() => timer.start());
    }
  }

  async #live(number: number, does: 'reload' | 'reopen' | 'crash' | 'leave and return'): Promise<void> {
    const tab = this.tabs[number]!;
    await this.#collect(tab);
    // No page is to be had without a network.
    await tab.offline?.(false);
    if (does === 'reload') return tab.reload();
    if (does === 'leave and return') {
      await tab.goto(`${this.server.url}/life.js`);
      await wait(PACE);
      return tab.back();
    }
    if (does === 'crash') await tab.crash?.();
    await this.#reopen(number);
  }

  async #reopen(number: number): Promise<void> {
    await this.tabs[number]!.close().catch((error) => {
      if (error.name !== NO_WINDOW) throw error;
    });
    this.tabs[number] = await this.browser.tab(this.server.page({ options: OPTIONS }));
  }

  /** Takes what the page has noted, which so does not grow. */
  async #collect(tab: BenchTab): Promise<{ expiries: number; leaders: number }> {
    const noted = await tab.evaluate(() => ({ log: log.splice(0), life: life.splice(0) }));
    for (const { type, detail } of noted.life)
      if (type === 'error' || type === 'unhandledrejection') this.errors.push(`${type}: ${detail}`);
    for (const text of (tab.errors as string[] | undefined)?.splice(0) ?? [])
      if (!NETWORK.test(text)) this.errors.push(text);
    const ends = noted.log.filter(({ type }) => type === 'expire');
    this.counts.expiries += ends.length;
    this.counts.pings += noted.log.filter(({ type }) => type === 'ping').length;
    return { expiries: ends.length, leaders: ends.filter(({ leader }) => leader).length };
  }

  async #calm(): Promise<void> {
    this.server.mode = 'well';
    for (const [number, tab] of this.tabs.entries()) {
      await within('resume', Promise.resolve(tab.resume?.()));
      await within('online', Promise.resolve(tab.offline?.(false)));
      if (await within('look', isLost(tab))) {
        await within('reopen', this.#reopen(number));
        continue;
      }
      await within(
        'release',
        tab.evaluate(() => {
          const held = globalThis as { release?: (() => void) | undefined };
          held.release?.();
          held.release = undefined;
        }),
      );
    }
    this.#frozen.clear();
  }

  /** Shows a tab: the first, if the browser does. */
  async #show(): Promise<BenchTab> {
    const refusals: string[] = [];
    for (const [i, tab] of this.tabs.entries()) {
      try {
        await within('show', tab.show());
        return tab;
      } catch (error) {
        // Chromium now and then takes a tab for the one in front that it hides all the same.
        refusals.push(`tab ${i}: ${error}`);
        console.log(`${this.browser.version}: ${refusals.at(-1)}`);
        await tab.hide().catch(() => {});
      }
    }
    throw new Error(`no tab is shown (${refusals.join('; ')})`);
  }

  /** A person signs in, and all tabs go on. */
  async #signIn(): Promise<void> {
    const first = await this.#show();
    let each: { state: string; deadline: number }[] = [];
    await poll(
      'all tabs are active, and end together',
      async () => {
        this.server.signIn();
        await first.press('x');
        each = await Promise.all(
          this.tabs.map((tab) =>
            tab.evaluate(() => {
              timer.start();
              if (timer.state === 'warning') timer.extend();
              return { state: timer.state, deadline: timer.deadline };
            }),
          ),
        );
        const deadlines = each.map(({ deadline }) => deadline);
        const apart = Math.max(...deadlines) - Math.min(...deadlines);
        return each.every(({ state }) => state === 'active') && apart < 2_000;
      },
      () => JSON.stringify(each),
    );
  }

  /** The faults are over: whatever they were, all tabs are one session again, which ends once. */
  async check(): Promise<void> {
    this.counts.phases += 1;
    await this.#calm();
    // What the faults left behind, a late logout say, may end what has just begun.
    let noted = 0;
    await poll(
      'no end is left to be told of',
      async () => {
        await this.#signIn();
        noted = 0;
        for (const tab of this.tabs) noted += (await this.#collect(tab)).expiries;
        return !noted;
      },
      () => `${noted} at the last look`,
    );
    this.server.logouts = 0;
    await this.tabs[this.counts.phases % TABS]!.evaluate(() => timer.expire());
    const ends = this.tabs.map(() => 0);
    let leaders = 0;
    await poll(
      'each tab is told of the end',
      async () => {
        for (const [i, tab] of this.tabs.entries()) {
          const found = await this.#collect(tab);
          ends[i]! += found.expiries;
          leaders += found.leaders;
        }
        return ends.every(Boolean) && this.server.logouts;
      },
      () => `told: ${ends}; leaders: ${leaders}; logouts: ${this.server.logouts}`,
    );
    await wait(1_000);
    if (ends.some((count) => count !== 1)) this.errors.push(`expire events in the tabs: ${ends}`);
    if (leaders !== 1) this.errors.push(`${leaders} tabs lead the end`);
    if (this.server.logouts !== 1) this.errors.push(`${this.server.logouts} logouts`);
    await this.#signIn();
    await this.#weigh();
  }

  async #weigh(): Promise<void> {
    const heap: number[] = [];
    for (const { cdp } of this.tabs.slice(0, VETERANS)) {
      if (!cdp) return;
      await cdp.send('HeapProfiler.enable');
      for (let times = 0; times < 3; times += 1) await cdp.send('HeapProfiler.collectGarbage');
      heap.push((await cdp.send('Runtime.getHeapUsage')).usedSize);
      await cdp.send('HeapProfiler.disable');
    }
    this.heaps.push(heap);
  }
}

async function soak(name: (typeof engines)[number]): Promise<void> {
  const server = await serveSession(LIFETIME);
  const options = { throttling: true, backForwardCache: true };
  const browser: Browser =
    name === 'webkit' ? await launchEngine(name, options) : await launch(name, { lifelike: true, args: INTERPRETED });
  try {
    const soak = await Soak.begin(browser, server);
    const faults = schedule(TABS, VETERANS, SEED);
    const phase = async (until: number) => {
      while (Date.now() < until) {
        await soak.cause(faults.next().value as Fault);
        await wait(PACE);
      }
      await soak.check();
      console.log(`${browser.version}: ${JSON.stringify({ ...soak.counts, errors: soak.errors.length })}`);
    };
    while (soak.counts.phases < WARM_UP) await phase(Date.now() + WARM_UP_PHASE);
    for (const end = Date.now() + MINUTES * 60_000; Date.now() < end; ) await phase(Math.min(end, Date.now() + PHASE));
    const table = summary(soak);
    report(browser, soak, table);
    await save('soak', browser.version, { [`${MINUTES} minutes, ${TABS} tabs`]: table });
    if (soak.errors.length) process.exitCode = 1;
  } finally {
    await browser.close();
    await server.close();
  }
}

function summary({ counts, errors, heaps }: Soak): Table {
  const table: Table = { 'all tabs': { ...counts, errors: errors.length } };
  if (heaps.length < WARM_UP + LOOKS) return table;
  const of = (looks: number[][], tab: number) => median(looks.map((heap) => heap[tab]!)) / 1_000;
  for (let tab = 0; tab < VETERANS; tab += 1) {
    const before = of(heaps.slice(WARM_UP - LOOKS, WARM_UP), tab);
    const after = of(heaps.slice(-LOOKS), tab);
    table[`tab ${tab + 1}`] = {
      'heap when warm, kB': round(before),
      'at the end, kB': round(after),
      'growth, %': round((after / before - 1) * 100, 1),
    };
  }
  return table;
}

function report({ version }: Browser, soak: Soak, table: Table): void {
  for (const [tab, row] of Object.entries(table)) {
    const growth = row['growth, %'];
    if (typeof growth === 'number' && growth > GROWTH * 100) soak.errors.push(`${tab}: its heap grew by ${growth} %`);
  }
  print(
    `${version}: ${MINUTES} minutes under random faults (SEED=${SEED}), with ${TABS} tabs. refused: what the driver could not
do. errors: what a page threw, a promise nobody caught, two leaders, two logouts, a tab that was told twice or never.`,
    table,
  );
  for (const error of soak.errors) console.log(`ERROR ${error}`);
}

for (const name of engines) await soak(name);
