import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { launch } from '../engines/index.js';
import { until } from '../engines/until.js';
import { click, STAY, seen, WARNED } from './course.js';
import { serveSite } from './site.js';
import type { Stack } from './stack.js';

interface HotReloadOptions {
  versions: readonly string[];
  /** Where the app's first page is. */
  path: string;
  stack: () => Stack;
  /** The stack's development server: a file to run, and its arguments. */
  server: readonly [file: string, args: (port: number) => readonly string[]];
  /** The module that creates the timer. */
  timer: string;
}

/** How many timers of the page run; to run in a page. */
const running = () => (globalThis as unknown as { [key: symbol]: Set<unknown> })[Symbol.for('stillhere.timers')]?.size;

/** What a developer does: in the app's development server, edits the module that creates the timer. */
export function editTimer(row: string, { versions, path, stack, server, timer }: HotReloadOptions): void {
  const meta = { row, versions, step: 'hot reload' } as const;
  it.runIf(process.env.STACKS)(
    `${row}: after a hot reload of the timer’s module there is one timer, which runs`,
    { meta },
    async () => {
      const [file, args] = server;
      const { port, stop } = await stack().serve(file, args, () => ({ NODE_ENV: 'development' }));
      onTestFinished(stop);
      const site = await serveSite(stack().folder, port);
      onTestFinished(() => site.close());
      const browser = await launch('chromium');
      onTestFinished(() => browser.close());
      const tab = await browser.tab(`${site.url}/blank`);
      await tab.show();
      await tab.evaluate(() => fetch('/session/login', { method: 'POST' }).then(() => {}));
      await tab.goto(`${site.url}${path}`);
      // A development server is slow at first, and may reload the page once.
      const warned = () => expect.poll(() => tab.evaluate(seen).catch(() => {}), { timeout: 60_000 }).toEqual(WARNED);
      await warned();
      await tab.move(3, 3);

      const module = join(stack().folder, timer);
      await writeFile(module, `${await readFile(module, 'utf8')}\nObject.assign(globalThis, { edited: true });\n`);
      const edited = () => tab.evaluate(() => 'edited' in globalThis).catch(() => false);
      await expect.poll(edited, { timeout: 30_000 }).toBe(true);
      await until(tab, running).toBe(1);
      await warned();
      await click(tab, STAY);
      await until(tab, seen).toMatchObject({ dialogs: 1, open: 0 });
      await warned();
      expect(await tab.evaluate(running)).toBe(1);
    },
  );
}
