import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Engine, launch, type Tab } from '../engines/index.js';
import { until } from '../engines/until.js';
import type { Site } from './site.js';

/*
 * What a person does in each app. All have the same pages, below an address of their own: the first one, `/letter`,
 * `/public` (where nobody needs to be signed in: without the timer) and `/login`; links named "Home", "Letter" and
 * "Public" on the first three, a button "Leave" on the first two, and a button "Sign in" on the last.
 */

declare module 'vitest' {
  /** What the table in docs/frameworks.md shows of a test: `npm run stacks` writes it. */
  interface TaskMeta {
    row?: string;
    step?: 'stay' | 'sign out' | 'end' | 'links' | 'public page' | 'own sign-out' | 'hot reload';
    /** The packages whose versions matter. */
    versions?: readonly string[];
  }
}

/** The timer's in every app: short times, all else as it is by default. */
const TIMEOUT = 9_000;

/** Machines are busy. */
const PATIENCE = { timeout: 15_000 };

export interface CourseOptions {
  /** Where the app's first page is. */
  path: string;
  site: () => Site;
  versions: readonly string[];
  /** Links load pages in full. */
  reloads?: boolean;
}

/** What there is of dialogs; to run in a page. */
export function seen() {
  const elements = [...document.querySelectorAll('stillhere-dialog')];
  const open = elements
    .map(({ shadowRoot }) => shadowRoot?.querySelector('dialog'))
    .filter((dialog) => dialog?.open && dialog.matches(':modal'));
  const controls = [...(open[0]?.querySelectorAll<HTMLElement>('button, a') ?? [])];
  return {
    dialogs: elements.length,
    open: open.length,
    controls: controls.filter((each) => each.checkVisibility()).map((each) => each.innerText.trim()),
  };
}
const path = () => location.pathname.replace(/\/$/, '');
export const STAY = 'Stay signed in';
export const WARNED = { dialogs: 1, open: 1, controls: [STAY, 'Sign out'] };
const OVER = { dialogs: 1, open: 1, controls: ['Sign in'] };

/** The place of a control that is in sight, by what is written on it: of the open dialog if there is one. */
async function placeOf(tab: Tab, label: string): Promise<[x: number, y: number]> {
  const find = (wanted: string): [number, number] | undefined => {
    const roots = [...document.querySelectorAll('stillhere-dialog')].map((element) => element.shadowRoot);
    const open = roots.find((root) => root?.querySelector('dialog')?.open);
    const all = [...(open ?? document).querySelectorAll<HTMLElement>('button, a')];
    const control = all.find((each) => each.checkVisibility() && each.innerText.trim() === wanted);
    if (!control) return;
    const { x, y, width, height } = control.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
  };
  await until(tab, find, label).toBeTruthy();
  return (await tab.evaluate(find, label))!;
}
export const click = async (tab: Tab, label: string) => tab.click(...(await placeOf(tab, label)));

/** Clicks until it leads there, as people do where a page does not live yet. */
async function follow(tab: Tab, label: string, address: string): Promise<void> {
  const limit = Date.now() + PATIENCE.timeout;
  while ((await tab.evaluate(path)) !== address && Date.now() < limit) {
    await click(tab, label);
    for (let i = 0; i < 20 && (await tab.evaluate(path)) !== address; i++) await pause(100);
  }
  expect(await tab.evaluate(path)).toBe(address);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The course, in a real browser, each part signed in anew. */
export function goThrough(name: string, { path: home, site, versions, reloads = false }: CourseOptions): void {
  describe(name, { meta: { row: name, versions } }, () => {
    let browser: Engine;
    beforeAll(async () => {
      browser = await launch('chromium');
    });
    afterAll(() => browser?.close());

    const warned = (tab: Tab) => until(tab, seen).toEqual(WARNED);
    const over = (tab: Tab) => expect.poll(() => tab.evaluate(seen), { timeout: TIMEOUT + 10_000 }).toEqual(OVER);
    const closed = (tab: Tab) => until(tab, seen).toMatchObject({ open: 0 });
    const lead = (tab: Tab, label: string, page: string) => follow(tab, label, `${home}${page}`);
    const at = (tab: Tab, page: string) => until(tab, path).toBe(`${home}${page}`);

    const open = async (): Promise<{ tab: Tab; since: () => Site['counts']; fine: () => void }> => {
      const tab = await browser.tab(`${site().url}/blank`);
      onTestFinished(() => tab.close());
      await tab.show();
      await tab.evaluate(async () => {
        localStorage.clear();
        await fetch('/session/login', { method: 'POST' });
      });
      const before = { ...site().counts };
      await tab.goto(`${site().url}${home}`);
      // A person has just done something: the page's load.
      await tab.move(3, 3);
      return {
        tab,
        since: () => {
          const { renewals, logouts, leaves } = site().counts;
          return {
            renewals: renewals - before.renewals,
            logouts: logouts - before.logouts,
            leaves: leaves - before.leaves,
          };
        },
        fine: () => expect(tab.errors).toEqual([]),
      };
    };
    /** The page is still the one that was marked. */
    const mark = (tab: Tab) => tab.evaluate(() => void Object.assign(globalThis, { marked: true }));
    const marked = (tab: Tab) => tab.evaluate(() => 'marked' in globalThis);

    it(`P12: “${STAY}” stays, by mouse and by keyboard`, { meta: { step: 'stay' } }, async () => {
      const { tab, since, fine } = await open();
      await warned(tab);
      const { renewals } = since();
      await click(tab, STAY);
      await closed(tab);
      await expect.poll(() => since().renewals, PATIENCE).toBeGreaterThan(renewals);
      await warned(tab);
      await tab.press('Tab');
      await tab.press('Enter');
      await closed(tab);
      expect(since().logouts).toBe(0);
      await warned(tab);
      fine();
    });

    it('P12: “Sign out” signs out, once; “Sign in” leads to the sign-in, and the next session is warned', {
      meta: { step: 'sign out' },
    }, async () => {
      const { tab, since, fine } = await open();
      await warned(tab);
      await click(tab, 'Sign out');
      await over(tab);
      await expect.poll(() => since().logouts, PATIENCE).toBe(1);
      await lead(tab, 'Sign in', '/login');
      await lead(tab, 'Sign in', '');
      await warned(tab);
      await click(tab, STAY);
      await closed(tab);
      expect(since()).toMatchObject({ logouts: 1, leaves: 0 });
      fine();
    });

    it('P11: where nobody answers the session ends, with one logout', { meta: { step: 'end' } }, async () => {
      const { tab, since, fine } = await open();
      await warned(tab);
      await over(tab);
      await expect.poll(() => since().logouts, PATIENCE).toBe(1);
      await pause(500);
      expect(since()).toMatchObject({ logouts: 1 });
      fine();
    });

    it('a page that is led to, and Back, have one timer and one dialog', { meta: { step: 'links' } }, async () => {
      const { tab, since, fine } = await open();
      // Its links may be of the framework only when the page lives.
      await warned(tab);
      await click(tab, STAY);
      await closed(tab);
      await mark(tab);
      await lead(tab, 'Letter', '/letter');
      if (!reloads) expect(await marked(tab)).toBe(true);
      await warned(tab);
      await click(tab, STAY);
      await closed(tab);
      await tab.back();
      await at(tab, '');
      await tab.move(5, 5);
      await warned(tab);
      await click(tab, STAY);
      await closed(tab);
      expect(since().logouts).toBe(0);
      fine();
    });

    it('a page without it warns nobody, and on the way back it is there again', {
      meta: { step: 'public page' },
    }, async () => {
      const { tab, since, fine } = await open();
      await lead(tab, 'Public', '/public');
      await pause(2_500);
      expect(await tab.evaluate(seen)).toMatchObject({ open: 0 });
      await lead(tab, 'Home', '');
      await warned(tab);
      await click(tab, STAY);
      await closed(tab);
      expect(since().logouts).toBe(0);
      fine();
    });

    it('the site’s own sign-out: nothing lies over the sign-in, and the next session is warned and ended', {
      meta: { step: 'own sign-out' },
    }, async () => {
      const { tab, since, fine } = await open();
      await lead(tab, 'Leave', '/login');
      const watched = Date.now() + TIMEOUT + 1_500;
      while (Date.now() < watched) {
        await tab.press('a');
        await pause(250);
        expect(await tab.evaluate(seen)).toMatchObject({ open: 0 });
      }
      expect(since()).toMatchObject({ logouts: 0, leaves: 1 });
      await lead(tab, 'Sign in', '');
      await warned(tab);
      await over(tab);
      await expect.poll(() => since().logouts, PATIENCE).toBe(1);
      fine();
    });
  });
}
