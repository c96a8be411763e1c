import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { KeepAliveOptions } from '../../src/index.js';
import { type Engine, engines, launch } from '../engines/index.js';

const TIMEOUT = 12_000;
const INTERVAL = 500;
/** Some rows leave a request without an answer, and a browser makes but six at once to a host: the others wait in line. */
const REQUEST_TIMEOUT = 3_000;
const FIRST_BACKOFF = 2_000;
/** What a slow machine with a few browsers on it may add; in CI other tests run beside these. */
const SLACK = process.env.CI ? 4_000 : 1_500;

interface Seen {
  readonly type: 'ping' | 'pingerror' | 'expire';
  readonly at: number;
  /** Of the timer, when the event was dispatched. */
  readonly state: string;
  readonly reason?: string;
  readonly status?: number;
  readonly expiresIn?: number;
  readonly retryIn?: number;
  readonly error?: string;
}

/** What came of one timer's pings. */
interface Story {
  readonly events: readonly Seen[];
  /** When the server was asked. */
  readonly asked: readonly number[];
}

interface Row {
  readonly answer: string;
  /** @param attempt - from 1 */
  respond(response: ServerResponse, attempt: number, request: IncomingMessage): void;
  /** The timer follows redirects, and is told a login page by its address. */
  readonly follow?: boolean;
  /** The ping goes to another port, or to a host that there is not. */
  readonly to?: 'other' | 'nowhere';
  tell(story: Story): void;
}

const alive = (what: Partial<Seen>) => (story: Story) => {
  const [first, second, ...others] = story.events;
  expect(first).toMatchObject({ type: 'ping', state: 'active', ...what });
  // There was activity once more.
  expect(second).toMatchObject({ type: 'ping', state: 'active' });
  expect(others).toMatchObject([{ type: 'expire', reason: 'idle' }]);
  expect(story.asked).toHaveLength(2);
  const between = story.asked[1]! - story.asked[0]!;
  expect(between).toBeGreaterThan(INTERVAL - 50);
  expect(between).toBeLessThan(INTERVAL + 2 * SLACK);
};

const gone = ({ events, asked }: Story) => {
  expect(events).toMatchObject([{ type: 'expire', state: 'expired', reason: 'server' }]);
  expect(asked).toHaveLength(1);
};

const refused =
  (code: number) =>
  ({ events, asked }: Story) => {
    expect(events).toMatchObject([
      { type: 'pingerror', state: 'active', status: code },
      { type: 'expire', state: 'expired', reason: 'server' },
    ]);
    // Each ping twice: the second time with the token read anew.
    expect(asked).toHaveLength(4);
    expect(asked[2]! - asked[1]!).toBeGreaterThan(INTERVAL - 50);
  };

/** Nobody is thrown out, and the server is asked again after the time that the event tells. */
const failed = (what: Partial<Seen>, least: number, most: number) => (story: Story) => {
  const [failure, recovery, ...others] = story.events;
  expect(failure).toMatchObject({ type: 'pingerror', state: 'active', ...what });
  expect(failure!.retryIn).toBeGreaterThanOrEqual(least);
  expect(failure!.retryIn).toBeLessThanOrEqual(most);
  expect(recovery).toMatchObject({ type: 'ping', status: 200, state: 'active' });
  const waited = recovery!.at - failure!.at;
  expect(waited).toBeGreaterThan(failure!.retryIn! - 50);
  expect(waited).toBeLessThan(failure!.retryIn! + SLACK);
  expect(others.at(-1)).toMatchObject({ type: 'expire', reason: 'idle' });
  // Of the activity after the recovery, where that came first.
  expect(others.slice(0, -1).filter(({ type }) => type !== 'ping')).toEqual([]);
};

const status =
  (code: number, headers: Record<string, string> = {}, body = '') =>
  (response: ServerResponse) =>
    response.writeHead(code, headers).end(body);
/** Only the first attempt meets it. */
const atFirst =
  (respond: Row['respond']): Row['respond'] =>
  (response, attempt, request) =>
    attempt === 1 ? respond(response, attempt, request) : response.writeHead(200).end();
const JSON_TYPE = { 'Content-Type': 'application/json' };
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toUTCString();

const rows: readonly Row[] = [
  { answer: '200 says that the session lives', respond: status(200), tell: alive({ status: 200 }) },
  { answer: '204 says that the session lives', respond: status(204), tell: alive({ status: 204 }) },
  {
    answer: '200 with a header that tells what remains',
    respond: status(200, { 'Session-Expires-In': '540' }),
    tell: alive({ status: 200, expiresIn: 540 }),
  },
  {
    answer: '200 with a JSON field that tells what remains',
    respond: status(200, JSON_TYPE, '{"expiresIn":540}'),
    tell: alive({ status: 200, expiresIn: 540 }),
  },
  {
    answer: '200 with JSON that cannot be read says that the session lives',
    respond: status(200, JSON_TYPE, '{"expiresIn":'),
    tell: alive({ status: 200 }),
  },
  {
    answer: '200 with an empty body that claims to be JSON says that the session lives',
    respond: status(200, JSON_TYPE),
    tell: alive({ status: 200 }),
  },
  {
    answer: "the server's word that less remains than the timer has ends the session earlier",
    respond: status(200, JSON_TYPE, '{"expiresIn":3}'),
    tell({ events, asked }) {
      const expired = events.at(-1)!;
      expect(expired).toMatchObject({ type: 'expire', reason: 'server' });
      expect(expired.at - asked.at(-1)!).toBeGreaterThan(2_900 - SLACK);
      expect(expired.at - asked.at(-1)!).toBeLessThan(3_000 + SLACK);
    },
  },
  { answer: 'a redirect says that the session is gone', respond: status(302, { Location: '/login' }), tell: gone },
  {
    answer: 'a login page after a redirect that was followed says that the session is gone',
    respond: status(302, { Location: '/login' }),
    follow: true,
    tell: gone,
  },
  {
    answer: 'another page after a redirect that was followed says that the session lives',
    respond: status(302, { Location: '/elsewhere' }),
    follow: true,
    tell: alive({ status: 200 }),
  },
  ...[401, 440].map((code) => ({
    answer: `${code} says that the session is gone`,
    respond: status(code),
    tell: gone,
  })),
  ...[400, 403, 419, 422].flatMap((code) => [
    {
      answer: `${code} may mean the token: only if it is refused again, and later once more, the session is gone`,
      respond: status(code),
      tell: refused(code),
    },
    {
      answer: `${code} that the token read anew does not meet says nothing`,
      respond: atFirst(status(code)),
      tell({ events }: Story) {
        expect(events[0]).toMatchObject({ type: 'ping', status: 200 });
        expect(events.at(-1)).toMatchObject({ type: 'expire', reason: 'idle' });
      },
    },
  ]),
  ...[429, 503].flatMap((code) => [
    {
      answer: `${code} with Retry-After in seconds: asked again then, in spite of activity`,
      respond: atFirst(status(code, { 'Retry-After': '3' })),
      tell: failed({ status: code }, 3_000, 3_000 + FIRST_BACKOFF),
    },
    {
      answer: `${code} with Retry-After as a date: asked again then`,
      respond: atFirst((response) => response.writeHead(code, { 'Retry-After': inSeconds(4) }).end()),
      tell: failed({ status: code }, 3_000 - SLACK, 4_000 + FIRST_BACKOFF),
    },
    {
      answer: `${code} without Retry-After: asked again soon`,
      respond: atFirst(status(code)),
      tell: failed({ status: code }, 0, FIRST_BACKOFF),
    },
  ]),
  {
    answer: '500: asked again soon',
    respond: atFirst(status(500)),
    tell: failed({ status: 500 }, 0, FIRST_BACKOFF),
  },
  {
    answer: '500 for ever: asked less and less often, and nobody is thrown out before the timer has run out',
    respond: status(500),
    tell({ events, asked }) {
      const failures = events.slice(0, -1);
      failures.forEach((failure, i) => {
        expect(failure).toMatchObject({ type: 'pingerror', status: 500 });
        expect(failure.retryIn).toBeLessThanOrEqual(FIRST_BACKOFF * 2 ** i);
        const next = asked[i + 1];
        if (next) expect(next - failure.at).toBeGreaterThan(failure.retryIn! - 50);
      });
      expect(failures.length).toBeGreaterThan(1);
      expect(asked).toHaveLength(failures.length);
      expect(events.at(-1)).toMatchObject({ type: 'expire', reason: 'idle' });
    },
  },
  {
    answer: 'no answer in time: asked again soon',
    respond: atFirst(() => {}),
    tell: failed({ status: 0, error: 'TimeoutError' }, 0, FIRST_BACKOFF),
  },
  {
    answer: 'an answer whose body never ends: asked again soon',
    respond: atFirst((response) => response.writeHead(200, JSON_TYPE).write('{"expiresIn":')),
    tell: failed({ error: 'TimeoutError' }, 0, FIRST_BACKOFF),
  },
  {
    answer: 'a connection that breaks: asked again soon',
    respond: atFirst((_response, _attempt, request) => request.socket.resetAndDestroy()),
    tell: failed({ status: 0, error: 'TypeError' }, 0, FIRST_BACKOFF),
  },
  {
    answer: 'an answer that the browser keeps from the page (CORS): asked again, nobody is thrown out',
    respond: status(401),
    to: 'other',
    tell({ events }) {
      expect(events[0]).toMatchObject({ type: 'pingerror', status: 0, error: 'TypeError' });
      expect(events.at(-1)).toMatchObject({ type: 'expire', reason: 'idle' });
      expect(events.length).toBeGreaterThan(2);
    },
  },
  {
    answer: 'a host that is not found: asked again, nobody is thrown out',
    respond: () => {},
    to: 'nowhere',
    tell({ events }) {
      expect(events[0]).toMatchObject({ type: 'pingerror', status: 0 });
      expect(events.at(-1)).toMatchObject({ type: 'expire', reason: 'idle' });
      expect(events.length).toBeGreaterThan(2);
    },
  },
];

interface Ports {
  readonly page: Server;
  readonly other: Server;
  readonly asked: ReadonlyMap<number, number[]>;
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

/** Answers `/ping/3` as the row of that number says. */
async function open(): Promise<Ports> {
  const script = await readFile(new URL('../../dist/stillhere.min.js', import.meta.url));
  const asked = new Map(rows.map((_, i) => [i, []] as [number, number[]]));
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    // What the browser makes of a broken connection is not to depend on what the connection was used for before.
    response.setHeader('Connection', 'close');
    const path = request.url!;
    const number = Number(/^\/ping\/(\d+)$/.exec(path)?.[1] ?? Number.NaN);
    const row = rows[number];
    if (row) {
      const attempt = asked.get(number)!.push(Date.now());
      row.respond(response, attempt, request);
    } else if (path === '/stillhere.min.js') response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script);
    else if (path === '/favicon.ico') response.writeHead(404).end();
    else {
      const page = '<!doctype html><title>answers</title><script src="/stillhere.min.js"></script>';
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(page);
    }
  };
  const [page, other] = [createServer(answer), createServer(answer)];
  for (const server of [page, other]) await once(server.listen(0, '127.0.0.1'), 'listening');
  return { page, other, asked };
}

declare const stillhere: typeof import('../../src/index.js');
declare const stories: Seen[][];

// One page with a timer for each row: what takes seconds takes them for all rows at once.
describe.concurrent.each(engines)('%s', (name) => {
  let engine: Engine;
  let ports: Ports;
  let told: Seen[][];

  beforeAll(async () => {
    ports = await open();
    engine = await launch(name);
    const tab = await engine.tab(`http://127.0.0.1:${portOf(ports.page)}/`);
    const places = { other: `http://127.0.0.1:${portOf(ports.other)}`, nowhere: 'http://no-such-host.invalid' };
    const pings = rows.map(({ to, follow = false }, i) => ({ url: `${to ? places[to] : ''}/ping/${i}`, follow }));
    await tab.evaluate(
      (pings, options, shared) => {
        const stories = pings.map(({ url, follow }): Seen[] => {
          const story: Seen[] = [];
          const keepAlive: KeepAliveOptions = { ...shared, url };
          if (follow) {
            keepAlive.redirect = 'follow';
            keepAlive.isAlive = (response) => !response.url.endsWith('/login');
          }
          const timer = new stillhere.IdleTimer({ ...options, crossTab: false, keepAlive });
          for (const type of ['ping', 'pingerror', 'expire'] as const) {
            timer.addEventListener(type, (event: Event) => {
              const { reason, status, expiresIn, retryIn, error } = event as Event & Partial<Seen>;
              const facts = { reason, status, expiresIn, retryIn, error: (error as Error | undefined)?.name };
              story.push({ type, at: Date.now(), state: timer.state, ...JSON.parse(JSON.stringify(facts)) });
            });
          }
          timer.start({ renewed: true });
          return story;
        });
        Object.assign(window, { stories });
      },
      pings,
      { timeout: TIMEOUT, warnBefore: 1_000 },
      { interval: INTERVAL, timeout: REQUEST_TIMEOUT },
    );
    const all = (test: (story: Seen[]) => boolean, timeout: number) =>
      vi.waitUntil(async () => (await tab.evaluate(() => stories)).every(test), { timeout, interval: 50 });
    await tab.press('a');
    await all((story) => story.length > 0, INTERVAL + REQUEST_TIMEOUT + 2 * SLACK);
    await tab.press('a');
    await all((story) => story.at(-1)?.type === 'expire', TIMEOUT + 2 * SLACK);
    told = await tab.evaluate(() => stories);
  });

  afterAll(async () => {
    await engine?.close();
    for (const server of [ports?.page, ports?.other]) {
      server?.close();
      server?.closeAllConnections();
    }
  });

  rows.forEach(({ answer, tell }, i) => {
    it(answer, () => tell({ events: told[i]!, asked: ports.asked.get(i)! }));
  });
});
