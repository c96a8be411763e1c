import type { BenchTab } from './browser.js';
import { inBrowsers } from './browsers.js';
import { print, round, save, type Table } from './figures.js';
import { among, NOTHING, OWN, PEERS } from './peers.js';

const HOUR = 3_600_000;

/** How often an hour without a person wakes the page, and what it costs, on the browser's own fast clock: Chromium only. */
export const wakeUps = (): Promise<void> =>
  inBrowsers({ lifelike: true }, async (browser, site) => {
    if (!browser.cpu) return console.log(`${browser.version}: wake-ups need Chromium's virtual time`);
    const table: Table = {};
    for (const peer of among([NOTHING, OWN, ...PEERS])) {
      for (const visibility of ['visible', 'hidden'] as const) {
        const tab = await browser.tab(site.of(peer, true));
        await tab.show();
        // Nothing ends within the hour.
        await tab.evaluate((wanted) => bench.start(wanted), { timeout: 2 * HOUR, warnBefore: 0, count: 1 });
        if (visibility === 'hidden') await tab.hide();
        // The driver's own timers run out.
        await pass(tab, 10_000);
        const before = await tab.evaluate(() => counts.wakeUps);
        const computed = await browser.cpu();
        await pass(tab, HOUR);
        const ms = ((await browser.cpu()) - computed) * 1_000;
        const after = await tab.evaluate(() => counts.wakeUps);
        table[peer.name] = { ...table[peer.name], [visibility]: after - before, [`${visibility}, CPU ms`]: round(ms) };
        await tab.close();
      }
    }
    print(
      `${browser.version}: wake-ups of an idle hour with a timeout of two (callbacks of timers, and messages to itself).
stillhere looks at the wall clock each 12 s, which is how a wake from sleep is noticed that nobody touches. The time is that of
all processes of the browser, which do not rest on a fast clock: what a page costs is what it has above the first row.`,
      table,
    );
    await save('wake-ups', browser.version, { 'an idle hour': table });
  });

async function pass({ cdp }: BenchTab, budget: number): Promise<void> {
  const over = new Promise((resolve) => cdp?.once('Emulation.virtualTimeBudgetExpired', resolve));
  await cdp?.send('Emulation.setVirtualTimePolicy', { policy: 'advance', budget });
  await over;
}
