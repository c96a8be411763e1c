import { writeFile } from 'node:fs/promises';
import { Key } from 'selenium-webdriver';
import { Command, Name } from 'selenium-webdriver/lib/command.js';
import { fromOutcome, toScript } from './script.js';
import type { Tab } from './types.js';
import { becomes } from './visibility.js';
import type { Window } from './webkit-windows.js';

const POLL = 20;
const RECT = { x: 0, y: 0, width: 1000, height: 800 };
const DOWN = { type: 'pointerDown', button: 0 };
const UP = { type: 'pointerUp', button: 0 };

export function createTab(window: Window): Tab {
  const run = createRunner(window);
  let pointer = { x: 0, y: 0 };

  const perform = (source: object) =>
    window.use((driver) => driver.execute(new Command(Name.ACTIONS).setParameter('actions', [source])));
  const mouse = (...actions: object[]) =>
    perform({ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions });
  const keys = (key: string, ...types: ('keyDown' | 'keyUp')[]) =>
    perform({ type: 'key', id: 'keyboard', actions: types.map((type) => ({ type, value: toCharacter(key) })) });
  const to = (x: number, y: number) => {
    pointer = { x, y };
    return { type: 'pointerMove', duration: 0, x, y };
  };

  const tab: Tab = {
    evaluate: async (fn, ...args) => fromOutcome(await run(toScript(fn, args))),
    goto: (url) => window.use((driver) => driver.get(url)),
    reload: () => window.use((driver) => driver.navigate().refresh()),
    back: () => window.use((driver) => driver.navigate().back()),
    forward: () => window.use((driver) => driver.navigate().forward()),
    press: (key) => keys(key, 'keyDown', 'keyUp'),
    keyDown: (key) => keys(key, 'keyDown'),
    keyUp: (key) => keys(key, 'keyUp'),
    move: (x, y) => mouse(to(x, y)),
    down: () => mouse(DOWN),
    up: () => mouse(UP),
    click: (x, y) => mouse(to(x, y), DOWN, UP),
    wheel: (deltaY) =>
      perform({
        type: 'wheel',
        id: 'wheel',
        actions: [{ type: 'scroll', duration: 0, ...pointer, deltaX: 0, deltaY }],
      }),
    async show() {
      await window.use((driver) => driver.manage().window().setRect(RECT));
      await becomes(tab, 'visible');
    },
    async hide() {
      await window.use((driver) => driver.manage().window().minimize());
      await becomes(tab, 'hidden');
    },
    screenshot: (path) =>
      window.use(async (driver) => writeFile(path, Buffer.from(await driver.takeScreenshot(), 'base64'))),
    close: () => window.close(),
  };
  return tab;
}

/**
 * Runs scripts. The outcome is left in the page and asked for until it is there: a driver that waited for a promise
 * would do nothing in other windows meanwhile, which may be what the promise waits for.
 */
function createRunner(window: Window): (script: string) => Promise<string> {
  let calls = 0;
  return async (script) => {
    const call = calls++;
    const execute = (text: string) => window.use((driver) => driver.executeScript<string | null>(text));
    const take = `
      const outcomes = globalThis[Symbol.for('outcomes')];
      if (!outcomes) throw new Error('the page was left before the promise was settled');
      const outcome = outcomes[${call}] ?? null;
      delete outcomes[${call}];
      return outcome;`;
    let outcome = await execute(`
      const all = (globalThis[Symbol.for('outcomes')] ??= {});
      (${script})((text) => { all[${call}] = text; });
      ${take}`);
    while (outcome === null) {
      await new Promise((resolve) => setTimeout(resolve, POLL));
      outcome = await execute(take);
    }
    return outcome;
  };
}

/** WebDriver has a character for each key, and selenium a name: `ARROW_DOWN`. */
function toCharacter(key: string): string {
  if (key.length === 1) return key;
  const name = key.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
  const character = (Key as unknown as Record<string, string | undefined>)[name];
  if (!character) throw new Error(`there is no key ${key}`);
  return character;
}
