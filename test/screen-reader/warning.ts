import { setTimeout as pause } from 'node:timers/promises';
import type { Tab } from '../engines/index.js';
import { next, WARN_MS } from './letter.js';
import type { Utterance } from './speech.js';
import type { Visit } from './visit.js';

/** What is heard at each moment of the story, in the order of the table in the docs. */
export interface Warnings {
  opening: Utterance[];
  halfMinute: Utterance[];
  tenSeconds: Utterance[];
  end: Utterance[];
  signIn: Utterance[];
  /** A second warning on the same page. */
  openingAgain: Utterance[];
  stay: Utterance[];
  signOut: Utterance[];
  enter: Utterance[];
  escape: Utterance[];
}

export interface WarningStory {
  readonly heard: Warnings;
  /** When the first warning's time was over. */
  readonly deadline: number;
  /** What is in the field at the end: each answer was followed by a letter. */
  readonly message: string;
}

const NAMED_MS = 4_000;
const OPENED_MS = 25_000;
const ENDED_MS = 12_000;

const messageOf = (tab: Tab) => tab.evaluate(() => document.querySelector<HTMLTextAreaElement>('#message')!.value);

/**
 * Somebody writes a letter, and does nothing for so long that the session ends. They sign in again in the same page, and
 * answer the next warning by Tab and Enter, the one after that by Esc.
 */
export async function tellWarnings({ desktop, tab, open }: Visit): Promise<WarningStory> {
  const after = async (key: string, ms = NAMED_MS) => {
    const since = Date.now();
    await desktop.press(key);
    await pause(ms);
    return desktop.heard(since).filter(({ text }) => !/^(left shift|tab|return|escape)$/i.test(text));
  };
  const between = (from: number, to: number) => desktop.heard(from).filter((utterance) => utterance.from < to);

  await open();
  await desktop.type('Dear council');
  const { at, deadline } = await next(tab, 'warn');
  const ended = await next(tab, 'expire');
  await pause(ENDED_MS);
  const heard: Partial<Warnings> = {
    opening: between(at, at + WARN_MS / 2),
    halfMinute: between(deadline - 30_500, deadline - 11_000),
    tenSeconds: between(deadline - 10_500, ended.at),
    end: between(ended.at, Date.now()),
    signIn: await after('Tab'),
  };

  await tab.evaluate(() => stillhere!.timer!.start({ fresh: true }));
  await desktop.type('x');
  const again = await next(tab, 'warn', 1);
  await pause(OPENED_MS);
  heard.openingAgain = between(again.at, Date.now());
  heard.stay = await after('Tab');
  heard.signOut = await after('Tab');
  await after('shift+Tab');
  heard.enter = await after('Return');
  await desktop.type('y');
  await next(tab, 'warn', 2);
  await pause(NAMED_MS);
  heard.escape = await after('Escape');
  await desktop.type('z');
  await pause(NAMED_MS);
  return { heard: heard as Warnings, deadline, message: await messageOf(tab) };
}
