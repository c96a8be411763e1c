import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ChromiumTab } from '../../engines/chromium.js';
import { eventually } from '../../engines/eventually.js';
import type { Engine } from '../../engines/index.js';
import type { Stack } from '../stacks/stacks.mjs';
import { type Exchange, watch } from '../watch.js';
import type { Backend } from './start.js';

/** An event of the timer of a page. */
interface Seen {
  readonly type: string;
  readonly at: number;
  readonly reason?: string;
  readonly leader?: boolean;
  readonly ok?: boolean;
  readonly status?: number;
  readonly expiresIn?: number;
}

// What is global in the page.
declare global {
  /** What its timer has told. */
  var seen: Seen[] | undefined;
  /** Of a page that has no cookie: the headers by which the server knows it. */
  var credentials: (() => Promise<Record<string, string>>) | undefined;
}
declare const stillhere: typeof import('../../../src/index.js') & { timer?: import('../../../src/index.js').IdleTimer };

/** A tab before a page of the site. */
export interface Page {
  readonly tab: ChromiumTab;
  state(): Promise<string>;
  events(type: string): Promise<Seen[]>;
  event(type: string, patience?: number): Promise<Seen>;
  /** Moves the mouse for so long, or until something is true. */
  active(ms: number, until?: () => Promise<boolean>): Promise<void>;
  /** Writes into the page's letter for so long. */
  write(ms: number): Promise<void>;
  /** Sends the letter, by its button. */
  send(): Promise<void>;
  /** The heading of the dialog that is open. */
  heading(): Promise<string | undefined>;
  /** Presses a button of the dialog, by its part. */
  press(part: 'stay' | 'end' | 'sign-in'): Promise<void>;
  /** Whether the server knows who this is. */
  signedIn(): Promise<boolean>;
}

/** A site, a browser of its own before it, and what passes between them. */
export interface Visit {
  readonly url: string;
  exchanges(path: string, since?: number): Exchange[];
  /** From now on requests for that path get 503, and the server does not see them. */
  lose(path: string): void;
  /** From now on this header is missing in all answers. */
  withhold(header: string): void;
  /** Signs in by the site's own form. */
  signIn(options?: { remember?: boolean; in?: Page; untold?: boolean }): Promise<Page>;
  /** One more tab; elsewhere: on another origin that has the same cookies. */
  open(options?: { elsewhere?: boolean }): Promise<Page>;
  /** Signs out by the site's own form. */
  signOut(page: Page): Promise<void>;
  /** Fills in the login form in which the page is. */
  fillIn(page: Page, remember?: boolean): Promise<void>;
  /** The headers by which the server knows who this is. */
  credentials(page: Page): Promise<Record<string, string>>;
  /** Whether somebody who sends these is signed in. */
  admits(headers: Record<string, string>): Promise<boolean>;
  /** Ends the session on the server, or with its cookie where the server has nothing of it. */
  kill(page: Page): Promise<void>;
  /** What has happened, for whoever has to find out why a step failed. */
  story(): Promise<string>;
  close(): Promise<void>;
}

const script = readFile(fileURLToPath(new URL('../../../dist/stillhere.min.js', import.meta.url)));

export async function visit(stack: Stack, backend: Backend, browser: Engine): Promise<Visit> {
  const { home = '/', signIn: loginPath = '/login', logout = '/logout', signOut = logout } = stack;
  const lost = new Set<string>();
  const source = await script;
  const stand = (request: IncomingMessage, response: ServerResponse) => {
    // What the page of the docs polls, and every site has.
    if (request.url === '/news') request.url = '/me';
    if (request.url === '/favicon.ico') response.writeHead(404).end();
    else if (request.url === '/stillhere.min.js')
      response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(source);
    else if (lost.has(request.url!)) response.writeHead(503).end();
    else return false;
    return true;
  };
  const api = await watch(backend.port, stand);
  const front = await watch(backend.port, (request, response) => {
    // Pages that have their API elsewhere say where.
    request.headers['x-api'] = api.url;
    return stand(request, response);
  });
  const profile = await browser.profile!();

  const tabs: ChromiumTab[] = [];
  const openTab = async (address: string) => {
    const tab = (await profile.tab(address)) as ChromiumTab;
    tabs.push(tab);
    return tab;
  };

  const wrap = (tab: ChromiumTab): Page => ({
    tab,
    state: () => tab.evaluate(() => stillhere.timer?.state ?? 'none'),
    events: (type) => tab.evaluate((type) => seen!.filter((event) => event.type === type), type),
    event: (type, patience) =>
      eventually(type, () => tab.evaluate((type) => seen!.find((event) => event.type === type), type), patience),
    async active(ms, until = async () => false) {
      await tab.show();
      const end = Date.now() + ms;
      for (let x = 10; Date.now() < end && !(await until()); x = 10 + ((x + 7) % 200)) {
        await tab.move(x, 300 + (x % 13));
        await delay(400);
      }
    },
    async write(ms) {
      await tab.show();
      await tab.click(...(await middleOf(tab, '#letter textarea')));
      for (const end = Date.now() + ms; Date.now() < end; await delay(400)) await tab.press('x');
    },
    async send() {
      await tab.show();
      await tab.click(...(await middleOf(tab, '#letter button')));
    },
    heading: () =>
      tab.evaluate(() => {
        const dialog = document.querySelector('stillhere-dialog')?.shadowRoot?.querySelector('dialog[open]');
        return dialog?.querySelector('h2:not(.unseen)')?.textContent ?? undefined;
      }),
    async press(part) {
      await tab.show();
      const [x, y] = await eventually(part, () =>
        tab.evaluate((part) => {
          const button = document.querySelector('stillhere-dialog')?.shadowRoot?.querySelector(`[part=${part}]`);
          const { x, y, width, height } = button!.getBoundingClientRect();
          return width ? [x + width / 2, y + height / 2] : undefined;
        }, part),
      );
      await tab.click(x!, y!);
    },
    signedIn: () =>
      tab.evaluate(async () => {
        if (document.readyState === 'loading') throw new Error('the page is on its way');
        // A question of the tests is no sign of a person.
        const headers = { 'X-Passive': '1', ...(await globalThis.credentials?.()) };
        return (await fetch('/me', { headers, redirect: 'manual' })).status === 200;
      }),
  });

  /** Waits for the page of somebody who is signed in, and begins to write down what its timer says. */
  const arrive = async (page: Page) => {
    await eventually(`the page ${home} with a timer`, () =>
      page.tab.evaluate((home) => {
        if (location.pathname !== home || !stillhere.timer || stillhere.timer.state === 'stopped') return false;
        const seen: Seen[] = [];
        for (const type of ['warn', 'active', 'expire', 'restart', 'ping', 'pingerror', 'logout']) {
          stillhere.timer.addEventListener(type as 'ping', (event: Event) => {
            const { reason, leader, ok, status, expiresIn } = event as Event & Partial<Seen>;
            seen.push({
              type,
              at: Date.now(),
              ...JSON.parse(JSON.stringify({ reason, leader, ok, status, expiresIn })),
            });
          });
        }
        globalThis.seen = seen;
        return true;
      }, home),
    );
    return page;
  };

  const self: Visit = {
    url: front.url,
    exchanges: (path, since = 0) =>
      [...front.exchanges, ...api.exchanges].filter(
        (exchange) => exchange.path === path && exchange.at >= since && exchange.method !== 'OPTIONS',
      ),
    lose: (path) => void lost.add(path),
    withhold: (header) => front.withhold(header),
    async signIn({ remember = false, in: page, untold = false } = {}) {
      const there = page ?? wrap(await openTab('about:blank'));
      if (untold) {
        await there.tab.cdp.send('Page.enable');
        await there.tab.cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: `(${forgetFresh})()` });
      }
      await there.tab.goto(front.url + loginPath);
      await self.fillIn(there, remember);
      return there;
    },
    open: async ({ elsewhere = false } = {}) => arrive(wrap(await openTab((elsewhere ? api : front).url + home))),
    async signOut(page) {
      const { tab } = page;
      const since = Date.now();
      await tab.evaluate((address) => {
        const control = document.querySelector<HTMLElement>(`#sign-out, a[href="${address}"]`)!;
        if (control instanceof HTMLFormElement) control.submit();
        else control.click();
      }, signOut);
      await eventually('the answer to who signs out', () => self.exchanges(signOut, since)[0]?.status);
      await eventually('signed out by the site', async () => !(await page.signedIn()));
    },
    async fillIn(page, remember = false) {
      await eventually('the login form', () =>
        page.tab.evaluate((remember) => {
          const name = document.querySelector<HTMLInputElement>(
            'form input:not([type=hidden], [type=password], [type=checkbox], [type=submit])',
          );
          if (!name || document.readyState !== 'complete') return false;
          name.value = name.type === 'email' ? 'ada@example.org' : 'Ada';
          for (const secret of document.querySelectorAll<HTMLInputElement>('[type=password]')) secret.value = 'secret';
          const box = document.querySelector<HTMLInputElement>('form [type=checkbox][name*=remember]');
          if (box) box.checked = remember;
          name.focus();
          return true;
        }, remember),
      );
      await page.tab.press('Enter');
      await arrive(page);
    },
    async credentials({ tab }) {
      const { cookies } = await tab.cdp.send('Network.getCookies', { urls: [front.url] });
      const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
      return { ...(await tab.evaluate(async () => (await globalThis.credentials?.()) ?? {})), cookie };
    },
    admits: async (headers) => (await fetch(`${front.url}/me`, { headers, redirect: 'manual' })).status === 200,
    async kill(page) {
      const { tab } = page;
      // A request that is being worked on may store the session, or set its cookie, once more.
      await eventually('all requests answered', () =>
        [...front.exchanges, ...api.exchanges].every(({ ended }) => ended),
      );
      if (stack.cookieOnly) {
        for (const name of stack.cookieOnly) await tab.cdp.send('Network.deleteCookies', { name, url: front.url });
        return;
      }
      const headers = await self.credentials(page);
      const { status } = await fetch(`http://127.0.0.1:${backend.port}/kill`, { headers });
      if (status !== 200) throw new Error(`/kill: ${status}\n${backend.log()}`);
    },
    async story() {
      const passed = [...front.exchanges, ...api.exchanges].map(
        ({ method, path, at, status, ended }) => `${at % 1e6} ${method} ${path} ${status} ${ended % 1e6}`,
      );
      const pages = await Promise.all(
        tabs.map(async (tab, i) => {
          const page = await tab
            .evaluate(
              () => `${location.href} ${JSON.stringify(globalThis.seen ?? [])}\n${document.body?.innerText ?? ''}`,
            )
            .catch(String);
          return `tab ${i + 1}: ${page}\n${tab.errors?.join('\n')}`;
        }),
      );
      return [...passed, ...pages, backend.log().slice(-2_000)].join('\n');
    },
    async close() {
      await profile.close();
      await front.close();
      await api.close();
    },
  };
  return self;
}

const middleOf = (tab: ChromiumTab, selector: string): Promise<[x: number, y: number]> =>
  tab.evaluate((selector) => {
    const { x, y, width, height } = document.querySelector(selector)!.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
  }, selector);

/** Runs before each page: a tag without `data-fresh`. */
function forgetFresh(): void {
  new MutationObserver(() => {
    for (const tag of document.querySelectorAll('script[data-fresh]')) tag.removeAttribute('data-fresh');
  }).observe(document, { childList: true, subtree: true });
}
