import { page } from '../browser/page.js';
import type { IdleTimer, WarnEvent } from '../index.js';
import { type Acts, createActs } from './acts.js';
import { isForElsewhere, leave } from './address.js';
import { createAfterEnd } from './after-end.js';
import { createAnnouncer } from './announce.js';
import { awaitTimer, findTimer } from './find-timer.js';
import { clock } from './format.js';
import { Modal } from './modal.js';
import { attributeOf, build, type Parts, replaceHeading } from './parts.js';
import { type Mode, type Rendered, render } from './render.js';
import { createStay } from './stay.js';
import { type DialogTexts, TEXT_NAMES, TEXTS } from './texts.js';
import { createTitle } from './title.js';

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
 * `texts` (`anonymous`: for people who are not signed in), and the texts themselves: `heading`, `text`, `stay`, `end`,
 * `limit`, `limit-text`, `go-on`, `over`, `over-text`, `sign-in`, `activity-text`, `failed`, `failed-text`, `unheard`,
 * `unheard-text`. `{time}` in a text is the time that is left. Slots have the names of the texts. Events: `continue` (the
 * person has signed in again, and the page goes on in place; prevented, it does not call `start()`). Parts: `dialog`,
 * `bar`, `heading`, `time`, `text`, `activity-text`, `buttons`, `stay`, `end`, `go-on`, `sign-in`. Custom properties:
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
    ...TEXT_NAMES.map(attributeOf),
  ];

  /** The texts by language: `StillhereDialog.texts.cy = { … }` adds one. What a language lacks is English. */
  static readonly texts: Record<string, Partial<DialogTexts>> = TEXTS;

  /** That was set. */
  #own: IdleTimer | null | undefined;
  /** That is followed. */
  #timer: IdleTimer | undefined;
  #following: AbortController | undefined;
  #connected: AbortController | undefined;
  #parts: Parts | undefined;
  #modal: Modal | undefined;
  #acts: Acts | undefined;
  #rendered: Rendered | undefined;
  #mode: Mode | undefined;
  /** How long the warning is, for the bar. */
  #warningLength = 0;
  #restarted = false;
  #failed = false;
  readonly #stay = createStay(
    () => this.#show('unheard'),
    () => this.#mode === 'unheard' && this.#hide(),
  );
  readonly #after = createAfterEnd(
    this,
    () => this.#mode === 'over' && !this.#restarted,
    () => this.#resume(),
  );
  readonly #announcer = createAnnouncer();
  readonly #setTitle = createTitle();

  /** The timer that it warns of. */
  get timer(): IdleTimer | undefined {
    return this.#own ?? this.#timer;
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
      () => this.#timer !== undefined,
      this.#connected.signal,
    );
    this.#findTimer();
  }

  disconnectedCallback(): void {
    this.#connected?.abort();
    this.#follow(undefined);
  }

  attributeChangedCallback(name: string): void {
    if (name === 'name') this.#findTimer();
    this.#render();
  }

  #findTimer(): void {
    if (!this.isConnected) return;
    const timer = this.#own === null ? undefined : (this.#own ?? findTimer(this.getAttribute('name')));
    if (timer !== this.#timer) this.#follow(timer);
  }

  #follow(timer: IdleTimer | undefined): void {
    this.#following?.abort();
    this.#stay.forget();
    this.#hide();
    const last = this.#timer;
    this.#timer = timer;
    // Not if it is only moved. With nobody left to ask, activity has to end the warning.
    if (last) queueMicrotask(() => this.#timer !== last && last.ask(false));
    if (!timer) return;
    this.#following = new AbortController();
    const { signal } = this.#following;
    const onWarn = (event: WarnEvent) => {
      if (event.extendable) event.preventDefault();
      this.#warn(event.remaining);
    };
    const onLogout = (event: Event) => this.#logout(event as Event & { ok: boolean });
    timer.addEventListener('warn', onWarn, { signal });
    timer.addEventListener('tick', ({ remaining }) => this.#tick(remaining), { signal });
    timer.addEventListener('ping', () => this.#stay.look(), { signal });
    timer.addEventListener('pingerror', () => this.#pingFailed(), { signal });
    timer.addEventListener('expire', (event) => void this.#after.ended(event), { signal });
    timer.addEventListener('restart', () => this.#restart(), { signal });
    timer.addEventListener('change', () => this.#change(), { signal });
    (timer as EventTarget).addEventListener('logout', onLogout, { signal });
    page.addEventListener('visibilitychange', () => this.#updateTitle(), { signal });
    this.#modal?.watch(signal);
    if (timer.state === 'warning') this.#warn(timer.remaining);
    else this.#change();
  }

  #warn(remaining: number): void {
    const timer = this.#timer as IdleTimer;
    if (!this.#mode) {
      this.#warningLength = remaining;
      this.#announcer.open(remaining);
      // What the last warning said is not true of this one.
      if (this.#parts) this.#parts.spoken.textContent = '';
    }
    this.#show(!timer.extendable ? 'limit' : this.#stay.isUnheard ? 'unheard' : timer.ask() ? 'warning' : 'activity');
    this.#count(remaining);
    (this.#parts as Parts).left.textContent = this.#rendered?.sentence(remaining) ?? '';
  }

  #tick(remaining: number): void {
    // Put aside, it stays away.
    if (!this.#mode) {
      this.#updateTitle();
      return;
    }
    const isLimit = this.#mode === 'limit';
    if (isLimit === this.#timer?.extendable) this.#warn(remaining);
    else this.#count(remaining);
    this.#modal?.look();
  }

  #change(): void {
    this.#restarted = this.#failed = false;
    const state = this.#timer?.state;
    if (state !== 'warning') this.#stay.forget();
    if (state === 'expired') this.#show('over');
    else if (state !== 'warning') this.#hide();
    this.#updateTitle();
  }

  #restart(): void {
    this.#restarted = true;
    this.#failed = false;
    this.#render();
    this.#after.restarted();
  }

  #resume(): void {
    if (this.dispatchEvent(new Event('continue', { cancelable: true }))) this.#timer?.start();
  }

  #signIn(event: MouseEvent): void {
    const { signIn } = (this.#parts as Parts).controls;
    const inPlace = this.hasAttribute('sign-in-popup') && !this.#failed && !isForElsewhere(event);
    if (!inPlace || !(this.#restarted || this.#after.signIn(signIn.href))) leave(signIn, event);
    else {
      event.preventDefault();
      if (this.#restarted) this.#resume();
    }
  }

  #logout({ ok }: { ok: boolean }): void {
    if (this.#mode !== 'over' || this.#failed === !ok || this.#restarted) return;
    this.#failed = !ok;
    this.#show('over', true);
  }

  #pingFailed(): void {
    if (this.#mode !== 'over' && this.#mode !== 'limit') this.#stay.pingFailed();
  }

  #count(remaining: number): void {
    const { time, bar, spoken } = this.#parts as Parts;
    const { lang, count } = this.#rendered as Rendered;
    time.textContent = clock(remaining, lang);
    bar.style.setProperty('--left', String(Math.max(0, (remaining - 1_000) / this.#warningLength)));
    count(remaining);
    const said = this.#announcer.at(remaining, this.#rendered as Rendered);
    if (said) spoken.textContent = said;
    this.#updateTitle();
  }

  #updateTitle(): void {
    const timer = this.#timer;
    const counts = page.visibilityState === 'hidden' && timer?.state === 'warning';
    this.#setTitle(counts ? clock(timer.remaining, this.#rendered?.lang ?? 'en') : undefined);
  }

  #show(mode: Mode, anew = false): void {
    const was = this.#mode;
    this.#mode = mode;
    this.#parts ??= this.#build();
    const isNew = was !== mode || anew;
    if (was && isNew) replaceHeading(this.#parts);
    this.#render();
    this.#acts?.open();
    if (isNew) this.#modal?.open();
  }

  #hide(): void {
    this.#setTitle(undefined);
    if (!this.#mode) return;
    this.#acts?.close();
    this.#mode = undefined;
    this.#modal?.close();
  }

  #build(): Parts {
    const parts = build(this.attachShadow({ mode: 'open' }));
    const { dialog, controls } = parts;
    const modal = new Modal(this, parts);
    this.#modal = modal;
    this.#acts = createActs({
      dialog,
      controls: new Map<Element, (event: MouseEvent) => void>([
        [controls.stay, () => this.#goOn()],
        [controls.goOn, () => this.#goOn()],
        [controls.end, () => this.#timer?.expire()],
        [controls.signIn, (event) => this.#signIn(event)],
      ]),
      takesAnyAct: () => this.#mode === 'activity',
      onAnyAct: () => this.#timer?.extend(),
      onEscape: () => this.#goOn(),
      focusHeading: () => modal.focusHeading(),
    });
    if (this.#following) modal.watch(this.#following.signal);
    return parts;
  }

  #goOn(): void {
    const mode = this.#mode;
    const timer = this.#timer as IdleTimer;
    if (mode === 'warning') {
      timer.extend();
      this.#stay.said(timer);
    } else if (mode === 'limit' || mode === 'unheard') {
      this.#stay.forget();
      this.#hide();
      if (mode === 'unheard') timer.extend();
    }
  }

  #render(): void {
    const mode = this.#mode;
    if (!this.#parts || !mode) return;
    const counts = mode === 'unheard' ? this.#timer?.state === 'warning' : mode !== 'over';
    const view = { mode, failed: this.#failed, restarted: this.#restarted, counts };
    this.#rendered = render(this, this.#parts, view);
    this.#rendered.count(this.#timer?.remaining ?? 0);
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
