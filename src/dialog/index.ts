import type { IdleTimer } from '../index.js';
import { awaitTimer, findTimer } from './find-timer.js';
import { attributeOf } from './parts.js';
import { type DialogTexts, TEXT_NAMES, TEXTS } from './texts.js';
import { View } from './view.js';

export type { DialogTexts } from './texts.js';

/** On a server there are no elements: there the class only stands for itself. */
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/**
 * `<stillhere-dialog>`: the ready-made warning of an `IdleTimer`, as a modal dialog: a countdown, "stay signed in", "sign
 * out", and after the end a link to sign in again. It warns of the timer that is its property `timer`, or of the one
 * whose session its attribute `name` names, or of the page's only one.
 *
 * While it warns only its buttons, or `extend()`, end the warning. If `extendOn: 'activity'` was said, any act does, and
 * the dialog has no buttons but says what to do.
 *
 * Attributes: `name`, `lang`, `expired-url` (where the link to sign in leads; the page itself by default), `sign-out-url`
 * (where a person can sign out by hand, if the logout failed), `hide-sign-out`, `cover` (after the end the page cannot be
 * read any more), `sign-in-popup` (the link opens a window, and this page goes on after the sign-in), `after` (`redirect`:
 * after the end the page leaves for `expired-url`), `signed-out-url` (where it leaves for if the person has signed out),
 * `unsaved` (what was typed could not be saved: the dialog says so), `texts` (`anonymous`: for people who are not signed in), and the texts themselves: `heading`, `text`, `stay`, `end`,
 * `limit`, `limit-text`, `go-on`, `over`, `over-text`, `sign-in`, `activity-text`, `failed`, `failed-text`, `unheard`,
 * `unheard-text`, `unsaved-text`. `{time}` in a text is the time that is left. Slots have the names of the texts. Events: `continue` (the
 * person has signed in again, and the page goes on in place; prevented, it does not call `start()`). Parts: `dialog`,
 * `bar`, `heading`, `time`, `text`, `activity-text`, `unsaved-text`, `buttons`, `stay`, `end`, `go-on`, `sign-in`. Custom properties:
 * `--stillhere-accent`, `--stillhere-on-accent`, `--stillhere-background`, `--stillhere-color`, `--stillhere-radius`,
 * `--stillhere-font`, `--stillhere-size` (of the text).
 *
 * @example
 * ```ts
 * const dialog = document.createElement('stillhere-dialog')
 * dialog.timer = timer
 * document.body.append(dialog)
 * ```
 */
export class StillhereDialog extends Base {
  static readonly observedAttributes = [
    'name',
    'lang',
    'texts',
    'expired-url',
    'sign-out-url',
    'signed-out-url',
    'hide-sign-out',
    'unsaved',
    ...TEXT_NAMES.map(attributeOf),
  ];

  /** The texts by language: `StillhereDialog.texts.cy = { … }` adds one. What a language lacks is English. */
  static readonly texts: Record<string, Partial<DialogTexts>> = TEXTS;

  /** That was set. */
  #own: IdleTimer | null | undefined;
  #connected: AbortController | undefined;
  readonly #view = new View(this);

  /** The timer that it warns of. */
  get timer(): IdleTimer | undefined {
    return this.#own ?? this.#view.timer;
  }

  /** Undefined: it looks for one; null: it has none. */
  set timer(timer: IdleTimer | null | undefined) {
    this.#own = timer;
    this.#findTimer();
  }

  connectedCallback(): void {
    if (Object.hasOwn(this, 'timer')) {
      // Set before the element was defined.
      const { timer } = this;
      delete (this as { timer?: IdleTimer }).timer;
      this.#own = timer;
    }
    this.#connected = new AbortController();
    awaitTimer(
      () => this.#findTimer(),
      () => this.#view.timer !== undefined,
      this.#connected.signal,
    );
    this.#findTimer();
  }

  disconnectedCallback(): void {
    this.#connected?.abort();
    this.#view.follow(undefined);
  }

  attributeChangedCallback(name: string): void {
    if (name === 'name') this.#findTimer();
    this.#view.render();
  }

  #findTimer(): void {
    if (!this.isConnected) return;
    const own = this.#own;
    const timer = own === null ? undefined : findTimer(own, this.getAttribute('name'));
    if (timer !== this.#view.timer) this.#view.follow(timer);
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
