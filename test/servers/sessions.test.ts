import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Engine, engines, launch } from '../engines/index.js';
import { kinds, type Site } from './kinds.js';
import { answered, INTERVAL, join, LIFETIME, PACE, signIn, TIMEOUT, type Visit, type VisitOptions } from './page.js';

const SECOND = 1_000;
/** A person's. */
const PAUSE_BETWEEN_KEYS = 200;
/** What a slow machine with a few browsers on it may add. */
const SLACK = 1_500 * PACE;

// The engines work side by side, since these tests wait most of the time; in each there is one person at a time.
describe.concurrent.each(engines)('%s', (name) => {
  let engine: Engine;

  beforeAll(async () => {
    engine = await launch(name);
  });
  afterAll(() => engine?.close());

  describe.sequential.each(kinds.map(({ name, start }) => [name, start] as const))('%s', (kind, start) => {
    let site: Site;
    let visits: Visit[] = [];

    const enter = async (how: typeof signIn, options?: VisitOptions) => {
      const visit = await how(engine, site, options);
      visits.push(visit);
      return visit;
    };
    const leave = (visit: Visit) => {
      visits = visits.filter((other) => other !== visit);
      return visit.tab.close();
    };
    const requests = (path: string, since = 0) =>
      site.exchanges.filter((exchange) => exchange.path === path && exchange.at >= since);

    beforeAll(async () => {
      site = await start(LIFETIME);
    });
    afterAll(() => site?.close());
    afterEach(async () => {
      for (const visit of visits) await leave(visit);
    });

    it.sequential('P5: typing for three lifetimes never loses the session of the server', async () => {
      const ada = await enter(signIn);
      const began = Date.now();
      while (Date.now() < began + 3 * LIFETIME * SECOND) {
        await ada.type();
        expect(await ada.check()).toBe(200);
        await wait(PAUSE_BETWEEN_KEYS);
      }
      expect(await ada.events('expire')).toEqual([]);
      const pings = requests('/session/ping', began).length;
      expect(pings).toBeLessThanOrEqual((Date.now() - began) / INTERVAL + 1);
    });

    it.sequential('P5: the session lives until the timer has said so, and the logout ends it', async () => {
      const ada = await enter(signIn);
      await ada.type();
      const typed = Date.now();
      const warned = await ada.event('warn');
      expect(await ada.check()).toBe(200);
      const expired = await ada.event('expire');
      expect(expired).toMatchObject({ reason: 'idle', leader: true });
      expect(expired.at - typed).toBeGreaterThan(TIMEOUT - SLACK);
      expect(expired.at - typed).toBeLessThan(TIMEOUT + SLACK);
      expect(warned.at).toBeLessThan(expired.at);
      await answered(site, '/logout', typed);
      expect(await ada.atExpiry()).toBe(200);
      expect(await ada.check()).toBe(401);
      // The one for what was typed; the rest of the time nobody was there.
      expect(requests('/session/ping', typed)).toHaveLength(1);
    });

    it.sequential('P5: asking the server before the end does not put the end off', async () => {
      const ada = await enter(signIn, { check: true });
      await ada.type();
      const typed = Date.now();
      const expired = await ada.event('expire');
      expect(expired).toMatchObject({ reason: 'idle', leader: true });
      expect(expired.at - typed).toBeLessThan(TIMEOUT + SLACK / 2);
      await answered(site, '/logout', typed);
      expect(await ada.atExpiry()).toBe(200);
    });

    it.sequential('P5: nor does it where nobody did anything after the page had been loaded', async () => {
      const ada = await enter(signIn, { check: true });
      const began = Date.now();
      const expired = await ada.event('expire');
      expect(expired).toMatchObject({ reason: 'idle', leader: true });
      expect(expired.at - began).toBeLessThan(TIMEOUT + SLACK / 2);
      await answered(site, '/logout', began);
      expect(await ada.atExpiry()).toBe(200);
    });

    it.sequential('asked before the end, the server tells of activity of which the timer did not know', async () => {
      // So that the request comes well over two seconds after the start: what the server tells may be off by one, and
      // activity that is one second later is not told from that.
      const timeout = TIMEOUT + SECOND;
      const ada = await enter(signIn, { timeout, check: true, requestsOnWarn: '/bare' });
      const { at: warned } = await ada.event('warn');
      const renewed = await answered(site, '/bare', warned);
      const expired = await ada.event('expire');
      expect(expired.reason).toBe('idle');
      // Whole seconds may take one away.
      expect(expired.at - renewed.at).toBeGreaterThan(timeout - 1_100);
      await answered(site, '/logout', warned);
      expect(await ada.atExpiry()).toBe(200);
    });

    it.sequential('P6: when the tab is closed the session ends by itself, without a request', async () => {
      const looking = await engine.tab(`${site.url}/login`);
      const ada = await enter(signIn);
      await ada.type();
      const typed = Date.now();
      const ping = await answered(site, '/session/ping', typed);
      await ada.event('ping');
      await leave(ada);
      const closed = Date.now();
      const status = () => looking.evaluate(async () => (await fetch('/session/check')).status);
      expect(await status()).toBe(200);
      await vi.waitUntil(async () => (await status()) === 401, { timeout: (LIFETIME + 3) * SECOND, interval: 200 });
      expect(Date.now() - ping.at).toBeGreaterThan((LIFETIME - 1) * SECOND);
      expect(Date.now() - ping.at).toBeLessThan((LIFETIME + 1) * SECOND + SLACK);
      const sent = site.exchanges.filter(({ path, at }) => path !== '/session/check' && at >= closed);
      expect(sent).toEqual([]);
      await looking.close();
    });

    it.sequential('P5: what was typed in a tab that closed at once is told to the server by another tab', async () => {
      // Long enough for a slow machine to open both.
      const timeout = 5 * TIMEOUT;
      const other = await enter(signIn, { timeout });
      const ada = await enter(join, { timeout });
      await ada.type();
      const typed = Date.now();
      await leave(ada);
      const ping = await answered(site, '/session/ping', typed);
      expect(ping.at - typed).toBeLessThan(INTERVAL + SLACK);
      expect(await other.event('ping')).toMatchObject({ status: 200 });
    });

    it.sequential('a network that fails for a while signs nobody out', async () => {
      const ada = await enter(signIn);
      const { offline } = ada.tab;
      const cut = (on: boolean) => (offline ? offline(on) : site.cut(on));
      await cut(true);
      await ada.type();
      expect(await ada.event('pingerror')).toMatchObject({ status: 0 });
      await ada.type();
      const back = Date.now();
      await cut(false);
      const ping = await answered(site, '/session/ping', back);
      // Where the browser says that it is online again there is no reason to wait.
      expect(ping.at - back).toBeLessThan(offline ? SLACK : 2 * SECOND + SLACK);
      expect(await ada.check()).toBe(200);
      expect(await ada.events('expire')).toEqual([]);
    });

    it.sequential('an answer that comes after the logout signs nobody in again', async () => {
      const ada = await enter(signIn);
      const release = site.hold('/session/ping');
      await ada.type();
      const typed = Date.now();
      // The server has renewed the session: a cookie that says so is on its way.
      const ping = await answered(site, '/session/ping', typed);
      await ada.expire();
      await answered(site, '/logout', typed);
      release();
      await vi.waitUntil(() => ping.ended, { timeout: 5_000, interval: 20 });
      expect(ping.aborted).toBe(true);
      expect(await ada.check()).toBe(401);
    });

    // Where the server keeps a store, the cookie that comes late is that of a session that is no more.
    if (kind !== 'express-session')
      it.sequential('the danger is real: a late answer that could not be aborted signs the person in again', async () => {
        const ada = await enter(signIn);
        await ada.tab.evaluate(() => {
          const { fetch } = window;
          window.fetch = (url, init) => fetch(url, { ...init, signal: null });
        });
        const release = site.hold('/session/ping');
        await ada.type();
        const typed = Date.now();
        const ping = await answered(site, '/session/ping', typed);
        await ada.expire();
        await answered(site, '/logout', typed);
        expect(await ada.check()).toBe(401);
        release();
        await vi.waitUntil(() => ping.ended, { timeout: 5_000, interval: 20 });
        await vi.waitUntil(async () => (await ada.check()) === 200, { timeout: 5_000, interval: 50 });
      });

    it.sequential('an answer to one tab that comes after the logout of another signs nobody in again', async () => {
      // Long enough for a slow machine to come to the logout.
      const timeout = 5 * TIMEOUT;
      const other = await enter(signIn, { timeout });
      const ada = await enter(join, { timeout });
      const release = site.hold('/session/ping');
      await ada.type();
      const typed = Date.now();
      const ping = await answered(site, '/session/ping', typed);
      await other.expire();
      await answered(site, '/logout', typed);
      release();
      await vi.waitUntil(() => ping.ended, { timeout: 5_000, interval: 20 });
      expect(await other.check()).toBe(401);
      expect(await ada.event('expire')).toMatchObject({ reason: 'ended' });
    });

    it.sequential('a page that goes to the login page at once takes the logout along', async () => {
      const ada = await enter(signIn);
      await ada.goesTo('/login');
      const release = site.hold('/login');
      const began = Date.now();
      await ada.expire();
      await answered(site, '/logout', began);
      release();
      const page = await answered(site, '/login', began);
      await vi.waitUntil(() => page.ended, { timeout: 5_000, interval: 20 });
      await vi.waitFor(async () => expect(await ada.check()).toBe(401), { timeout: 5_000, interval: 50 });
      expect(requests('/logout', began)).toHaveLength(1);
    });

    it.sequential('P4: two tabs send one logout', async () => {
      const began = Date.now();
      // Long enough for a slow machine to open both.
      const timeout = 2 * TIMEOUT;
      const tabs = [await enter(signIn, { timeout }), await enter(join, { timeout })];
      const expired = await Promise.all(tabs.map((tab) => tab.event('expire')));
      expect(expired.map(({ reason }) => reason)).toEqual(['idle', 'idle']);
      expect(expired.filter(({ leader }) => leader)).toHaveLength(1);
      await answered(site, '/logout', began);
      expect(await tabs[0]!.check()).toBe(401);
      expect(requests('/logout', began)).toHaveLength(1);
    });

    it.sequential('all tabs hear that the server has revoked the session', async () => {
      // Long enough for a slow machine to open both.
      const timeout = 5 * TIMEOUT;
      const other = await enter(signIn, { timeout });
      const ada = await enter(join, { timeout });
      site.revoke();
      await vi.waitUntil(async () => (await ada.check()) === 401, { timeout: 5_000, interval: 50 });
      await ada.type();
      for (const tab of [ada, other]) expect(await tab.event('expire')).toMatchObject({ reason: 'server' });
    });
  });
});
