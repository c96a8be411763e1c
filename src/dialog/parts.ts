import { page } from '../browser/page.js';
import { applyStyle } from './style.js';
import type { DialogTexts } from './texts.js';

/** Where a text of the dialog goes. */
type Place = 'heading' | 'text' | 'activityText' | 'unsavedText' | 'stay' | 'goOn' | 'signIn' | 'end';

/** What the dialog consists of, as far as it changes. */
export interface Parts {
  readonly dialog: HTMLDialogElement;
  readonly bar: HTMLElement;
  readonly time: HTMLElement;
  /** The first time that is said, with its sentence: part of the dialog's description. */
  readonly left: HTMLElement;
  /** What is said later. */
  readonly spoken: HTMLElement;
  /** Covers the viewport, unseen. */
  readonly sight: HTMLElement;
  /** What is there only while the time runs. */
  readonly counting: readonly HTMLElement[];
  readonly text: HTMLElement;
  readonly activityText: HTMLElement;
  readonly unsavedText: HTMLElement;
  readonly row: HTMLElement;
  readonly controls: Readonly<{ stay: HTMLElement; goOn: HTMLElement; signIn: HTMLAnchorElement; end: HTMLElement }>;
  readonly slots: Readonly<Record<Exclude<Place, 'heading'>, HTMLSlotElement>>;
  heading: HTMLElement;
  /** Of a heading with other words, which stands before the old one. */
  headingSlot: HTMLSlotElement;
}

/** A screen reader on a busy machine reads the focus that late. */
const OLD_HEADING_MS = 2_000;

/** No markup is parsed anywhere, as Trusted Types ask. */
function create<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string>,
  ...children: Node[]
): HTMLElementTagNameMap[K] {
  const element = page.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const slot = () => page.createElement('slot');

const createHeading = (content: HTMLSlotElement) =>
  create('h2', { id: 'heading', part: 'heading', tabindex: '-1', autofocus: '' }, content);

/**
 * A screen reader says a heading that gets the focus, and not one whose words are exchanged under the focus. The old one
 * stays for a moment: Orca is silent if what has the focus goes.
 */
export function replaceHeading(parts: Parts): void {
  const old = parts.heading;
  parts.headingSlot = slot();
  parts.heading = createHeading(parts.headingSlot);
  old.before(parts.heading);
  old.removeAttribute('id');
  old.className = 'unseen';
  setTimeout(() => old.remove(), OLD_HEADING_MS);
}

export function build(root: ShadowRoot): Parts {
  const slots = {
    text: slot(),
    activityText: slot(),
    unsavedText: slot(),
    stay: slot(),
    goOn: slot(),
    signIn: slot(),
    end: slot(),
  };
  const headingSlot = slot();
  const button = (part: string, label: Node) => create('button', { type: 'button', part, class: 'primary' }, label);
  const heading = createHeading(headingSlot);
  // When the field in which a person was typing leaves the tree, Orca 43 goes to the first text that is left, without a word. If
  // that were the heading, the focus that follows would be no news to it. A point is text, and is not spoken.
  const first = create('p', { class: 'unseen' }, page.createTextNode('.'));
  const bar = create('div', { class: 'bar', part: 'bar', 'aria-hidden': 'true' });
  const time = create('p', { class: 'time', part: 'time', 'aria-hidden': 'true' });
  const text = create('p', { id: 'text', part: 'text' }, slots.text);
  const left = create('div', { id: 'left', class: 'unseen' });
  const activityText = create('p', { id: 'activity', part: 'activity-text' }, slots.activityText);
  const unsavedText = create('p', { id: 'unsaved', part: 'unsaved-text' }, slots.unsavedText);
  const spoken = create('p', { id: 'spoken', class: 'unseen', 'aria-live': 'polite', 'aria-atomic': 'true' });
  const sight = create('div', { class: 'sight', 'aria-hidden': 'true' });
  const controls = {
    stay: button('stay', slots.stay),
    goOn: button('go-on', slots.goOn),
    signIn: create('a', { class: 'primary', part: 'sign-in', href: '' }, slots.signIn),
    // A screen reader's key for buttons passes it by, and a space does not press it: nobody signs out by typing on.
    // Without an address Safari's Tab finds it.
    end: create('a', { role: 'link', tabindex: '0', part: 'end' }, slots.end),
  };
  const row = create('div', { class: 'buttons', part: 'buttons' }, ...Object.values(controls));
  const dialog = create(
    'dialog',
    { part: 'dialog', role: 'alertdialog', 'aria-labelledby': 'heading', closedby: 'none' },
    sight,
    bar,
    create('div', { class: 'content' }, first, heading, text, left, time, activityText, unsavedText, spoken, row),
  );
  applyStyle(root);
  root.append(dialog);
  return {
    dialog,
    bar,
    time,
    left,
    spoken,
    sight,
    counting: [bar, time, left, spoken],
    text,
    activityText,
    unsavedText,
    row,
    controls,
    slots,
    heading,
    headingSlot,
  };
}

/** `limit-text` for `limitText`. */
export const attributeOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Puts a text of the texts, or what the page has for it, where it belongs. */
export function fill(target: HTMLSlotElement, name: keyof DialogTexts, text: string): void {
  target.name = attributeOf(name);
  if (target.textContent !== text) target.textContent = text;
}
