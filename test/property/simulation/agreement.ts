import { type Generation, isRunning, ROUNDING, type Seat } from './generation.js';
import type { Page } from './page.js';

interface Seated {
  readonly page: Page;
  readonly seat: Seat;
}

/** In what the tabs differ: in the session, in its state or its end, or in whether the next has begun. */
export function disagreement(seated: readonly Seated[], current: Generation, now: number): string | undefined {
  const here = seated.filter(({ seat }) => seat.generation === current);
  const list = (say: (page: Page) => string) => here.map(({ page }) => `tab ${page.id} ${say(page)}`).join(', ');
  const behind = seated.find(({ page, seat }) => seat.generation !== current && isRunning(page));
  if (behind) return `tab ${behind.page.id} is in an earlier session`;
  if (new Set(here.map(({ page }) => page.state)).size > 1) return list(({ state }) => state);
  const rest = here.map(({ page }) => page.timer.remaining);
  if (rest.length && Math.max(...rest) - Math.min(...rest) > ROUNDING)
    return list(({ timer }) => `${timer.remaining} ms`);
  const untold = !current.ended && now < current.bound ? seated.find(({ seat }) => seat.untold) : undefined;
  return untold && `tab ${untold.page.id} does not know of the new session`;
}
