import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import session from 'express-session';
import { find } from '../engines/binaries.mjs';
import { createApp } from './express/app.js';
import { type Watch, watch } from './watch.js';

/**
 * A real server with a login, whose sessions end by themselves:
 * GET and POST `/login`, GET `/bare` (a page for those signed in, with stillhere's script), POST `/session/ping`,
 * GET `/session/check` (renews nothing), POST `/logout`.
 */
export interface Site extends Watch {
  /** The header in which the CSRF token is sent. */
  readonly csrfHeader: string;
  /** Ends all sessions, as an administrator would. */
  revoke(): void;
}

export interface Kind {
  readonly name: string;
  /** @param lifetime - seconds that a session lives after the last request that renews it. */
  start(lifetime: number): Promise<Site>;
}

interface Backend {
  readonly port: number;
  revoke(): void;
  close(): Promise<unknown> | void;
}

async function site(backend: Backend, csrfHeader: string): Promise<Site> {
  const front = await watch(backend.port);
  const close = async () => {
    await front.close();
    await backend.close();
  };
  return { ...front, csrfHeader, revoke: backend.revoke, close };
}

async function startPython(name: 'flask' | 'django', lifetime: number): Promise<Backend> {
  const script = fileURLToPath(new URL(`${name}/server.py`, import.meta.url));
  const child = spawn(find(name), [script, String(lifetime)], { stdio: ['pipe', 'pipe', 'pipe'] });
  const complaints: Buffer[] = [];
  child.stderr.on('data', (text: Buffer) => complaints.push(text));
  const announced = once(createInterface(child.stdout), 'line') as Promise<[string]>;
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${name} did not start:\n${Buffer.concat(complaints)}`);
  });
  const [port] = await Promise.race([announced, ended]);
  ended.catch(() => {});
  return {
    port: Number(port),
    revoke: () => child.stdin.write('revoke\n'),
    async close() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

async function startExpress(lifetime: number): Promise<Backend> {
  const store = new session.MemoryStore();
  const server = createServer(createApp(lifetime, store)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    revoke: () => store.clear(),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

export const flask: Kind = {
  name: 'Flask',
  start: async (lifetime) => site(await startPython('flask', lifetime), 'X-CSRF-Token'),
};
const django: Kind = {
  name: 'Django',
  start: async (lifetime) => site(await startPython('django', lifetime), 'X-CSRFToken'),
};
const expressSession: Kind = {
  name: 'express-session',
  start: async (lifetime) => site(await startExpress(lifetime), 'X-CSRF-Token'),
};

export const kinds: readonly Kind[] = [flask, django, expressSession];
