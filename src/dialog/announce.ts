import { duration } from './format.js';
import type { Rendered } from './render.js';

/** A screen reader is told at the opening, and when so many seconds are left: each second would be chatter. */
const MARKS = [60, 30, 10];
/** From here on only the time is said: the whole sentence would outlast it. */
const SHORT_MS = 10_000;

/** The last mark that is passed when so much time is left; undefined: none. */
const markOf = (remaining: number) => MARKS.filter((mark) => Math.ceil(remaining / 1_000) <= mark).at(-1);

/** Speaks at marks. A tick that was missed delays what is said, and drops nothing. */
export function createAnnouncer(): {
  open(remaining: number): void;
  at(remaining: number, rendered: Rendered): string | undefined;
} {
  let last: number | undefined;
  return {
    open(remaining) {
      last = markOf(remaining);
    },
    at(remaining, { lang, sentence }) {
      const mark = markOf(remaining);
      if (mark === last) return;
      last = mark;
      return remaining > SHORT_MS ? sentence(remaining) : duration(remaining, lang);
    },
  };
}
