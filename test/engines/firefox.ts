import type { Page } from 'puppeteer-core';
import { find } from './binaries.mjs';
import { openDisplay } from './display.js';
import { createTab, launchPuppeteer } from './puppeteer.js';
import type { Engine, LaunchOptions, Tab } from './types.js';

const LIMIT = 10_000;
/** A value of `cookieBehavior`. */
const REJECT_ALL = 2;

export async function launchFirefox(options: LaunchOptions): Promise<Engine> {
  const executablePath = find('firefox');
  const display = options.headed ? await openDisplay() : undefined;
  const engine = await launchPuppeteer(
    'firefox',
    {
      browser: 'firefox',
      executablePath,
      headless: !options.headed,
      args: [...(options.args ?? [])],
      extraPrefsFirefox: {
        ...(options.blockCookies && { 'network.cookie.cookieBehavior': REJECT_ALL }),
        ...(options.scrollbars && { 'widget.gtk.overlay-scrollbars.enabled': false }),
      },
      ...(options.userDataDir && { userDataDir: options.userDataDir }),
      ...(display && { env: display.env }),
    },
    createFirefoxTab,
  );
  return {
    ...engine,
    async close() {
      await engine.close();
      await display?.close();
    },
  };
}

/** What puppeteer keeps to itself. */
interface Internals {
  connection: { send<T>(method: string, params: object): Promise<{ result: T }> };
}

type Evaluated =
  | { type: 'success'; result: { value: string } }
  | { type: 'exception'; exceptionDetails: { text: string } };

async function createFirefoxTab(page: Page, cover: () => Promise<void>): Promise<Tab> {
  const { connection } = page.browser() as unknown as Internals;
  const context = (page.mainFrame() as unknown as { _id: string })._id;
  const send = async <T>(method: string, params: object) =>
    (await connection.send<T>(method, { context, ...params })).result;

  const tab = createTab(page, cover, async (expression) => {
    // puppeteer's own evaluate() counts as a person's gesture.
    const outcome = await send<Evaluated>('script.evaluate', { expression, awaitPromise: true, target: { context } });
    if (outcome.type === 'exception') throw new Error(outcome.exceptionDetails.text);
    return outcome.result.value;
  });

  /** Neither the protocol nor puppeteer says when a page is back from the back/forward cache. */
  const traverse = async (delta: number) => {
    const left = await tab.evaluate(() => performance.timeOrigin);
    await send('browsingContext.traverseHistory', { delta });
    const arrived = (from: number) => performance.timeOrigin !== from && document.readyState === 'complete';
    const limit = Date.now() + LIMIT;
    while (!(await tab.evaluate(arrived, left).catch(() => false))) {
      if (Date.now() > limit) throw new Error(`no other page within ${LIMIT} ms`);
    }
  };

  // Firefox 140 cannot.
  const canGoOffline = await page.setOfflineMode(false).then(
    () => true,
    () => false,
  );

  return {
    ...tab,
    // puppeteer loses count of navigations once a page has come back.
    goto: (url) => send('browsingContext.navigate', { url, wait: 'complete' }),
    reload: () => send('browsingContext.reload', { wait: 'complete' }),
    back: () => traverse(-1),
    forward: () => traverse(1),
    ...(canGoOffline && { offline: (on: boolean) => page.setOfflineMode(on) }),
  };
}
