import { page } from '../browser/page.js';
import type { IdleTimer } from '../index.js';
import { createAnnouncer } from './announce.js';
import { clock } from './format.js';
import type { Parts } from './parts.js';
import type { Rendered } from './render.js';
import { createTitle } from './title.js';

/** The time that is left, for the eyes, for a screen reader, and for whoever looks at a row of tabs. */
export interface Countdown {
  /** A warning begins. */
  begin(remaining: number): void;
  show(remaining: number, parts: Parts, rendered: Rendered): void;
  /** The title of a hidden page counts as well. */
  showInTitle(timer: IdleTimer | undefined, lang?: string): void;
}

export function createCountdown(): Countdown {
  const announcer = createAnnouncer();
  const setTitle = createTitle();
  /** How long the warning is, for the bar. */
  let length = 0;
  return {
    begin(remaining) {
      length = remaining;
      announcer.open(remaining);
    },
    show(remaining, { time, bar, spoken }, rendered) {
      time.textContent = clock(remaining, rendered.lang);
      bar.style.setProperty('--left', String(Math.max(0, (remaining - 1_000) / length)));
      rendered.count(remaining);
      const said = announcer.at(remaining, rendered);
      if (said) spoken.textContent = said;
    },
    showInTitle(timer, lang = 'en') {
      const counts = page.visibilityState === 'hidden' && timer?.state === 'warning';
      setTitle(counts ? clock(timer.remaining, lang) : undefined);
    },
  };
}
