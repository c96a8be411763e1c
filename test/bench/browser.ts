import type { CDPSession, Connection } from 'puppeteer-core';
import { launchChromium } from '../engines/chromium.js';
import { type Engine, type LaunchOptions, launch as launchEngine, type Tab } from '../engines/index.js';

export interface BenchTab extends Tab {
  /** Only in Chromium. */
  readonly cdp?: CDPSession;
}

export interface Browser extends Engine {
  tab(url: string): Promise<BenchTab>;
  /** Seconds that all processes of the browser have computed. Only in Chromium. */
  cpu?(): Promise<number>;
}

export interface BrowserOptions {
  /** As in people's browsers: hidden tabs slow down, and pages are kept in the back/forward cache. */
  readonly lifelike?: boolean;
  /** More arguments for Chromium's command line. */
  readonly args?: readonly string[];
}

export async function launch(name: 'chromium' | 'firefox', options: BrowserOptions = {}): Promise<Browser> {
  const { lifelike = false, args = [] } = options;
  const engine: LaunchOptions = { throttling: lifelike, backForwardCache: lifelike };
  if (name !== 'chromium') return launchEngine(name, engine);
  const chromium = await launchChromium({ ...engine, args });
  let browser: Connection | undefined;
  return {
    ...chromium,
    async tab(url) {
      const tab = await chromium.tab(url);
      browser ??= tab.cdp.connection();
      return tab;
    },
    async cpu() {
      const { processInfo } = await browser!.send('SystemInfo.getProcessInfo');
      return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
    },
  };
}
