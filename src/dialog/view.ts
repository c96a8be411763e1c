import { page } from '../browser/page.js';
import type { IdleTimer, WarnEvent } from '../index.js';
import { type Acts, createActs } from './acts.js';
import { isForElsewhere, leave } from './address.js';
import { createAfterEnd } from './after-end.js';
import { createCountdown } from './countdown.js';
import { Modal } from './modal.js';
import { build, type Parts, replaceHeading } from './parts.js';
import { type Mode, type Rendered, render } from './render.js';
import { createStay } from './stay.js';

/** What a person sees of a timer, and what becomes of their answers. */
export class View {
  readonly #host: HTMLElement;
  #timer: IdleTimer | undefined;
  #following: AbortController | undefined;
  #parts: Parts | undefined;
  #modal: Modal | undefined;
  #acts: Acts | undefined;
  #rendered: Rendered | undefined;
  #mode: Mode | undefined;
  #restarted = false;
  #failed = false;
  #unsaved = false;
  readonly #stay = createStay(
    () => this.#show('unheard'),
    () => this.#mode === 'unheard' && this.#hide(),
  );
  readonly #after;
  readonly #countdown = createCountdown();

  constructor(host: HTMLElement) {
    this.#host = host;
    this.#after = createAfterEnd(
      host,
      () => this.#mode === 'over' && !this.#restarted,
      () => this.#resume(),
    );
  }

  get timer(): IdleTimer | undefined {
    return this.#timer;
  }

  follow(timer: IdleTimer | undefined): void {
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
      this.#countdown.begin(remaining);
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
    this.render();
    this.#after.restarted();
  }

  #resume(): void {
    if (this.#host.dispatchEvent(new Event('continue', { cancelable: true }))) this.#timer?.start();
  }

  #signIn(event: MouseEvent): void {
    const { signIn } = (this.#parts as Parts).controls;
    const inPlace = this.#host.hasAttribute('sign-in-popup') && !this.#failed && !isForElsewhere(event);
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
    this.#countdown.show(remaining, this.#parts as Parts, this.#rendered as Rendered);
    this.#updateTitle();
  }

  #updateTitle(): void {
    this.#countdown.showInTitle(this.#timer, this.#rendered?.lang);
  }

  #show(mode: Mode, anew = false): void {
    const was = this.#mode;
    this.#mode = mode;
    this.#parts ??= this.#build();
    const isNew = was !== mode || anew;
    if (was && isNew) replaceHeading(this.#parts);
    this.render();
    this.#acts?.open();
    if (isNew) this.#modal?.open();
  }

  #hide(): void {
    this.#countdown.showInTitle(undefined);
    if (!this.#mode) return;
    this.#acts?.close();
    this.#mode = undefined;
    this.#modal?.close();
  }

  #build(): Parts {
    const parts = build(this.#host.attachShadow({ mode: 'open' }));
    const { dialog, controls } = parts;
    const modal = new Modal(this.#host, parts);
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

  render(): void {
    const mode = this.#mode;
    if (!this.#parts || !mode) return;
    const counts = mode === 'unheard' ? this.#timer?.state === 'warning' : mode !== 'over';
    const view = { mode, failed: this.#failed, restarted: this.#restarted, counts };
    this.#rendered = render(this.#host, this.#parts, view);
    this.#rendered.count(this.#timer?.remaining ?? 0);
    const unsaved = this.#host.hasAttribute('unsaved');
    if (unsaved && !this.#unsaved) this.#parts.spoken.textContent = this.#parts.slots.unsavedText.textContent;
    this.#unsaved = unsaved;
  }
}
