import { expect } from 'vitest';
import { eventually } from '../../engines/eventually.js';
import { LIFETIME, TIMEOUT } from './recipe.js';
import type { Page, Visit } from './site.js';
import type { StepPlan } from './steps.js';

const SECOND = 1_000;

export const agedTokens = {
  'aged token': {
    promise: 'who writes a letter for longer than its token lives stays signed in, and the letter is accepted',
    applies: ({ agingToken }) => agingToken !== undefined,
    async run(visit, { agingToken }) {
      const page = await visit.signIn();
      if (agingToken === 'by a sign-in') {
        const second = await visit.open();
        await visit.signOut(second);
        await visit.signIn({ in: second, untold: true });
      }
      await page.write(1.3 * LIFETIME * SECOND);
      expect(await page.state()).toBe('active');
      expect(await page.signedIn()).toBe(true);
      await page.send();
      await eventually('the answer to the letter', () => page.tab.evaluate(() => document.title !== 'home'));
      expect(await page.tab.evaluate(() => document.title)).toBe('sent');
    },
  },

  'aged logout': {
    promise: 'a logout that is refused, for its token has aged, is sent again with the one that the refusal brings',
    applies: ({ agingToken }) => agingToken === 'soon',
    async run(visit) {
      const pages = await idle(visit);
      expect(visit.exchanges('/logout').map(({ status }) => status)).toEqual([400, 302]);
      for (const page of pages) {
        expect(await page.events('logout')).toMatchObject([{ ok: true }]);
        expect(await page.heading()).toBe('You have been signed out');
        expect(await page.signedIn()).toBe(false);
        expect(page.tab.errors!.filter((error) => /stillhere/.test(error))).toEqual([]);
      }
    },
  },

  'aged logout, untold': {
    promise: 'the same where the refusal brings none: both tabs try, it is told, and no dialog says what is not true',
    applies: ({ agingToken }) => agingToken === 'soon',
    async run(visit) {
      visit.withhold('X-CSRF-Token');
      const pages = await idle(visit);
      expect(visit.exchanges('/logout').map(({ status }) => status)).toEqual([400, 400, 400, 400]);
      for (const page of pages) {
        expect(await page.events('logout')).toMatchObject([{ ok: false, status: 400 }]);
        expect(await page.heading()).toBe('You may still be signed in');
        expect(await page.signedIn()).toBe(true);
      }
      const told = pages.flatMap(({ tab }) => tab.errors!.filter((error) => /the logout failed \(400\)/.test(error)));
      expect(told).toHaveLength(1);
    },
  },
} satisfies Record<string, StepPlan>;

/** Two tabs that nobody touches, until the logout has come to whatever end. */
async function idle(visit: Visit): Promise<readonly Page[]> {
  const pages = [await visit.signIn(), await visit.open()];
  for (const page of pages) await page.event('logout', (TIMEOUT + 15) * SECOND);
  return pages;
}
