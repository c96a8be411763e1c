import { once } from 'node:events';
import { find } from './binaries.mjs';
import { start } from './processes.js';

export interface Display {
  readonly env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

/** A pointer that nobody moves rests in the middle: of a screen this large that is beside the windows. */
const SCREEN = '2560x2048x24';

/** The screen that is there, or a virtual one. */
export async function openDisplay(): Promise<Display> {
  const { env } = process;
  if (process.platform !== 'linux' || env.DISPLAY || env.WAYLAND_DISPLAY) return { env, async close() {} };
  // It chooses a free number by itself, and says which when it is ready.
  const server = await start(find('xvfb'), ['-displayfd', '1', '-screen', '0', SCREEN, '-nolisten', 'tcp'], env);
  const [number] = await Promise.race([once(server.output, 'data'), server.exited.then(() => [])]);
  if (!number) throw new Error('Xvfb did not start');
  return { env: { ...env, DISPLAY: `:${String(number).trim()}` }, close: server.kill };
}
