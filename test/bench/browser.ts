import type { CDPSession, Page } from 'puppeteer-core';
import { find } from '../engines/binaries.mjs';
import { type Engine, launch as launchEngine, type Tab } from '../engines/index.js';
import { createTab, launchPuppeteer } from '../engines/puppeteer.js';

export interface BenchTab extends Tab {
  /** Only in Chromium. */
  readonly cdp?: CDPSession;
}

export interface Browser extends Engine {
  tab(url: string): Promise<BenchTab>;
  /** Seconds that all processes of the browser have computed. Only in Chromium. */
  cpu?(): Promise<number>;
}

const FLAGS = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const THROTTLES = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];

export interface BrowserOptions {
  /** As in people's browsers: hidden tabs slow down, and pages are kept in the back/forward cache. */
  readonly lifelike?: boolean;
  /** More arguments for Chromium's command line. */
  readonly args?: readonly string[];
}

export function launch(name: 'chromium' | 'firefox', options: BrowserOptions = {}): Promise<Browser> {
  const { lifelike = false, args = [] } = options;
  return name === 'chromium'
    ? launchChromium(lifelike, args)
    : launchEngine(name, { throttling: lifelike, backForwardCache: lifelike });
}

/** The tests' harness keeps Chromium's own protocol to itself; here it is what is measured with. */
async function launchChromium(lifelike: boolean, more: readonly string[]): Promise<Browser> {
  let cpu: Browser['cpu'];
  const engine = await launchPuppeteer(
    'chromium',
    {
      executablePath: find('chromium'),
      pipe: true,
      args: [...FLAGS, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...more],
      ignoreDefaultArgs: lifelike ? [...THROTTLES, '--disable-back-forward-cache'] : [],
    },
    async (page, cover) => {
      cpu ??= await createMeter(page);
      return createBenchTab(page, cover);
    },
  );
  return {
    ...engine,
    tab: async (url) => (await engine.tab(url)) as BenchTab,
    cpu: () => cpu?.() ?? Promise.resolve(0),
  };
}

async function createMeter(page: Page): Promise<() => Promise<number>> {
  const session = await page.browser().target().createCDPSession();
  return async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
}

async function createBenchTab(page: Page, cover: () => Promise<void>): Promise<BenchTab> {
  const cdp = await page.createCDPSession();
  const tab = createTab(page, cover, async (expression) => {
    const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', { expression, awaitPromise: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return String(result.value);
  });
  return {
    ...tab,
    cdp,
    freeze: () => cdp.send('Page.setWebLifecycleState', { state: 'frozen' }),
    resume: () => cdp.send('Page.setWebLifecycleState', { state: 'active' }),
  };
}
