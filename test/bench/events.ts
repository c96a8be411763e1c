import type { BenchTab, Browser } from './browser.js';
import { inBrowsers } from './browsers.js';
import { type Counts, during } from './counts.js';
import { print, type Row, round, save, type Table } from './figures.js';
import type { Wanted } from './pages/bench.js';
import type { BenchSite } from './pages.js';
import { among, FLOOR, FLOORS, NOTHING, OWN, OWN_UNTRUSTED, PEERS, type Peer } from './peers.js';
import { median } from './statistics.js';

const ROUNDS = Number(process.env.ROUNDS ?? 7);
/** In each round, for each page, with the empty listener and with the timers. */
const MS = 240;
const COUNTS = [1, 10, 100];
const TIMEOUT = 900_000;
const MILLION = 1_000_000;
const REAL_MOVES = 200;

/** Nanoseconds of a move, with the empty listener and with the timers. */
type Pair = readonly [empty: number, own: number];

const ALL = [NOTHING, FLOOR, FLOORS, OWN, OWN_UNTRUSTED, ...PEERS];

export const events = (): Promise<void> =>
  inBrowsers({}, async (browser, site) => {
    const tables = {
      'cost of a mouse move': await costs(browser, site),
      'moves of a real mouse': await realMoves(browser, site),
      'heap of a million mouse moves': await heap(browser, site),
      'a thousand timers': await thousand(browser, site),
    };
    await save('events', browser.version, tables);
  });

async function open(browser: Browser, site: BenchSite, peer: Peer, count: number, counting = false): Promise<BenchTab> {
  const tab = await browser.tab(site.of(peer, counting));
  await start(tab, peer, count);
  return tab;
}

const wanted = ({ untrusted = false }: Peer, count: number): Wanted => ({
  timeout: TIMEOUT,
  warnBefore: 0,
  count,
  untrusted,
});

const start = (tab: BenchTab, peer: Peer, count: number): Promise<number> =>
  tab.evaluate((all) => bench.start(all), wanted(peer, count));

/** In turns: what slows the machine down slows all down alike. */
async function costs(browser: Browser, site: BenchSite): Promise<Table> {
  const pages = among(ALL).flatMap((peer) =>
    (peer.single ? [1] : COUNTS).map((count) => ({ peer, count, alone: [] as Pair[], both: [] as Pair[] })),
  );
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { peer, count, alone, both } of pages) {
      // No other page is open, whose timers would take their share of the processor.
      const tab = await open(browser, site, peer, count);
      const compare = (types: string[]) =>
        tab.evaluate(
          (types, ms, all) => bench.compare(types, ms, all),
          types,
          MS,
          peer.lasting ? undefined : wanted(peer, count),
        );
      alone.push(await compare(['mousemove']));
      both.push(await compare(['pointermove', 'mousemove']));
      await tab.close();
    }
  }

  const floor = pages.find(({ peer }) => peer === FLOOR);
  const table: Table = {};
  for (const { peer, count, alone, both } of pages) {
    const against = (pairs: Pair[], base: Pair[] | undefined, compare: (own: number, empty: number) => number) =>
      median(pairs.map(([empty, own], round) => compare(own, (peer.lasting && base?.[round]?.[1]) || empty)));
    const above = (own: number, empty: number) => own - empty;
    const percent = (own: number, empty: number) => (own / empty - 1) * 100;
    table[peer.name] = {
      ...table[peer.name],
      [`mousemove, ${count}`]: round(against(alone, floor?.alone, above)),
      [`with pointermove, ${count}`]: round(against(both, floor?.both, above)),
      ...(count === 1 && {
        'mousemove, %': round(against(alone, floor?.alone, percent)),
        'with pointermove, %': round(against(both, floor?.both, percent)),
      }),
    };
  }
  if (floor) {
    table[FLOOR.name] = {
      'mousemove, 1': round(median(floor.alone.map(([, own]) => own))),
      'with pointermove, 1': round(median(floor.both.map(([, own]) => own))),
    };
  }
  print(
    `${browser.version}: nanoseconds a mouse move, dispatched by a script, above those of an empty passive listener
(whose own are given whole; with 1 timer in percent too), with 1, 10 and 100 timers on the page. Listener and timers take turns
in one page; @ng-idle/core, ifvisible.js and inactivity-countdown-timer leave something in a page when they are stopped:
they go on, and are compared with the listener in another. A real move makes a pointermove
and a mousemove; the empty listener hears the mousemove only.
Scripted events are not trusted: stillhere drops them at its first comparison, and takes them with \`untrusted: true\`: then it
hears both, so what two empty listeners cost is its floor.`,
    table,
  );
  return table;
}

/** Trusted moves, as fast as the driver makes them. */
async function realMoves(browser: Browser, site: BenchSite): Promise<Table> {
  const pages = new Map<Peer, { quiet: BenchTab; counting: BenchTab; us: number[]; did: Counts[] }>();
  for (const peer of among(ALL).filter(({ untrusted }) => !untrusted)) {
    const counting = await open(browser, site, peer, 1, true);
    pages.set(peer, { quiet: await open(browser, site, peer, 1), counting, us: [], did: [] });
  }
  const move = async (tab: BenchTab) => {
    for (let i = 0; i < REAL_MOVES; i += 1) await tab.move(100 + (i % 200), 100 + (i % 50));
  };
  for (let round = 0; round < Math.min(ROUNDS, 3); round += 1) {
    for (const page of pages.values()) {
      await page.quiet.show();
      const before = await scriptSeconds(page.quiet);
      await move(page.quiet);
      page.us.push((((await scriptSeconds(page.quiet)) - before) * 1e6) / REAL_MOVES);
      await page.counting.show();
      page.did.push(await during(page.counting, () => move(page.counting)));
    }
  }
  const floor = pages.get(FLOOR)?.us ?? [];
  const table: Table = {};
  for (const [peer, { quiet, counting, us, did }] of pages) {
    const each = (of: keyof Counts) => round(median(did.map((counts) => counts[of])), 1);
    table[peer.name] = {
      'script µs a move': browser.cpu ? round(median(us), 2) : null,
      'above the empty listener': browser.cpu ? round(median(us.map((value, i) => value - (floor[i] ?? 0))), 2) : null,
      'moves a second': round(median(did.map(({ seconds }) => REAL_MOVES / seconds))),
      'setTimeout a second': each('timersSet'),
      'storage writes a second': each('storageWrites'),
    };
    await quiet.close();
    await counting.close();
  }
  print(
    `${browser.version}: moves of a real mouse (trusted, by the driver), 1 timer. The time is what the browser says that
scripts took, which holds the browser's own work for an event, and differences below some microseconds are noise.`,
    table,
  );
  return table;
}

async function scriptSeconds({ cdp }: BenchTab): Promise<number> {
  await cdp?.send('Performance.enable');
  const { metrics } = (await cdp?.send('Performance.getMetrics')) ?? { metrics: [] };
  return metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0;
}

interface Allocation {
  readonly selfSize: number;
  readonly children: readonly Allocation[];
}
const sum = ({ selfSize, children }: Allocation): number =>
  children.reduce((total, child) => total + sum(child), selfSize);

/** What was allocated, whether or not it was collected again; and what is left after a forced collection. */
async function heap(browser: Browser, site: BenchSite): Promise<Table> {
  const table: Table = {};
  if (!browser.cpu) return table;
  for (const peer of among(ALL)) {
    for (const count of peer.single ? [1] : [1, 10]) {
      const tab = await open(browser, site, peer, count);
      const cdp = tab.cdp!;
      // The slow ones would take minutes.
      const events = count === 1 ? MILLION : MILLION / 10;
      await tab.evaluate(() => bench.dispatch(['mousemove'], 2_000));
      await cdp.send('HeapProfiler.enable');
      await cdp.send('HeapProfiler.collectGarbage');
      const before = (await cdp.send('Runtime.getHeapUsage')).usedSize;
      await cdp.send('HeapProfiler.startSampling', {
        samplingInterval: 4_096,
        includeObjectsCollectedByMajorGC: true,
        includeObjectsCollectedByMinorGC: true,
      });
      await tab.evaluate((events) => bench.dispatch(['mousemove'], events), events);
      const { profile } = await cdp.send('HeapProfiler.stopSampling');
      await cdp.send('HeapProfiler.collectGarbage');
      const after = (await cdp.send('Runtime.getHeapUsage')).usedSize;
      const scale = MILLION / events / 1_000;
      table[peer.name] = {
        ...table[peer.name],
        [`kB allocated, ${count}`]: round(sum(profile.head) * scale),
        [`kB left, ${count}`]: round((after - before) * scale),
      };
      await tab.close();
    }
  }
  print(
    `${browser.version}: heap of a million mouse moves, dispatched by a script (with 10 timers: of 100,000, times 10)`,
    table,
  );
  return table;
}

async function thousand(browser: Browser, site: BenchSite): Promise<Table> {
  const peers = among([OWN, ...PEERS]).filter(({ single }) => !single);
  const tabs = new Map<Peer, { tab: BenchTab; start: number[]; stop: number[]; running: number; left: number }>();
  for (const peer of peers) {
    const tab = await browser.tab(site.of(peer));
    const before = await listeners(tab);
    await start(tab, peer, 1_000);
    const running = (await listeners(tab)) - before;
    await tab.evaluate(() => bench.stop());
    tabs.set(peer, { tab, start: [], stop: [], running, left: (await listeners(tab)) - before });
  }
  for (let round = 0; round < Math.min(ROUNDS, 5); round += 1) {
    for (const [peer, one] of tabs) {
      one.start.push(await start(one.tab, peer, 1_000));
      one.stop.push(await one.tab.evaluate(() => bench.stop()));
    }
  }
  const table: Table = {};
  for (const [{ name }, { tab, start, stop, running, left }] of tabs) {
    const row: Row = { 'start, ms': round(median(start), 1), 'stop, ms': round(median(stop), 1) };
    table[name] = tab.cdp ? { ...row, listeners: running, 'left after stop': left } : row;
    await tab.close();
  }
  print(`${browser.version}: 1,000 timers on a page (react-idle-timer: with the rendering of 1,000 components)`, table);
  return table;
}

async function listeners({ cdp }: BenchTab): Promise<number> {
  let count = 0;
  for (const expression of ['window', 'document', 'document.documentElement', 'document.body']) {
    const found = await cdp?.send('Runtime.evaluate', { expression });
    const { objectId } = found?.result ?? {};
    if (objectId) count += (await cdp!.send('DOMDebugger.getEventListeners', { objectId })).listeners.length;
  }
  return count;
}
