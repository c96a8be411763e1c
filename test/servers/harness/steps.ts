import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import { eventually } from '../../engines/eventually.js';
import type { Stack, Step } from '../stacks/stacks.mjs';
import { agedTokens } from './aged-tokens.js';
import { INTERVAL, LIFETIME, readRecipe, shorten, TIMEOUT } from './recipe.js';
import type { Visit } from './site.js';

const SECOND = 1_000;
/** What a slow machine with many pages may add. */
const SLACK = 3 * SECOND;

export interface StepPlan {
  readonly promise: string;
  /** What the stack has to have for it. */
  applies?(stack: Stack): boolean;
  /** @returns a remark for the table of results. */
  run(visit: Visit, stack: Stack): Promise<string | void>;
}

const logoutOf = ({ logout = '/logout' }: Stack) => logout;

declare const stillhere: { timer: import('../../../src/index.js').IdleTimer };

export const steps: Record<Step, StepPlan> = {
  active: {
    promise: 'who is active for longer than a session lives stays signed in',
    async run(visit, stack) {
      const page = await visit.signIn();
      await page.active(1.7 * LIFETIME * SECOND);
      expect(await page.state()).toBe('active');
      if (stack.pings ?? true) expect((await page.events('ping')).length).toBeGreaterThan(3);
      if (stack.tells ?? true)
        for (const { expiresIn } of await page.events('ping')) {
          expect(expiresIn).toBeGreaterThan(TIMEOUT + INTERVAL);
          expect(expiresIn).toBeLessThanOrEqual(LIFETIME);
        }
      expect(await page.events('expire')).toEqual([]);
      expect(await page.signedIn()).toBe(true);
    },
  },

  idle: {
    promise:
      'two idle tabs warn, end together and sign out once; "Sign in" leads on for both, "Stay signed in" stays, "Sign out" signs out',
    async run(visit, stack) {
      const [first, second] = [await visit.signIn(), await visit.open()];
      const began = Date.now();
      const credentials = await visit.credentials(first);
      const ends = await Promise.all([first, second].map((page) => page.event('expire', TIMEOUT * SECOND + 2 * SLACK)));
      for (const page of [first, second]) expect(await page.events('warn')).not.toEqual([]);
      expect(ends.map(({ reason }) => reason)).toEqual(['idle', 'idle']);
      expect(ends.filter(({ leader }) => leader)).toHaveLength(1);
      await eventually('the logout', () => visit.exchanges(logoutOf(stack), began).find(({ ended }) => ended));
      for (const page of [first, second]) await eventually('signed out', async () => !(await page.signedIn()));
      expect(visit.exchanges(logoutOf(stack), began)).toHaveLength(stack.logouts ?? 1);
      const replayed = await visit.admits(credentials);
      // Nobody can take back what is only in a cookie; it dies at its time.
      if (!stack.cookieOnly) expect(replayed).toBe(false);

      await second.press('sign-in');
      await visit.fillIn(second);
      await first.tab.show();
      await first.press('sign-in');
      await eventually('the other tab goes on', async () => (await first.state()) === 'active');
      expect(await first.signedIn()).toBe(true);

      await second.tab.show();
      await eventually('the warning', async () => (await second.state()) === 'warning', TIMEOUT * SECOND + SLACK);
      const asked = Date.now();
      await second.press('stay');
      if (stack.pings ?? true)
        await eventually('the ping', () =>
          visit.exchanges(stack.ping ?? '/session/ping', asked).find(({ status }) => status === 204 || status === 200),
        );
      expect(await second.state()).toBe('active');
      const left = Date.now();
      await second.tab.evaluate(() => stillhere.timer.expire());
      await eventually('the logout', () => visit.exchanges(logoutOf(stack), left).find(({ ended }) => ended));
      await eventually('signed out', async () => !(await second.signedIn()));
      return replayed ? 'old cookie good until its time' : undefined;
    },
  },

  killed: {
    promise: 'a session that was ended on the server is noticed at the next ping',
    async run(visit) {
      const [first, second] = [await visit.signIn(), await visit.open()];
      await second.active(2 * SECOND);
      await visit.kill(second);
      await second.active(INTERVAL * SECOND + SLACK, async () => (await second.state()) === 'expired');
      for (const page of [first, second]) expect((await page.event('expire', SLACK)).reason).toBe('server');
    },
  },

  'wrong token': {
    promise: 'a wrong token in the page throws nobody out',
    applies: ({ token = false }) => token,
    async run(visit) {
      const page = await visit.signIn();
      await page.tab.evaluate(() => {
        for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name*=csrf]')) meta.content = 'wrong';
      });
      await page.active(LIFETIME * SECOND + SECOND);
      expect(await page.state()).toBe('active');
      expect(await page.signedIn()).toBe(true);
    },
  },

  'no token': {
    promise: 'a page without its token says so in the console',
    applies: ({ token = false }) => token,
    async run(visit) {
      const page = await visit.signIn();
      await page.tab.cdp.send('Page.enable');
      await page.tab.cdp.send('Page.addScriptToEvaluateOnNewDocument', {
        source: `new MutationObserver(() => {
          for (const meta of document.querySelectorAll('meta[name*=csrf]')) meta.remove();
        }).observe(document, { childList: true, subtree: true })`,
      });
      await page.tab.reload();
      await eventually('a word in the console', () => page.tab.errors?.find((error) => /csrf/.test(error)));
    },
  },

  'signed in again': {
    promise: 'who signs out and in again in another tab is not thrown out by the tab with the old token',
    run: (visit, stack) => signInAgain(visit, stack, false),
  },

  'signed in again, untold': {
    promise: 'the same where the page does not say `data-fresh`',
    run: (visit, stack) => signInAgain(visit, stack, true),
  },

  ...agedTokens,

  remembered: {
    promise: '"remember me" does not outlive the end',
    applies: ({ remember = false }) => remember,
    async run(visit, stack) {
      const page = await visit.signIn({ remember: true });
      const began = Date.now();
      await page.event('expire', TIMEOUT * SECOND + SLACK);
      await eventually('the logout', () => visit.exchanges(logoutOf(stack), began).find(({ ended }) => ended));
      await eventually('signed out', async () => !(await page.signedIn()));
    },
  },

  'other origin': {
    promise: 'a page that is idle does not end the session that is used on another sub-domain',
    applies: ({ origins = false }) => origins,
    async run(visit, stack) {
      const first = await visit.signIn();
      const second = await visit.open({ elsewhere: true });
      await second.active(2 * TIMEOUT * SECOND);
      for (const page of [first, second]) expect(await page.events('expire')).toEqual([]);
      expect(visit.exchanges(logoutOf(stack))).toEqual([]);
      expect(await first.signedIn()).toBe(true);
    },
  },

  'idle origins': {
    promise: 'idle pages on two sub-domains end, and send no ping for what they hear of each other',
    applies: ({ origins = false }) => origins,
    async run(visit) {
      const first = await visit.signIn();
      await delay((TIMEOUT * SECOND) / 2);
      const pages = [first, await visit.open({ elsewhere: true })];
      await eventually('the pings of page loads', () => visit.exchanges('/session/ping').length === 2);
      const since = Date.now();
      await Promise.all(pages.map((page) => page.event('expire', 1.5 * TIMEOUT * SECOND + SLACK)));
      await eventually('signed out', async () => !(await first.signedIn()));
      expect(visit.exchanges('/session/ping', since)).toEqual([]);
    },
  },

  polling: {
    promise: 'requests that no person made keep no session alive',
    async run(visit, stack) {
      const page = await visit.signIn();
      // As if the browser had crashed, or the network: nothing ends the session but the server itself.
      visit.lose(logoutOf(stack));
      const files = await readRecipe('passive-requests');
      await page.tab.evaluate((poll) => new Function(poll)(), shorten(files.get('poll.js')!));
      await page.event('expire', TIMEOUT * SECOND + SLACK);
      await delay((LIFETIME - TIMEOUT + 2) * SECOND);
      expect(await page.signedIn()).toBe(false);
    },
  },
};

async function signInAgain(visit: Visit, stack: Stack, untold: boolean): Promise<void> {
  const first = await visit.signIn();
  const second = await visit.open();
  await visit.signOut(second);
  await visit.signIn({ in: second, untold });
  const since = Date.now();
  // Which tab pings is chance: both have a person in turn, long enough for the first to send its old token.
  // And in turns so short that no tab comes to its warning, which only its button would end.
  for (let turn = 0; turn < 4; turn += 1) {
    for (const page of [first, second]) await page.active(0.6 * INTERVAL * SECOND);
  }
  expect(await second.events('expire')).toEqual([]);
  expect(await second.state()).toBe('active');
  expect(await second.signedIn()).toBe(true);
  // Where each tab has tokens of its own, the first one's are revoked when it hears of the end.
  expect(visit.exchanges(logoutOf(stack), since).length).toBeLessThan(stack.logouts ?? 1);
  // It may have asked between the two sessions: then it says so, and that there is another one.
  if ((await first.state()) === 'expired') expect(await first.events('restart')).not.toEqual([]);
  // And what the end of the new session is worth, whichever tab sends it.
  for (const page of [first, second]) {
    if ((await page.state()) !== 'expired') await page.event('expire', TIMEOUT * SECOND + SLACK);
  }
  await eventually('the logout', () => visit.exchanges(logoutOf(stack), since).find(({ ended }) => ended));
  await eventually('signed out', async () => !(await second.signedIn()));
}
