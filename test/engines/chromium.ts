import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'puppeteer-core';
import { find } from './binaries.mjs';
import { openDisplay } from './display.js';
import { createTab, launchPuppeteer } from './puppeteer.js';
import type { Engine, LaunchOptions, Tab } from './types.js';

/** It asks hosts that a test has no use for, and waits for them. */
const QUIET = [
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

export interface ChromiumTab extends Tab {
  /** Chromium's own protocol: for what is measured. */
  readonly cdp: CDPSession;
}

export interface Chromium extends Engine {
  tab(url: string): Promise<ChromiumTab>;
}

export async function launchChromium(options: LaunchOptions): Promise<Chromium> {
  const executablePath = find('chromium');
  const own = options.blockCookies && !options.userDataDir ? await mkdtemp(join(tmpdir(), 'stillhere-')) : undefined;
  const userDataDir = options.userDataDir ?? own;
  if (options.blockCookies) await blockCookies(userDataDir!);
  const display = options.headed ? await openDisplay() : undefined;
  const engine = await launchPuppeteer(
    'chromium',
    {
      executablePath,
      headless: !options.headed,
      // It ends with the pipe.
      pipe: true,
      // Its sandbox refuses to run as root.
      args: [...QUIET, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...(options.args ?? [])],
      ignoreDefaultArgs: [
        ...(options.throttling ? THROTTLES : []),
        ...(options.backForwardCache ? ['--disable-back-forward-cache'] : []),
        ...(options.scrollbars ? ['--hide-scrollbars'] : []),
      ],
      ...(userDataDir && { userDataDir }),
      ...(display && { env: display.env }),
    },
    createChromiumTab,
  );
  return {
    ...engine,
    tab: async (url) => (await engine.tab(url)) as ChromiumTab,
    async close() {
      await engine.close();
      await display?.close();
      if (own) await rm(own, { recursive: true, force: true });
    },
  };
}

async function blockCookies(userDataDir: string): Promise<void> {
  const BLOCK = 2;
  await mkdir(join(userDataDir, 'Default'), { recursive: true });
  await writeFile(
    join(userDataDir, 'Default', 'Preferences'),
    JSON.stringify({ profile: { default_content_setting_values: { cookies: BLOCK } } }),
  );
}

async function createChromiumTab(page: Page, cover: () => Promise<void>): Promise<ChromiumTab> {
  const cdp = await page.createCDPSession();
  return {
    // puppeteer's own evaluate() counts as a person's gesture.
    ...createTab(page, cover, async (expression) => {
      const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', { expression, awaitPromise: true });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    }),
    cdp,
    freeze: () => cdp.send('Page.setWebLifecycleState', { state: 'frozen' }),
    resume: () => cdp.send('Page.setWebLifecycleState', { state: 'active' }),
    async crash() {
      const crashed = new Promise<void>((resolve) => cdp.once('Inspector.targetCrashed', resolve));
      // It is never answered.
      cdp.send('Page.crash').catch(() => {});
      await crashed;
    },
    offline: (on) => page.setOfflineMode(on),
    async pen(x, y) {
      const act = { x, y, pointerType: 'pen', button: 'left', clickCount: 1 } as const;
      await cdp.send('Input.dispatchMouseEvent', { ...act, type: 'mousePressed', buttons: 1 });
      await cdp.send('Input.dispatchMouseEvent', { ...act, type: 'mouseReleased' });
    },
    insertText: (text) => cdp.send('Input.insertText', { text }),
    async accessibilityTree() {
      const root = await page.accessibility.snapshot();
      const lines = (node: typeof root, depth = 0): string[] =>
        node
          ? [
              `${'  '.repeat(depth)}${node.role} ${[node.name, node.description].filter(Boolean).join(' — ')}`,
              ...(node.children ?? []).flatMap((child) => lines(child, depth + 1)),
            ]
          : [];
      return lines(root);
    },
  };
}
