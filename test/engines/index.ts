import { launchChromium } from './chromium.js';
import { launchFirefox } from './firefox.js';
import type { Engine, EngineName, LaunchOptions } from './types.js';
import { launchWebKit } from './webkit.js';

export type { Engine, EngineName, LaunchOptions, Tab } from './types.js';

const LAUNCHERS: Record<EngineName, (options: LaunchOptions) => Promise<Engine>> = {
  chromium: launchChromium,
  firefox: launchFirefox,
  webkit: launchWebKit,
};

/** The engines to test in: all, or those that the environment names: `BROWSERS=chromium,firefox`. */
export const engines = (process.env.BROWSERS?.split(',') ?? Object.keys(LAUNCHERS)) as EngineName[];

/**
 * For the long tables: Chromium in a build, which has 25 minutes; all three with
 * `BROWSERS=chromium,firefox,webkit npx vitest run --project browser`.
 */
export const enginesOfTables: readonly EngineName[] = process.env.BROWSERS ? engines : ['chromium'];

/** @throws where the browser is not installed. */
export function launch(name: EngineName, options: LaunchOptions = {}): Promise<Engine> {
  const launcher = LAUNCHERS[name];
  if (!launcher) throw new Error(`no such browser: ${name}. Known are ${Object.keys(LAUNCHERS).join(', ')}`);
  return launcher(options);
}
