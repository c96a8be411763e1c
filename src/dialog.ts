import { build, type Parts } from './dialog/parts.js';
import { type DialogTexts, TEXT_NAMES, textsFor } from './dialog/texts.js';
import { createTitle } from './dialog/title.js';
import { clock, duration } from './dialog/words.js';
import type { IdleTimer } from './index.js';

export type { DialogTexts } from './dialog/texts.js';

/** A screen reader is told at the opening, and when so many seconds are left: each second would be chatter. */
const SPOKEN = [60, 30, 10];

/** What the dialog is about: the warning, the warning that nothing extends, the end. */
type Face = 'warning' | 'limit' | 'over';

const attributeOf = (name: string) => name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`);

/** On a server there are no elements: there the class only stands for itself. */
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/**
 * `<stillhere-dialog>`: the ready-made warning of an `IdleTimer`, as a modal dialog. Set its `timer` and it does the
 * rest: a countdown, "stay signed in", "sign out", and after the end a link to sign in again.
 *
 * Attributes: `lang`, `expired-url` (where the link to sign in leads; the page itself by default), `cover` (after the
 * end the page cannot be read any more), and the texts: `heading`, `text`, `stay`, `end`, `limit`, `limit-text`,
 * `go-on`, `over`, `over-text`, `sign-in`. Slots have the names of the texts. Parts: `dialog`, `bar`, `heading`, `time`,
 * `text`, `buttons`, `stay`, `end`, `go-on`, `sign-in`. Custom properties: `--stillhere-accent`,
 * `--stillhere-on-accent`, `--stillhere-background`, `--stillhere-color`, `--stillhere-radius`, `--stillhere-font`.
 *
 * @example
 * ```ts
 * const dialog = document.createElement('stillhere-dialog')
 * dialog.timer = timer
 * document.body.append(dialog)
 * ```
 */
export class StillhereDialog extends Base {
  static readonly observedAttributes = ['lang', 'expired-url', ...TEXT_NAMES.map(attributeOf)];

  #timer: IdleTimer | undefined;
  #following: AbortController | undefined;
  #parts: Parts | undefined;
  #face: Face | undefined;
  /** How long the warning is, for the bar. */
  #whole = 0;
  /** Another tab has signed in again. */
  #restarted = false;
  #lang = 'en';
  readonly #setTitle = createTitle();

  /** The timer that it warns of. */
  get timer(): IdleTimer | undefined {
    return this.#timer;
  }

  set timer(timer: IdleTimer | undefined) {
    this.#timer = timer;
    if (this.isConnected) this.#follow();
  }

  connectedCallback(): void {
    if (Object.hasOwn(this, 'timer')) {
      // Set before the element was defined.
      const { timer } = this;
      delete (this as { timer?: IdleTimer }).timer;
      this.#timer = timer;
    }
    this.#follow();
  }

  disconnectedCallback(): void {
    this.#following?.abort();
    this.#hide();
  }

  attributeChangedCallback(): void {
    if (this.#parts) this.#write();
  }

  #follow(): void {
    this.#following?.abort();
    this.#hide();
    const timer = this.#timer;
    if (!timer) return;
    this.#following = new AbortController();
    const { signal } = this.#following;
    timer.addEventListener('warn', ({ remaining, extendable }) => this.#warn(remaining, extendable), { signal });
    timer.addEventListener('tick', ({ remaining }) => this.#count(remaining), { signal });
    timer.addEventListener('restart', () => this.#restart(), { signal });
    timer.addEventListener('change', () => this.#change(), { signal });
    document.addEventListener('visibilitychange', () => this.#nameTab(), { signal });
    if (timer.state === 'warning') this.#warn(timer.remaining, timer.extendable);
    else this.#change();
  }

  #warn(remaining: number, extendable: boolean): void {
    this.#whole = remaining;
    this.#show(extendable ? 'warning' : 'limit');
    this.#count(remaining);
    this.#say(remaining);
  }

  #change(): void {
    this.#restarted = false;
    const { state } = this.#timer as IdleTimer;
    if (state === 'expired') this.#show('over');
    else if (state !== 'warning') this.#hide();
    this.#nameTab();
  }

  #restart(): void {
    this.#restarted = true;
    this.#write();
  }

  #count(remaining: number): void {
    const { time, bar } = this.#parts as Parts;
    time.textContent = clock(remaining, this.#lang);
    bar.style.setProperty('--left', String(Math.max(0, (remaining - 1_000) / this.#whole)));
    if (SPOKEN.includes(Math.ceil(remaining / 1_000))) this.#say(remaining);
    this.#nameTab();
  }

  #say(remaining: number): void {
    (this.#parts as Parts).spoken.textContent = duration(remaining, this.#lang);
  }

  #nameTab(): void {
    const timer = this.#timer;
    const counts = document.visibilityState === 'hidden' && timer?.state === 'warning';
    this.#setTitle(counts ? clock(timer.remaining, this.#lang) : undefined);
  }

  #show(face: Face): void {
    this.#face = face;
    this.#parts ??= build(this.attachShadow({ mode: 'open' }), {
      stay: () => this.#stay(),
      end: () => this.#timer?.expire(),
      goOn: () => this.#hide(),
      leave: (event) => this.#leave(event),
      closed: () => this.#closed(),
    });
    const { dialog, heading } = this.#parts;
    this.#write();
    if (!dialog.open) {
      dialog.showModal();
      window.addEventListener('keydown', this.#onKey, true);
    }
    // Never a button: a person in the middle of typing would press it, unseen, with the next space.
    heading.focus({ preventScroll: true });
  }

  #hide(): void {
    this.#face = undefined;
    window.removeEventListener('keydown', this.#onKey, true);
    this.#parts?.dialog.close();
    this.#setTitle(undefined);
  }

  #stay(): void {
    if (this.#face === 'warning') this.#timer?.extend();
    else if (this.#face === 'limit') this.#hide();
  }

  /** In a page that nobody has touched yet the first Esc closes a dialog whatever its `cancel` event says. */
  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    this.#stay();
  };

  /** Closed by the browser, or by a script of the page: the person asked for it, or nobody did. */
  #closed(): void {
    const face = this.#face;
    if (!face) return;
    this.#stay();
    if (face === 'over') this.#show(face);
  }

  /** As a full load: what swaps pages by script would leave this very dialog on the screen. */
  #leave(event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const { href } = event.currentTarget as HTMLAnchorElement;
    if (href === location.href) location.reload();
    else location.assign(href);
  }

  #write(): void {
    if (!this.#parts) return;
    const { dialog, texts: slots, buttons, signIn } = this.#parts;
    const face = this.#face ?? 'warning';
    const over = face === 'over';
    const { texts, lang, dir } = textsFor(this.#language());
    this.#lang = lang;
    dialog.lang = lang;
    dialog.dir = dir;
    dialog.dataset.face = face;
    const names: { [K in keyof typeof slots]: keyof DialogTexts } = {
      heading: over ? 'over' : face === 'limit' ? 'limit' : 'heading',
      text: over ? 'overText' : face === 'limit' ? 'limitText' : 'text',
      stay: 'stay',
      end: 'end',
      goOn: 'goOn',
      signIn: this.#restarted ? 'goOn' : 'signIn',
    };
    for (const [key, name] of Object.entries(names)) {
      const slot = slots[key as keyof typeof slots];
      const attribute = attributeOf(name);
      slot.name = attribute;
      const text = this.getAttribute(attribute) ?? texts[name];
      if (slot.textContent !== text) slot.textContent = text;
    }
    buttons.stay.hidden = face !== 'warning';
    buttons.goOn.hidden = face !== 'limit';
    buttons.end.hidden = over;
    buttons.signIn.hidden = !over;
    for (const counted of this.#parts.counting) {
      counted.hidden = over;
      // What is hidden still describes the dialog.
      if (over) counted.textContent = '';
    }
    signIn.href = (!this.#restarted && this.getAttribute('expired-url')) || location.href;
  }

  #language(): string {
    return this.closest('[lang]')?.getAttribute('lang') || navigator.language;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'stillhere-dialog': StillhereDialog;
  }
}

if (globalThis.customElements && !customElements.get('stillhere-dialog')) {
  customElements.define('stillhere-dialog', StillhereDialog);
}
