import type { Browser, BrowserContext, KeyInput, LaunchOptions, Page } from 'puppeteer-core';
import { launch as start } from 'puppeteer-core';
import { bindToThisProcess, suspendTree, wakeTree } from './processes.js';
import { fromOutcome, toScript } from './script.js';
import type { Engine, EngineName, Tab } from './types.js';
import { becomes } from './visibility.js';

const CLOSE_LIMIT = 10_000;

/** Chromium and Firefox have most of their driver in common. */
export async function launchPuppeteer(
  name: EngineName,
  options: LaunchOptions,
  createTab: (page: Page, hide: () => Promise<void>) => Promise<Tab>,
): Promise<Engine> {
  const browser: Browser = await start({ ...options, protocolTimeout: 60_000 });
  const pid = browser.process()!.pid!;
  const kill = bindToThisProcess(pid);
  const openTabs = async (context: BrowserContext): Promise<Engine['tab']> => {
    // Tabs are hidden by showing another one.
    const cover = (await context.pages())[0] ?? (await context.newPage());
    return async (url) => {
      const page = await context.newPage();
      const tab = await createTab(page, () => cover.bringToFront());
      await tab.goto(url);
      return tab;
    };
  };
  return {
    name,
    version: await browser.version(),
    tab: await openTabs(browser.defaultBrowserContext()),
    async profile() {
      const context = await browser.createBrowserContext();
      return { tab: await openTabs(context), close: () => context.close() };
    },
    suspend: () => suspendTree(pid),
    wake: () => wakeTree(pid),
    async close() {
      wakeTree(pid);
      const stuck = setTimeout(kill, CLOSE_LIMIT);
      await browser.close();
      clearTimeout(stuck);
      kill();
    },
  };
}

export function createTab(page: Page, cover: () => Promise<void>, evaluate: (script: string) => Promise<string>): Tab {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  const tab: Tab = {
    errors,
    // An async function, whose promise is a native one where a library has replaced `Promise`: Firefox awaits no other.
    evaluate: async (fn, ...args) => fromOutcome(await evaluate(`(async () => new Promise(${toScript(fn, args)}))()`)),
    goto: async (url) => void (await page.goto(url)),
    reload: async () => void (await page.reload()),
    back: async () => void (await page.goBack()),
    forward: async () => void (await page.goForward()),
    press: (key) => page.keyboard.press(key as KeyInput),
    keyDown: (key) => page.keyboard.down(key as KeyInput),
    keyUp: (key) => page.keyboard.up(key as KeyInput),
    move: (x, y) => page.mouse.move(x, y),
    down: () => page.mouse.down(),
    up: () => page.mouse.up(),
    click: (x, y) => page.mouse.click(x, y),
    wheel: (deltaY) => page.mouse.wheel({ deltaY }),
    touch: (x, y) => page.touchscreen.tap(x, y),
    async swipe(x, y, toX, toY) {
      const finger = await page.touchscreen.touchStart(x, y);
      for (const part of [0.25, 0.5, 0.75, 1]) await finger.move(x + (toX - x) * part, y + (toY - y) * part);
      await finger.end();
    },
    async show() {
      await page.bringToFront();
      await becomes(tab, 'visible');
    },
    async hide() {
      await cover();
      await becomes(tab, 'hidden');
    },
    screenshot: async (path) => void (await page.screenshot({ path: path as `${string}.png` })),
    close: () => page.close(),
  };
  return tab;
}
