import type { IdleTimer } from '../idle-timer.js';
import { page } from './page.js';

/** Shared by all copies of the package on a page: the dialog's file has its own, and so has the script tag. */
const KEY = Symbol.for('stillhere.timers');

/** Dispatched at the document when a timer is about to start. */
export const START_EVENT = 'stillhere:start';

/** The timers of this page that were started and not stopped, the latest last: a dialog finds its own among them. */
export const timersOnPage = (): Set<IdleTimer> => {
  const page = globalThis as { [KEY]?: Set<IdleTimer> };
  page[KEY] ??= new Set();
  return page[KEY];
};

/** The timer is about to start. */
export function announce(timer: IdleTimer): void {
  timersOnPage().delete(timer);
  timersOnPage().add(timer);
  page.dispatchEvent(new Event(START_EVENT));
}
