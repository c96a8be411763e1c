import { page, unclobbered } from '../browser/page.js';
import { innermostFocus, rememberFocus } from './focus.js';
import { keepInSight } from './in-sight.js';
import type { Parts } from './parts.js';

/** What a page has just opened over the dialog is on top until then, and an Esc is for it. */
const RAISE_MS = 300;

/** The dialog as a window: above everything, and with the focus. */
export class Modal {
  readonly #host: HTMLElement;
  readonly #parts: Parts;
  #isOpen = false;
  #leadBack: (() => void) | undefined;
  /** What the page has opened over it: once for each it has come up again. */
  readonly #raisedOver = new WeakSet<Element>();

  constructor(host: HTMLElement, parts: Parts) {
    this.#host = host;
    this.#parts = parts;
    const { dialog } = parts;
    dialog.addEventListener('cancel', (event) => event.preventDefault());
    // By the browser, or by a script of the page: nobody has answered. The event comes late: it may be open again.
    dialog.addEventListener('close', () => {
      if (this.#isOpen && !dialog.open) this.#show();
    });
  }

  open(): void {
    if (!this.#isOpen) this.#leadBack = rememberFocus();
    this.#isOpen = true;
    const { dialog, sight } = this.#parts;
    if (!dialog.open) {
      this.#show();
      keepInSight(dialog, sight);
    }
    this.focusHeading();
  }

  /** Leads back to where the person was, unless they are elsewhere by now. */
  close(): void {
    const active = innermostFocus();
    const isOwn = this.#parts.dialog.contains(active) || this.#host.contains(active);
    const hasFocus = !active || active === page.body || isOwn;
    this.#isOpen = false;
    this.#close();
    if (hasFocus) this.#leadBack?.();
  }

  /** Never a button: a person in the middle of typing would press it, unseen, with the next space. */
  focusHeading(): void {
    this.#parts.heading.focus({ preventScroll: true });
  }

  /** The page's own modal dialogs, pop-ups and full screens come above the dialog if they open later. */
  watch(signal: AbortSignal): void {
    const onOpened = ({ target }: Event) => setTimeout(() => this.#raise(target as Element), RAISE_MS);
    for (const type of ['toggle', 'fullscreenchange']) {
      page.addEventListener(type, onOpened, { capture: true, signal });
    }
  }

  /** Not all browsers tell when a dialog opens. */
  look(): void {
    const { x, y, width, height } = this.#parts.dialog.getBoundingClientRect();
    const root = unclobbered(() => this.#host.getRootNode() as Document);
    const found = root.elementFromPoint?.(x + width / 2, y + height / 2);
    this.#raise(found && unclobbered(() => found).closest(':modal'));
  }

  #raise(over: Element | null | undefined): void {
    if (!this.#isOpen || !over || this.#host.contains(over) || this.#raisedOver.has(over)) return;
    // A list in `:is()` may have what an older browser does not know.
    if (!unclobbered(() => over).matches(':is(:modal, :popover-open, :fullscreen)')) return;
    this.#raisedOver.add(over);
    const focused = this.#host.shadowRoot?.activeElement as HTMLElement | null;
    if (!focused) this.#leadBack = rememberFocus();
    this.#close();
    this.#show();
    if (focused) focused.focus({ preventScroll: true });
    else this.focusHeading();
  }

  #show(): void {
    const { dialog } = this.#parts;
    // Modal dialogs of libraries hide everything else from screen readers.
    this.#host.removeAttribute('aria-hidden');
    // jsdom has no modal dialogs.
    if (dialog.showModal) dialog.showModal();
    else dialog.setAttribute('open', '');
  }

  #close(): void {
    const { dialog } = this.#parts;
    if (dialog.close) dialog.close();
    else dialog.removeAttribute('open');
  }
}
