import { fileURLToPath } from 'node:url';
import { eventually } from '../engines/eventually.js';
import { type EngineName, launch, type Tab } from '../engines/index.js';
import { serve } from '../engines/site.js';
import { type Desktop, openDesktop } from './desktop.js';
import { serveLetter } from './letter.js';
import { RESULTS } from './results.js';

export interface Visit {
  readonly desktop: Desktop;
  readonly tab: Tab;
  readonly version: string;
  /** The page anew, with the reader in the field. */
  open(): Promise<void>;
  close(): Promise<void>;
}

/** Chromium has no accessibility tree unless it believes that somebody needs one. */
const ARGS: Partial<Record<EngineName, string[]>> = { chromium: ['--force-renderer-accessibility'] };

/** Somebody with a screen reader visits the page of the letter. */
export async function visit(browser: EngineName): Promise<Visit> {
  const site = await serve(serveLetter);
  const desktop = await openDesktop(fileURLToPath(new URL(`${browser}.log`, RESULTS)));
  const engine = await launch(browser, { headed: true, args: ARGS[browser] ?? [] });
  const tab = await engine.tab('about:blank');
  await tab.show();
  return {
    desktop,
    tab,
    version: engine.version.replace(/^\D+/, ''),
    async open() {
      const since = Date.now();
      await tab.goto(`${site.url}/letter`);
      const isNamed = () => desktop.heard(since).some(({ heard }) => heard.includes('Your message'));
      await eventually('the field is named', isNamed);
    },
    async close() {
      await engine.close();
      await desktop.close();
      await site.close();
    },
  };
}
