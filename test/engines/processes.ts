import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';

/** Pairs of a process and its parent. */
function* family(): Iterable<readonly [pid: number, parent: number]> {
  if (process.platform !== 'linux') {
    for (const line of execFileSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')) {
      const [pid, parent] = line.trim().split(/\s+/).map(Number);
      if (pid && parent) yield [pid, parent];
    }
    return;
  }
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // The name of a program may hold spaces and brackets; what follows its last bracket does not.
      const [, parent] = readFileSync(`/proc/${name}/stat`, 'utf8').split(/.*\) /s).at(-1)!.split(' ');
      yield [Number(name), Number(parent)];
    } catch {
      // It has ended meanwhile.
    }
  }
}

function treeOf(root: number): number[] {
  const parents = [...family()];
  const tree = [root];
  for (const parent of tree) tree.push(...parents.filter(([, its]) => its === parent).map(([pid]) => pid));
  return tree;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile.
  }
}

export function suspendTree(root: number): void {
  let stopped: number[] = [];
  // Until all are stopped, some may still start others.
  for (let tree = treeOf(root); tree.length > stopped.length; tree = treeOf(root)) {
    for (const pid of tree) signal(pid, 'SIGSTOP');
    stopped = tree;
  }
}

export function wakeTree(root: number): void {
  for (const pid of treeOf(root)) signal(pid, 'SIGCONT');
}

/**
 * Kills a process that leads a group, with its group, when this process ends, even where it is killed: the end of a pipe
 * is noticed whatever ends it.
 *
 * @returns what kills the group now.
 */
export function bindToThisProcess(leader: number): () => void {
  if (process.platform === 'win32') return () => signal(leader, 'SIGKILL');
  const guard = spawn('/bin/sh', ['-c', 'read -r _; kill -s KILL -- "-$0"', String(leader)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.unref();
  (guard.stdin as Socket).unref();
  return () => {
    signal(-leader, 'SIGKILL');
    guard.kill();
  };
}

export interface Child {
  readonly pid: number;
  readonly output: Readable;
  readonly exited: Promise<unknown>;
  kill(): Promise<void>;
}

/** Starts a program that ends with this process at the latest. */
export async function start(path: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Child> {
  const child = spawn(path, args, { env, stdio: ['ignore', 'pipe', 'ignore'], detached: true });
  const exited = once(child, 'exit');
  await Promise.race([once(child, 'spawn'), exited]);
  const pid = child.pid!;
  const kill = bindToThisProcess(pid);
  // A test may end without having closed its browser.
  child.unref();
  (child.stdout as Socket).unref();
  child.stdout.resume();
  return {
    pid,
    output: child.stdout,
    exited,
    async kill() {
      kill();
      await exited;
    },
  };
}
