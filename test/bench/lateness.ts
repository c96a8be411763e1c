import type { BenchTab, Browser } from './browser.js';
import { inBrowsers } from './browsers.js';
import { print, round, save, type Table } from './figures.js';
import type { Entry } from './pages/bench.js';
import type { BenchSite } from './pages.js';
import { among, OWN, PEERS, type Peer } from './peers.js';

const SHORT = 2_000;
const SLEEP = 3_500;
const HOUR = 3_600_000;
/** Chromium slows the timers of a hidden page down to one a minute once it has been hidden for so long. */
const HIDDEN = Number(process.env.HIDDEN ?? 95_000);
/** On wake with nobody touching anything, within this time. */
const WAKE = Number(process.env.WAKE ?? 20_000);
/** What fires within this time of a touch fired because of it, or by itself. */
const AT_ONCE = 500;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface Observed {
  readonly log: readonly Entry[];
  readonly startedAt: number;
}
const observe = (tab: BenchTab): Promise<Observed> =>
  tab.evaluate(() => ({ log: bench.log, startedAt: bench.startedAt }));

async function open(browser: Browser, site: BenchSite, peer: Peer, timeout: number, name: string): Promise<BenchTab> {
  const tab = await browser.tab(site.of(peer, true));
  await tab.show();
  await tab.evaluate((wanted) => bench.start(wanted), { timeout, warnBefore: 0, count: 1, name });
  return tab;
}

/** How late the end came, where nobody touched anything. */
function late({ log, startedAt }: Observed, due: number): string {
  const [end, again] = log.filter(({ type }) => type === 'expire');
  if (!end) return 'never';
  const ms = end.at - startedAt - due;
  // A millisecond is rounding.
  return `${ms < -1 ? 'EARLY ' : ''}${round(ms)} ms${again ? ', DOUBLED' : ''}`;
}

/** What the first move after the end does. */
function touched({ log }: Observed, touchedAt: number): string {
  const first = log.findIndex(({ type }) => type === 'expire');
  const [end, ...more] = first < 0 ? [] : log.slice(first);
  if (!end || end.at > touchedAt + AT_ONCE) return 'REVIVED';
  if (more.some(({ type, at }) => type === 'expire' && at < end.at + AT_ONCE)) return 'DOUBLED';
  return more.length ? 'ended, then REVIVED' : 'right';
}

/** Moves the mouse, as a person who comes back does, and lets what that revives run out again. */
async function touch(tab: BenchTab, pending?: Promise<unknown>): Promise<string> {
  const at = Date.now();
  await pending;
  for (let i = 0; i < 5; i += 1) {
    await tab.move(200 + i * 7, 200 + i * 5);
    await wait(60);
  }
  await wait(SHORT + 1_500);
  return touched(await observe(tab), at);
}

type Scenario = (tab: BenchTab, browser: Browser, site: BenchSite) => Promise<string>;

/** Each begins in a page that is watched since a moment ago, and ends after SHORT. */
const TOUCHED: Readonly<Record<string, Scenario>> = {
  'asleep, touched': async (tab, browser) => {
    browser.suspend();
    // It waits in the browser's queue, and is there before any timer is late.
    const moving = tab.move(300, 300);
    await wait(SLEEP);
    browser.wake();
    return touch(tab, moving);
  },
  'timers stopped, touched': async (tab) => {
    await tab.evaluate((ms) => shiftClock(ms), HOUR);
    return touch(tab);
  },
  'frozen, touched': async (tab) => {
    if (!tab.freeze) return 'not measured';
    await tab.hide();
    await tab.freeze();
    await wait(SLEEP);
    await tab.resume?.();
    await tab.show();
    return touch(tab);
  },
  'bfcache, touched': async (tab, _, site) => {
    await tab.goto(`${site.url}/page.css`);
    await wait(SLEEP);
    await tab.back();
    if (!(await tab.evaluate(() => bench.startedAt))) return 'NOT CACHED';
    return touch(tab);
  },
};

export const lateness = (): Promise<void> =>
  inBrowsers({ lifelike: true }, async (browser, site) => {
    const peers = among([OWN, ...PEERS]);
    const table: Table = Object.fromEntries(peers.map(({ name }) => [name, {}]));
    const note = (peer: Peer, column: string, what: string) => {
      table[peer.name] = { ...table[peer.name], [column]: what };
    };
    /** All at the same time, each in its tab and all of them hidden but the last. */
    const together = async (
      column: string,
      timeout: number,
      act: (tab: BenchTab) => Promise<unknown>,
      ms: number,
      due: (tab: BenchTab) => Promise<number>,
    ) => {
      const tabs = new Map<Peer, BenchTab>();
      for (const peer of peers) tabs.set(peer, await open(browser, site, peer, timeout, column));
      for (const tab of tabs.values()) await act(tab);
      await wait(ms);
      for (const [peer, tab] of tabs) {
        note(peer, column, late(await observe(tab), await due(tab)));
        await tab.close();
      }
    };

    for (const peer of peers) {
      const tab = await open(browser, site, peer, SHORT, 'visible');
      await wait(SHORT + 1_500);
      note(peer, 'visible', late(await observe(tab), SHORT));
      await tab.close();
    }
    await together(
      'hidden',
      6_000,
      (tab) => tab.hide(),
      9_000,
      async () => 6_000,
    );
    await together(
      `hidden ${HIDDEN / 1_000} s`,
      HIDDEN,
      (tab) => tab.hide(),
      HIDDEN + 65_000,
      async () => HIDDEN,
    );
    const woken = new Map<BenchTab, number>();
    await together(
      'timers stopped, untouched',
      HOUR / 2,
      async (tab) => {
        woken.set(
          tab,
          await tab.evaluate((ms) => {
            shiftClock(ms);
            return performance.timeOrigin + performance.now() - bench.startedAt;
          }, HOUR),
        );
      },
      WAKE,
      async (tab) => woken.get(tab) ?? 0,
    );
    for (const [column, scenario] of Object.entries(TOUCHED)) {
      for (const peer of peers) {
        const tab = await open(browser, site, peer, SHORT, column);
        note(peer, column, await scenario(tab, browser, site).catch((error: unknown) => `failed: ${error}`));
        await tab.close();
      }
    }

    print(
      `${browser.version}: the end of a session. Where nobody touches anything: how late it came, or never within the time
that was watched. touched: what the first move of the mouse finds that comes after the time is up, after a sleep (the
browser's processes stopped; or the wall clock moved on and the timers not, as on many laptops), a freeze, and the
back/forward cache: right, the end and nothing more; REVIVED, the session goes on. An idle detector may well go on so; what
signs people out may not.`,
      table,
    );
    await save('lateness', browser.version, { lateness: table });
  });
