import { type Browser, type BrowserOptions, launch } from './browser.js';
import { type BenchSite, servePages } from './pages.js';

/** Chromium, or those that the environment names: `BROWSERS=chromium,firefox`. */
const named = process.env.BROWSERS?.split(',') ?? ['chromium'];
const known = (['chromium', 'firefox'] as const).filter((name) => named.includes(name));

export async function inBrowsers(
  options: BrowserOptions,
  measure: (browser: Browser, site: BenchSite) => Promise<void>,
): Promise<void> {
  const site = await servePages();
  try {
    for (const name of known) {
      const browser = await launch(name, options);
      try {
        await measure(browser, site);
      } finally {
        await browser.close();
      }
    }
  } finally {
    await site.close();
  }
}
