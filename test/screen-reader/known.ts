import { execFileSync } from 'node:child_process';
import type { EngineName } from '../engines/index.js';

/** "43.1". */
export const orcaVersion: string = /[\d.]+/.exec(execFileSync('orca', ['--version'], { encoding: 'utf8' }))![0];

/** What a reader does not say with the markup of today: by its first version number and the browser, the names of promises. */
const KNOWN: Record<string, Partial<Record<EngineName, readonly string[]>>> = {
  43: {
    // Chromium tells twice that an alert has come, and this reader reads all of it each time.
    chromium: [
      'at the opening the heading is heard once',
      'at the opening the sentence is heard once',
      'the next warning is heard as well, and has nothing left of the last one',
    ],
    // Of an alert dialog that opens over a field, this reader says no more than what has the focus.
    firefox: [
      'at the opening the sentence is heard, with the time',
      'the next warning is heard as well, and has nothing left of the last one',
    ],
  },
};

export const isKnown = (browser: EngineName, name: string): boolean =>
  KNOWN[orcaVersion.split('.')[0]!]?.[browser]?.includes(name) ?? false;
