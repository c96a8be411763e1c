import type { Tab } from './types.js';

/** The middle of an element, in the window. */
export const middleOf = (tab: Tab, selector: string): Promise<[x: number, y: number]> =>
  tab.evaluate((wanted) => {
    const { x, y, width, height } = document.querySelector(wanted)!.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
  }, selector);
