import type { BenchTab, Browser } from './browser.js';
import { inBrowsers } from './browsers.js';
import { print, type Row, round, save, type Table } from './figures.js';
import type { EntryType } from './pages/bench.js';
import type { BenchSite } from './pages.js';
import { among, NOTHING, OWN, type Peer, REACT } from './peers.js';
import { quantile } from './statistics.js';

const SECONDS = Number(process.env.SECONDS ?? 30);
const ROUNDS = Number(process.env.ROUNDS ?? 8);
const UPTO = Number(process.env.TABS ?? 50);
const upTo = (counts: readonly number[]) => counts.filter((count) => count <= UPTO);
const HOUR = 3_600;
/** Between two moves of the mouse. */
const PACE = 25;

const TIMEOUT = 5_000;
const WARN_BEFORE = 2_500;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
let sessions = 0;

export const tabs = (): Promise<void> =>
  inBrowsers({ lifelike: true }, async (browser, site) => {
    const tables = { load: await load(browser, site), agreement: await agreement(browser, site) };
    await save('tabs', browser.version, tables);
  });

async function open(browser: Browser, site: BenchSite, peer: Peer, count: number): Promise<[BenchTab, ...BenchTab[]]> {
  const first = await browser.tab(site.of(peer, true));
  const all: [BenchTab, ...BenchTab[]] = [first];
  while (all.length < count) all.push(await browser.tab(site.of(peer, true)));
  await first.show();
  return all;
}

function start(all: readonly BenchTab[], timeout: number, warnBefore: number): Promise<unknown> {
  sessions += 1;
  const wanted = { timeout, warnBefore, count: 1, crossTab: true, name: `session ${sessions}` };
  return Promise.all(all.map((tab) => tab.evaluate((wanted) => bench.start(wanted), wanted)));
}

/** What all tabs do together, a second. */
async function doing(browser: Browser, all: readonly BenchTab[], act: () => Promise<unknown>) {
  const read = async () => {
    const each = await Promise.all(all.map((tab) => tab.evaluate(() => ({ ...counts }))));
    const total = (name: 'messages' | 'storageWrites') => each.reduce((sum, counts) => sum + counts[name], 0);
    return { messages: total('messages'), writes: total('storageWrites') };
  };
  const before = await read();
  const cpu = await browser.cpu?.();
  const began = performance.now();
  await act();
  const seconds = (performance.now() - began) / 1_000;
  const used = cpu === undefined ? undefined : ((await browser.cpu!()) - cpu) / seconds;
  const after = await read();
  return {
    messages: (after.messages - before.messages) / seconds,
    writes: (after.writes - before.writes) / seconds,
    cpu: used,
  };
}

async function load(browser: Browser, site: BenchSite): Promise<Table> {
  const table: Table = {};
  for (const count of upTo([1, 2, 10, 50])) {
    for (const peer of among([NOTHING, OWN, REACT])) {
      const all = await open(browser, site, peer, count);
      await start(all, HOUR * 1_000, 0);
      await wait(2_000);
      const moving = async () => {
        for (let i = 0, end = Date.now() + SECONDS * 1_000; Date.now() < end; i += 1) {
          await all[0].move(100 + (i % 300), 100 + (i % 200));
          await wait(PACE);
        }
      };
      const row: Row = {};
      for (const [what, act] of [
        ['active', moving],
        ['idle', () => wait(SECONDS * 1_000)],
      ] as const) {
        const { messages, writes, cpu } = await doing(browser, all, act);
        row[`${what}: messages an hour`] = round(messages * HOUR);
        row[`${what}: storage writes`] = round(writes * HOUR);
        row[`${what}: CPU ms a second`] = cpu === undefined ? null : round(cpu * 1_000);
      }
      table[`${peer.name}, ${count} ${count === 1 ? 'tab' : 'tabs'}`] = row;
      await Promise.all(all.map((tab) => tab.close()));
    }
  }
  print(
    `${browser.version}: all tabs together, with the mouse always moving in one of them, and idle (of ${SECONDS} s; the
CPU is the whole browser's)`,
    table,
  );
  return table;
}

/** Until each tab that runs has heard what the first one knew. */
async function agreement(browser: Browser, site: BenchSite): Promise<Table> {
  const table: Table = {};
  for (const count of upTo([2, 10, 50])) {
    for (const peer of among([OWN, REACT])) {
      const all = await open(browser, site, peer, count);
      const delays: Record<EntryType, number[]> = { warn: [], active: [], expire: [] };
      let missed = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        await start(all, TIMEOUT, WARN_BEFORE);
        await wait(TIMEOUT - WARN_BEFORE + 1_200);
        await all.at(-1)!.evaluate(() => bench.extend());
        await wait(TIMEOUT + 2_500);
        const logs = await Promise.all(all.map((tab) => tab.evaluate(() => bench.log)));
        for (const type of ['warn', 'active', 'expire'] as const) {
          const found = logs.flatMap((log) => log.find((entry) => entry.type === type)?.at ?? []);
          missed += count - found.length;
          delays[type].push(...found.map((at) => at - Math.min(...found)));
        }
        await Promise.all(all.map((tab) => tab.evaluate(() => bench.stop())));
      }
      const row: Row = {};
      for (const [type, values] of Object.entries(delays)) {
        row[`${type}: p50 ms`] = values.length ? quantile(values, 0.5) : null;
        row[`${type}: p99 ms`] = values.length ? quantile(values, 0.99) : null;
      }
      table[`${peer.name}, ${count} tabs`] = { ...row, 'events that did not come': missed };
      await Promise.all(all.map((tab) => tab.close()));
    }
  }
  print(
    `${browser.version}: how long after the first tab the others have the same event; one tab is visible, "stay signed in"
is said in a hidden one (${ROUNDS} rounds)`,
    table,
  );
  return table;
}
