import { vi } from 'vitest';
import type { IdleTimer, IdleTimerOptions, KeepAliveOptions } from '../../src/index.js';
import type { Engine, Tab } from '../engines/index.js';
import type { Site } from './kinds.js';
import type { Exchange } from './watch.js';

/** An event of a timer, as far as JSON can tell of it. */
export interface Seen {
  readonly type: string;
  readonly at: number;
  readonly reason?: string;
  readonly leader?: boolean;
  readonly status?: number;
}

// What is global in the page.
declare const stillhere: typeof import('../../src/index.js');
declare const timer: IdleTimer;
declare const seen: Seen[];
declare const atExpiry: number;

/** In CI other tests run beside these. */
export const PACE = process.env.CI ? 1.5 : 1;
export const TIMEOUT = 3_000 * PACE;
export const INTERVAL = 1_000 * PACE;
/** Seconds. What the rule asks for: timeout, interval, and a second each for the whole seconds of the cookie and of Flask. */
export const LIFETIME = (TIMEOUT + INTERVAL) / 1_000 + 2;

/** A person who is signed in, before a page with a running timer. */
export interface Visit {
  readonly tab: Tab;
  type(): Promise<void>;
  /** Waits for an event that the timer has dispatched, or dispatches within the limit. */
  event(type: string): Promise<Seen>;
  events(type: string): Promise<Seen[]>;
  /** The status by which the server answers the question whether somebody is signed in. */
  check(): Promise<number>;
  /** What the page asked the server while its `expire` event was held back, and was told. */
  atExpiry(): Promise<number>;
  expire(): Promise<void>;
  /** The page goes to that address as soon as the session has expired. */
  goesTo(path: string): Promise<void>;
}

export interface VisitOptions {
  /** Of the timer; TIMEOUT if it is not said. */
  readonly timeout?: number;
  /** The timer asks the server before the session expires. */
  readonly check?: boolean;
  /**
   * The site makes a request of its own, of that path, when the warning starts; and one before the start, so that no slow
   * page load lies between the last renewal and what the server first says of its lifetime.
   */
  readonly requestsOnWarn?: string;
}

/** Signs in, in a new tab: other tabs of the site are signed in as well. */
export async function signIn(engine: Engine, site: Site, options: VisitOptions = {}): Promise<Visit> {
  const tab = await engine.tab(`${site.url}/login`);
  await tab.evaluate(async (csrfHeader) => {
    const token = document.querySelector<HTMLInputElement>('input[name=csrf]')!.value;
    const body = new URLSearchParams({ name: 'Ada' });
    const { ok } = await fetch('/login', { method: 'POST', headers: { [csrfHeader]: token }, body });
    if (!ok) throw new Error('could not sign in');
  }, site.csrfHeader);
  await tab.goto(`${site.url}/bare`);
  return visit(tab, site, true, options);
}

/** Opens one more tab. */
export const join = async (engine: Engine, site: Site, options: VisitOptions = {}): Promise<Visit> =>
  visit(await engine.tab(`${site.url}/bare`), site, false, options);

async function visit(tab: Tab, site: Site, fresh: boolean, visitOptions: VisitOptions): Promise<Visit> {
  const options: IdleTimerOptions = { timeout: visitOptions.timeout ?? TIMEOUT, warnBefore: 1_000 };
  if (visitOptions.check) options.check = '/session/check';
  const keepAlive = { url: '/session/ping', interval: INTERVAL } satisfies KeepAliveOptions;
  await tab.evaluate(
    async (options, keepAlive, csrfHeader, fresh, requestsOnWarn) => {
      const headers = { [csrfHeader]: document.querySelector<HTMLInputElement>('input[name=csrf]')!.value };
      const timer = new stillhere.IdleTimer({
        ...options,
        keepAlive: { ...keepAlive, headers },
        endSession: { url: '/logout', headers },
        onExpire({ waitUntil }) {
          waitUntil(
            fetch('/session/check').then(({ status }) => {
              Object.assign(window, { atExpiry: status });
            }),
          );
        },
      });
      const seen: Seen[] = [];
      for (const type of ['warn', 'active', 'expire', 'ping', 'pingerror'] as const) {
        timer.addEventListener(type, (event: Event) => {
          const { reason, leader, status } = event as Event & Partial<Seen>;
          seen.push({ type, at: Date.now(), ...JSON.parse(JSON.stringify({ reason, leader, status })) });
        });
      }
      if (requestsOnWarn) timer.addEventListener('warn', () => void fetch(requestsOnWarn), { once: true });
      Object.assign(window, { timer, seen });
      if (requestsOnWarn) await fetch(requestsOnWarn);
      timer.start({ fresh, renewed: true });
    },
    options,
    keepAlive,
    site.csrfHeader,
    fresh,
    visitOptions.requestsOnWarn ?? '',
  );
  return {
    tab,
    type: () => tab.press('a'),
    event: (type) =>
      tab.evaluate(
        (type) =>
          seen.find((event) => event.type === type) ??
          new Promise<Seen>((resolve, reject) => {
            const found = () => resolve(seen.find((event) => event.type === type)!);
            timer.addEventListener(type as 'ping', found);
            setTimeout(() => reject(new Error(`no ${type}; seen: ${JSON.stringify(seen)}`)), 15_000);
          }),
        type,
      ),
    events: (type) => tab.evaluate((type) => seen.filter((event) => event.type === type), type),
    check: () => tab.evaluate(async () => (await fetch('/session/check')).status),
    atExpiry: () => tab.evaluate(() => atExpiry),
    expire: () => tab.evaluate(() => timer.expire()),
    goesTo: (path) => tab.evaluate((path) => timer.addEventListener('expire', () => location.assign(path)), path),
  };
}

/** Waits for the answer to a request that the site got, or gets, after the given moment. */
export function answered(site: Site, path: string, since = 0): Promise<Exchange> {
  const find = () =>
    site.exchanges.find((exchange) => exchange.path === path && exchange.at >= since && exchange.status);
  return vi.waitUntil(find, { timeout: 15_000, interval: 20 }) as Promise<Exchange>;
}
