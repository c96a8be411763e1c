import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { find } from '../../engines/binaries.mjs';
import { bindToThisProcess } from '../../engines/processes.js';
import type { Stack } from '../stacks/stacks.mjs';
import { LIFETIME, layOut } from './recipe.js';

/** A stack that runs. */
export interface Backend {
  readonly port: number;
  /** What it has written so far. */
  log(): string;
  close(): void;
}

const PATIENCE = 90_000;

/** Below the ports that systems give to whoever asks for any: until the stack listens, nobody else is given this one. */
const PORTS = { first: 20_000, count: 10_000 };

async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.first + Math.floor(Math.random() * PORTS.count);
    if (!(await answers(port))) return port;
  }
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

const COMMANDS: Record<Stack['runs'], (port: number) => [command: string, ...args: string[]]> = {
  python: () => [find('flask'), 'server.py'],
  node: () => [process.execPath, 'server.mjs'],
  php: (port) => ['php', '-S', `127.0.0.1:${port}`, 'server.php'],
  ruby: (port) => ['puma', '-b', `tcp://127.0.0.1:${port}`, '-t', '1:3', 'server.ru'],
  java: () => ['java', '-cp', '/usr/share/java/*:.', 'Server'],
  next: (port) => [process.execPath, 'node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', String(port)],
};

/** Starts a stack on a free port, and waits until it listens. It ends with this process at the latest. */
export async function startStack(stack: Stack): Promise<Backend> {
  const cwd = await layOut(stack);
  const port = await freePort();
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    PORT: String(port),
    VARIANT: stack.name,
    LIFETIME: String(LIFETIME),
    ...stack.env,
  };
  const run = (command: string, args: readonly string[]) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => written.push(text));
    return child;
  };
  const written: Buffer[] = [];
  const log = () => Buffer.concat(written).toString();
  for (const [command, ...args] of stack.prepare ?? []) {
    const [code] = (await once(run(command, args), 'exit')) as [number];
    if (code) throw new Error(`${stack.name}: ${command} ${args.join(' ')} failed:\n${log()}`);
  }
  const [command, ...args] = COMMANDS[stack.runs](port);
  const child = run(command, args);
  await Promise.race([once(child, 'spawn'), once(child, 'error').then(([error]) => Promise.reject(error))]);
  const kill = bindToThisProcess(child.pid!);
  for (const began = Date.now(); !(await answers(port)); await wait(50)) {
    if (child.exitCode === null && Date.now() - began < PATIENCE) continue;
    kill();
    throw new Error(`${stack.name} did not start:\n${log()}`);
  }
  return { port, log, close: kill };
}
