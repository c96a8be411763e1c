import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineName } from '../engines/index.js';
import { isKnown } from './known.js';
import { keep } from './results.js';
import { saidBy, type Utterance } from './speech.js';
import { type TypingStory, typeOn } from './typing.js';
import { type Visit, visit } from './visit.js';
import { tellWarnings, type WarningStory } from './warning.js';

const HEADING = 'Are you still there?';
const sentence = (time: string) =>
  `For your security, you will be signed out in ${time} because you have been inactive.`;
const TYPED = ['rabbit ', 'about by the sea '];

/** How often it was heard to its end. */
const count = (utterances: readonly Utterance[], words: string) =>
  utterances.reduce((sum, { heard }) => sum + heard.split(words).length - 1, 0);

/** Both stories in a browser, each told once; then what was heard is looked at, promise by promise. */
export function tell(browser: EngineName): void {
  describe(`a screen reader with ${browser}`, () => {
    let guest: Visit;
    let story: WarningStory;
    const typed = new Map<string, TypingStory>();

    beforeAll(async () => {
      guest = await visit(browser);
      story = await tellWarnings(guest);
      for (const text of TYPED) typed.set(text, await typeOn(guest, text));
    }, 600_000);
    afterAll(async () => {
      if (story) await keep(browser, guest.version, story, typed);
      await guest?.close();
    });

    const promise = (name: string, test: () => void) => (isKnown(browser, name) ? it.fails : it)(`P12: ${name}`, test);

    promise('the opening is not silent', () => {
      expect(count(story.heard.opening, HEADING)).toBeGreaterThan(0);
    });
    promise('at the opening the sentence is heard, with the time', () => {
      expect(count(story.heard.opening, sentence('1 minute'))).toBeGreaterThan(0);
    });
    promise('at the opening the heading is heard once', () => {
      expect(count(story.heard.opening, HEADING)).toBeLessThan(2);
    });
    promise('at the opening the sentence is heard once', () => {
      expect(count(story.heard.opening, sentence('1 minute'))).toBeLessThan(2);
    });
    promise('the next warning is heard as well, and has nothing left of the last one', () => {
      expect(count(story.heard.openingAgain, HEADING)).toBeGreaterThan(0);
      expect(count(story.heard.openingAgain, sentence('1 minute'))).toBeGreaterThan(0);
      expect(saidBy(story.heard.openingAgain)).not.toMatch(/seconds|signed out\b.*signed out/);
    });
    promise('"30 seconds" is heard with its sentence, while it is true', () => {
      expect(count(story.heard.halfMinute, sentence('30 seconds'))).toBe(1);
    });
    promise('"10 seconds" is heard once, and while it is true', () => {
      const said = story.heard.tenSeconds.filter(({ heard }) => /\b10 seconds\b/.test(heard));
      expect(said).toHaveLength(1);
      expect(story.deadline - said[0]!.from).toBeGreaterThan(7_000);
    });
    promise('the end is heard', () => {
      expect(saidBy(story.heard.end)).toContain('You have been signed out');
    });
    promise('after the end Tab names the link to sign in', () => {
      expect(saidBy(story.heard.signIn)).toMatch(/Sign in\W+(visited )?link/);
    });
    promise('Tab names the button that stays, and then the link that signs out', () => {
      expect(saidBy(story.heard.stay)).toMatch(/Stay signed in\W+(push )?button/);
      expect(saidBy(story.heard.signOut)).toMatch(/Sign out\W+link/);
    });
    promise('after Enter the field with its text is heard, and takes the next letter', () => {
      expect(saidBy(story.heard.enter)).toMatch(/Your message\W+entry.*Dear council/);
      expect(story.message).toContain('y');
    });
    promise('after Esc the field with its text is heard, and takes the next letter', () => {
      expect(saidBy(story.heard.escape)).toMatch(/Your message\W+entry.*Dear council/);
      expect(story.message).toContain('z');
    });
    for (const text of TYPED) {
      promise(`"${text}" typed on answers nothing, nor does an Enter after it`, () => {
        expect(typed.get(text)).toMatchObject({ told: ['warn'], state: 'warning' });
      });
    }
  });
}
