import { once } from 'node:events';
import { createServer } from 'node:net';
import { Builder, type WebDriver } from 'selenium-webdriver';
import { find } from './binaries.mjs';
import { openDisplay } from './display.js';
import { start, suspendTree, wakeTree } from './processes.js';
import type { Engine, LaunchOptions } from './types.js';
import { createTab } from './webkit-tab.js';
import { createWindows } from './webkit-windows.js';

const mac = process.platform === 'darwin';
const START_LIMIT = 30_000;
const CLOSE_LIMIT = 10_000;
/** Its driver now and then misses the end of a navigation, and then answers nobody: for five minutes, by itself. */
const NAVIGATION_LIMIT = 30_000;
const POLL = 20;
/** WebKit paints by itself: the graphics driver of machines without a card crashes now and then, and the page with it. */
const UNACCELERATED = { WEBKIT_DISABLE_COMPOSITING_MODE: '1' };

/** WebKitGTK's MiniBrowser, or Safari. */
export async function launchWebKit(options: LaunchOptions): Promise<Engine> {
  const { userDataDir, blockCookies, args } = options;
  if (userDataDir || blockCookies) throw new Error('WebKit has neither `userDataDir` nor `blockCookies`');
  const [path, browser] = [find('webkit'), mac ? '' : find('miniBrowser')];
  const display = await openDisplay();
  const port = await freePort();
  const server = await start(path, mac ? ['-p', String(port)] : [`--port=${port}`], {
    ...display.env,
    ...UNACCELERATED,
  });
  const kill = async () => {
    await server.kill();
    await display.close();
  };
  let driver: WebDriver;
  try {
    driver = await within(START_LIMIT, connect(`http://127.0.0.1:${port}`, browser, args));
  } catch (error) {
    await kill();
    throw error;
  }
  const capabilities = await driver.getCapabilities();
  const windows = await createWindows(driver);
  return {
    name: 'webkit',
    version: `${capabilities.getBrowserName()}/${capabilities.getBrowserVersion()}`,
    async tab(url) {
      const tab = createTab(await windows.open());
      try {
        await tab.goto(url);
      } catch (error) {
        await tab.close();
        throw error;
      }
      return tab;
    },
    suspend: () => suspendTree(server.pid),
    wake: () => wakeTree(server.pid),
    async close() {
      wakeTree(server.pid);
      await within(CLOSE_LIMIT, driver.quit()).catch(() => {});
      await kill();
    },
  };
}

/** The driver waits without end for a browser that has ended, for an argument that it does not know, say. */
function within<T>(limit: number, promise: Promise<T>): Promise<T> {
  const tooLate = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new Error(`the browser did not answer within ${limit} ms`)), limit).unref();
  });
  return Promise.race([promise, tooLate]);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

async function connect(address: string, binary: string, args: readonly string[] = []): Promise<WebDriver> {
  await answers(`${address}/status`);
  const builder = new Builder().disableEnvironmentOverrides().usingServer(address);
  const timeouts = { pageLoad: NAVIGATION_LIMIT };
  if (mac) return builder.withCapabilities({ browserName: 'safari', timeouts }).build();
  return builder
    .withCapabilities({
      browserName: 'MiniBrowser',
      timeouts,
      'webkitgtk:browserOptions': {
        binary,
        args: ['--automation', ...args],
      },
    })
    .build();
}

async function answers(url: string): Promise<void> {
  while (!(await fetch(url).catch(() => false))) await new Promise((resolve) => setTimeout(resolve, POLL));
}
