import { setTimeout as pause } from 'node:timers/promises';
import { focusedPart } from '../browser/dialog-page.js';
import { next } from './letter.js';
import type { Visit } from './visit.js';

export interface TypingStory {
  /** What the timer told of between the warning and the end of the story. */
  readonly told: readonly string[];
  readonly state: string;
  readonly focus: string | null | undefined;
}

/** So soon after the warning has opened nobody has been told of it. */
const UNAWARE_MS = 600;
const LATER_MS = 7_000;

/** Somebody types on, as the warning opens, and presses Enter a few seconds later. To a screen reader letters are commands. */
export async function typeOn({ desktop, tab, open }: Visit, text: string): Promise<TypingStory> {
  await open();
  await desktop.type('Dear');
  await next(tab, 'warn');
  await pause(UNAWARE_MS);
  await desktop.type(text);
  await pause(LATER_MS);
  await desktop.press('Return');
  await pause(2_000);
  return {
    told: (await tab.evaluate(() => told)).map(({ type }) => type),
    state: await tab.evaluate(() => stillhere!.timer!.state),
    focus: await tab.evaluate(focusedPart),
  };
}
