import { Target } from './dom.js';

/** By so much a frame is younger than its page: its events count time from its own beginning. */
export const YOUNGER = 20_000;

/** A document of the page's origin in a frame of it. */
export class Frame {
  readonly document = Object.assign(new Target(), {
    visibilityState: 'visible',
    activeElement: null,
    hasFocus: () => true,
    defaultView: undefined as unknown,
  });
  readonly window = Object.assign(new Target(), { document: this.document, performance: undefined as unknown });
  /** The element, as the page's document has it. */
  readonly element = { nodeName: 'IFRAME', contentDocument: this.document, addEventListener() {} };

  /** @param now - the clock of the page. */
  constructor(now: () => number) {
    this.window.performance = { now: () => now() - YOUNGER };
    this.document.defaultView = this.window;
  }
}
