import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** What outlives a run. */
const KEPT = new Set(['node_modules', 'installed.json']);

/** A group of small apps with the packages they need, in a folder of its own: nothing of this project is found from there. */
export interface Stack {
  readonly folder: string;
  /** Runs a file of an installed package, and says what it printed where it fails. */
  run(file: string, args?: readonly string[], env?: Record<string, string>): Promise<void>;
  /** Runs a server until `stop()`, and waits until it answers. */
  serve(
    file: string,
    args: (port: number) => readonly string[],
    env?: (port: number) => Record<string, string>,
  ): Promise<{ port: number; stop(): Promise<void> }>;
}

/** Installs the group's packages, and this package as its users get it: packed. */
export async function prepare(group: string): Promise<Stack> {
  const source = join(root, 'test/stacks', group);
  const folder = join(tmpdir(), 'stillhere-stacks', group);
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    if (!KEPT.has(name)) await rm(join(folder, name), { recursive: true, force: true });
  }
  await cp(source, folder, { recursive: true, filter: (path) => !path.includes('node_modules') });
  await install(folder);
  return {
    folder,
    async run(file, args = [], env = {}) {
      try {
        await run(process.execPath, [join('node_modules', file), ...args], {
          cwd: folder,
          env: environment(env),
          maxBuffer: 2 ** 26,
        });
      } catch (error) {
        const { stdout, stderr } = error as { stdout?: string; stderr?: string };
        throw new Error(`${file} ${args.join(' ')}\n${stdout ?? ''}${stderr ?? ''}`, { cause: error });
      }
    },
    async serve(file, args, env = () => ({})) {
      const port = await freePort();
      const child = spawn(process.execPath, [file, ...args(port)], {
        cwd: folder,
        env: environment(env(port)),
        stdio: ['ignore', 'pipe', 'pipe'],
        // It may start processes of its own: they all end with the group.
        detached: true,
      });
      const stop = () => end(child);
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
      const limit = Date.now() + 120_000;
      while (!(await answers(port))) {
        if (child.exitCode === null && Date.now() < limit) continue;
        await stop();
        throw new Error(`${file} does not answer:\n${said}`);
      }
      return { port, stop };
    },
  };
}

async function install(folder: string): Promise<void> {
  const lock = await readFile(join(folder, 'package-lock.json'), 'utf8');
  const installed = join(folder, 'installed.json');
  if ((await readFile(installed, 'utf8').catch(() => '')) !== lock) {
    await rm(installed, { force: true });
    await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder });
    await writeFile(installed, lock);
  }
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  // Development servers keep what they have made of the packages.
  for (const cache of ['.vite', '.vinxi', '.cache'])
    await rm(join(folder, 'node_modules', cache), { recursive: true, force: true });
  const target = join(folder, 'node_modules/stillhere');
  await rm(target, { recursive: true, force: true });
  await mkdir(target);
  await run('tar', ['-xzf', join(folder, filename), '-C', target, '--strip-components=1']);
}

/** Without what vitest has set for itself: a framework builds for production unless it is told otherwise. */
function environment(own: Record<string, string>): NodeJS.ProcessEnv {
  const { NODE_ENV, VITEST, MODE, PROD, DEV, SSR, BASE_URL, TEST, NODE_OPTIONS, ...env } = process.env;
  return { ...env, NO_COLOR: '1', NEXT_TELEMETRY_DISABLED: '1', NUXT_TELEMETRY_DISABLED: '1', ...own };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (!address || typeof address === 'string') throw new Error('no port');
  return address.port;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const answers = (port: number) =>
  fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual' }).then(
    () => true,
    () => pause(200).then(() => false),
  );

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || !child.pid) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
  await ended;
}
