import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Engine, type EngineName, engines, launch, type Tab } from '../engines/index.js';
import { middleOf } from '../engines/place.js';
import type { Site } from '../engines/site.js';
import { until } from '../engines/until.js';
import { copyExample, type Example } from './example.js';

const TSC = ['node_modules/typescript/bin/tsc'];
const VUE_TSC = ['-e', "require('vue-tsc').run(require.resolve('@typescript/typescript6/lib/tsc'))", '--', '.'];

interface Framework {
  /** What checks the types. */
  checker: readonly string[];
  /** Its file that a developer changes while the page is open. */
  component?: string;
  /** It renders on a server too. */
  server?: boolean;
}

const FRAMEWORKS: Record<string, Framework> = {
  plain: { checker: TSC },
  react: { checker: TSC, component: 'Session.tsx', server: true },
  vue: { checker: VUE_TSC, component: 'Session.vue', server: true },
  // Its checker, svelte-check, does not know TypeScript 7 yet: this is all but the component.
  svelte: { checker: TSC, component: 'Session.svelte', server: true },
  solid: { checker: TSC, component: 'Session.tsx', server: true },
  angular: { checker: TSC },
};

/** To run in a page. */
function seen() {
  const texts = (selector: string) =>
    [...document.querySelectorAll<HTMLElement>(selector)]
      .filter((element) => element.checkVisibility())
      .map((element) => element.innerText.trim());
  return { state: texts('[role=status]')[0], seconds: texts('[role=timer]')[0], buttons: texts('button') };
}
const watching = () => globalThis.watched;
/** All but what is said of times as short as these. */
const troubles = () => globalThis.problems.filter((problem) => !problem.startsWith('stillhere: warnBefore'));
const WARNED = { state: 'warning', buttons: ['Stay', 'Sign out'] };
const ACTIVE = { state: 'active', buttons: ['Sign out'] };

async function click(tab: Tab, label: string) {
  await tab.evaluate((wanted) => {
    const button = [...document.querySelectorAll('button')].find((each) => each.innerText.trim() === wanted)!;
    button.dataset.label = wanted;
  }, label);
  await tab.click(...(await middleOf(tab, `[data-label="${label}"]`)));
}

/** From the first second to the end, as a person has it. */
async function goThrough(tab: Tab) {
  await until(tab, seen).toEqual(ACTIVE);
  await until(tab, seen).toEqual({ ...WARNED, seconds: '3' });
  await until(tab, seen).toEqual({ ...WARNED, seconds: '2' });
  await click(tab, 'Stay');
  await until(tab, seen).toEqual(ACTIVE);
  await until(tab, seen).toMatchObject(WARNED);
  await until(tab, seen).toEqual({ state: 'expired', buttons: ['Sign out'] });
  expect(await tab.evaluate(() => timer.getSnapshot().reason)).toBe('idle');
  expect(await tab.evaluate(troubles)).toEqual([]);
}

/** The elements that the server sent are the ones that are shown, and live. */
async function takesOver(tab: Tab) {
  await until(tab, seen).toEqual(ACTIVE);
  expect(await tab.evaluate(() => sent?.isConnected)).toBe(true);
  expect(await tab.evaluate(watching)).toMatchObject({ subscriptions: 1 });
  expect(await tab.evaluate(troubles)).toEqual([]);
}

const [first, ...others] = engines as [EngineName, ...EngineName[]];
let browser: Engine;
beforeAll(async () => {
  browser = await launch(first);
});
afterAll(() => browser?.close());

const open = async (url: string, within = browser) => {
  const tab = await within.tab(url);
  onTestFinished(() => tab.close());
  await tab.show();
  return tab;
};

describe.each(Object.entries(FRAMEWORKS))('a timer in %s', (name, { checker, component, server }) => {
  let example: Example;
  let rendered: Awaited<ReturnType<Example['render']>> | undefined;
  let site: Site;
  beforeAll(async () => {
    example = await copyExample(name);
    rendered = server ? await example.render() : undefined;
    site = await example.build(rendered);
  });
  afterAll(async () => {
    await site?.close();
    await example?.remove();
  });

  it('has the types that the framework wants', async () => {
    const check = promisify(execFile)(process.execPath, [...checker, '-p', `test/frameworks/${name}`]);
    await check.catch(({ stdout }) => expect(stdout).toBe(''));
  });

  it('shows the state, counts the warning down, and lets the person stay', async () => {
    await goThrough(await open(site.url));
  });

  it('renders nothing for a mouse that moves, signs out at a click, and leaves no listener behind', async () => {
    const tab = await open(site.url);
    await until(tab, seen).toEqual(ACTIVE);
    const before = await tab.evaluate(watching);
    expect(before.subscriptions).toBe(1);
    for (let x = 10; x < 200; x += 10) await tab.move(x, 200);
    expect(await tab.evaluate(() => timer.lastActive > performance.timeOrigin)).toBe(true);
    expect(await tab.evaluate(watching)).toEqual(before);
    await click(tab, 'Sign out');
    await until(tab, seen).toMatchObject({ state: 'expired' });
    expect(await tab.evaluate(() => timer.getSnapshot().reason)).toBe('ended');
    await tab.evaluate(() => unmount());
    await until(tab, watching).toMatchObject({ subscriptions: 0 });
    expect(await tab.evaluate(troubles)).toEqual([]);
  });

  it.runIf(server)('renders "stopped" on a server, and leaves nothing there that listens or waits', () => {
    expect(rendered!.body).toContain('stopped');
    expect(rendered!.body).not.toContain('Stay');
    expect(rendered!.watched.subscriptions).toBe(0);
  });

  it.runIf(server)('goes on in the browser from what the server rendered', async () => {
    await takesOver(await open(`${site.url}/rendered`));
  });

  describe.runIf(component)('under development', () => {
    let development: Awaited<ReturnType<Example['develop']>>;
    beforeAll(async () => {
      development = await example.develop(rendered);
    });
    afterAll(() => development?.close());

    it('goes on from what the server rendered without a warning of the framework', async () => {
      const tab = await open(`${development.url}/rendered`);
      await takesOver(tab);
      await tab.evaluate(() => unmount());
      await until(tab, watching).toMatchObject({ subscriptions: 0 });
      expect(await tab.evaluate(troubles)).toEqual([]);
    });

    it.runIf(name === 'react')('has one subscription where strict mode mounts twice, and none after it', async () => {
      const tab = await open(development.url);
      await until(tab, seen).toEqual(ACTIVE);
      expect(await tab.evaluate(watching)).toMatchObject({ subscribed: 2, subscriptions: 1 });
      await tab.evaluate(() => unmount());
      await until(tab, watching).toMatchObject({ subscriptions: 0 });
    });

    it('keeps the session where a developer changes the component: the warning goes on', async () => {
      const tab = await open(development.url);
      await until(tab, seen).toMatchObject(WARNED);
      const session = () => ({ ...timer.getSnapshot(), page: performance.timeOrigin });
      const before = await tab.evaluate(session);
      await example.edit(component!, 'Sign out', 'Log out');
      await until(tab, seen).toMatchObject({ state: 'warning', buttons: ['Stay', 'Log out'] });
      expect(await tab.evaluate(session)).toEqual(before);
      await click(tab, 'Stay');
      await until(tab, seen).toEqual({ state: 'active', buttons: ['Log out'] });
      expect(await tab.evaluate(watching)).toMatchObject({ subscriptions: 1 });
      expect(await tab.evaluate(troubles)).toEqual([]);
    });
  });
});

describe.runIf(others.length).each(others)('a timer in plain TypeScript, in %s', (name) => {
  it('shows the state, counts the warning down, and lets the person stay', async () => {
    const example = await copyExample('plain');
    onTestFinished(() => example.remove());
    const site = await example.build();
    onTestFinished(() => site.close());
    const engine = await launch(name);
    onTestFinished(() => engine.close());
    await goThrough(await open(site.url, engine));
  });
});
