import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kinds, type Site } from './kinds.js';

const LIFETIME = 6;

/** As much of a browser as it takes to be signed in. */
function createVisitor({ url, csrfHeader }: Site) {
  const cookies = new Map<string, string>();
  let token = '';
  const send = async (method: string, path: string, body?: URLSearchParams) => {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const headers = { cookie, ...(method === 'POST' && { [csrfHeader]: token }) };
    const response = await fetch(url + path, { method, headers, redirect: 'manual', body: body ?? null });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value && !line.includes('Max-Age=0')) cookies.set(name!, value);
      else cookies.delete(name!);
    }
    return response;
  };
  return {
    async signIn() {
      const form = await (await send('GET', '/login')).text();
      token = /name="csrf" value="([^"]+)"/.exec(form)![1]!;
      return send('POST', '/login', new URLSearchParams({ name: 'Ada' }));
    },
    ping: () => send('POST', '/session/ping'),
    check: () => send('GET', '/session/check'),
    logOut: () => send('POST', '/logout'),
    get: (path: string) => send('GET', path),
    forgetToken: () => {
      token = '';
    },
  };
}

const left = async (response: Response) => ((await response.json()) as { expiresIn: number }).expiresIn;

describe.concurrent.each(kinds.map(({ name, start }) => [name, start] as const))(
  '%s, as the other tests take it for granted',
  (_, start) => {
    let site: Site;

    beforeAll(async () => {
      site = await start(LIFETIME);
    });
    afterAll(() => site.close());

    it('a ping renews the session, a check and a file do not', async () => {
      const visitor = createVisitor(site);
      expect((await visitor.check()).status).toBe(401);
      expect((await visitor.signIn()).status).toBeLessThan(400);
      await wait(2_500);
      const checked = await visitor.check();
      expect(checked.headers.getSetCookie()).toEqual([]);
      expect(await left(checked)).toBeLessThan(LIFETIME - 2.4);
      expect((await visitor.get('/dist/stillhere.min.js')).headers.getSetCookie()).toEqual([]);
      expect(await left(await visitor.check())).toBeLessThan(LIFETIME - 2.4);

      const pinged = await visitor.ping();
      expect(Number(pinged.headers.get('Session-Expires-In'))).toBeGreaterThan(LIFETIME - 2.3);
      expect(await left(pinged)).toBeGreaterThan(LIFETIME - 2.3);
    });

    it('the session ends by itself, also where it is checked all the time', async () => {
      const visitor = createVisitor(site);
      await visitor.signIn();
      const signedIn = Date.now();
      while ((await visitor.check()).status === 200) await wait(250);
      const lived = Date.now() - signedIn;
      expect(lived).toBeGreaterThan(1_000 * (LIFETIME - 1));
      expect(lived).toBeLessThan(1_000 * (LIFETIME + 2));
      expect((await visitor.ping()).status).toBe(401);
    });

    it('a ping needs the CSRF token, and a logout ends the session', async () => {
      const visitor = createVisitor(site);
      await visitor.signIn();
      expect((await visitor.get('/bare')).status).toBe(200);
      visitor.forgetToken();
      expect([400, 403]).toContain((await visitor.ping()).status);
      await visitor.signIn();
      expect((await visitor.logOut()).status).toBe(204);
      expect((await visitor.check()).status).toBe(401);
    });
  },
);

describe.each(kinds.map(({ name, start }) => [name, start] as const))('%s', (_, start) => {
  it('an administrator can end all sessions', async () => {
    const site = await start(60);
    const visitor = createVisitor(site);
    await visitor.signIn();
    expect((await visitor.check()).status).toBe(200);
    site.revoke();
    await expect.poll(async () => (await visitor.check()).status).toBe(401);
    await site.close();
  });
});
