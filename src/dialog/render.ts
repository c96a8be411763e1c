import { addressOf } from './address.js';
import { duration } from './format.js';
import { languageAt, textsFor } from './language.js';
import { attributeOf, fill, type Parts } from './parts.js';
import { type DialogTexts, TEXT_NAMES } from './texts.js';

/**
 * What the dialog is about: the warning, with buttons or ended by any act; the one that nothing extends; a "stay" of which
 * the server has not heard; the end.
 */
export type Mode = 'warning' | 'activity' | 'limit' | 'unheard' | 'over';

export interface View {
  readonly mode: Mode;
  /** The server did not hear of the end. */
  readonly failed: boolean;
  /** Another tab has signed in again. */
  readonly restarted: boolean;
  /** The time that is left is known, and short. */
  readonly counts: boolean;
}

export interface Rendered {
  readonly lang: string;
  /** The sentence below the heading, with the time that is left; or only that, if the page's own sentence has none. */
  sentence(remaining: number): string;
  /** Writes the sentence where it is seen. */
  count(remaining: number): void;
}

const toggle = (element: HTMLElement, there: boolean) => {
  element.hidden = !there;
};

export function render(host: HTMLElement, parts: Parts, { mode, failed, restarted, counts }: View): Rendered {
  const { dialog, slots, controls, text, activityText, unsavedText } = parts;
  const hasOwn = TEXT_NAMES.some(
    (name) => host.getAttribute(attributeOf(name)) || host.querySelector(`[slot=${attributeOf(name)}]`),
  );
  const { texts, lang, dir } = textsFor(languageAt(host), host.getAttribute('texts') ?? '', hasOwn);
  // An empty attribute is what a template writes for none.
  const textOf = (name: keyof DialogTexts) => host.getAttribute(attributeOf(name)) || texts[name];
  const put = (slot: HTMLSlotElement, name: keyof DialogTexts) => fill(slot, name, textOf(name));
  const over = mode === 'over';
  const unsaved = host.hasAttribute('unsaved');
  const aside = mode === 'limit' || mode === 'unheard';
  const signOutUrl = failed ? addressOf(host, 'sign-out-url') : undefined;
  const address = restarted ? undefined : failed ? signOutUrl : addressOf(host, 'expired-url');

  dialog.lang = lang;
  dialog.dir = dir;
  dialog.dataset.face = mode;
  put(parts.headingSlot, over ? (failed ? 'failed' : 'over') : aside ? mode : 'heading');
  put(slots.stay, 'stay');
  put(slots.end, 'end');
  put(slots.goOn, 'goOn');
  put(slots.activityText, 'activityText');
  put(slots.unsavedText, 'unsavedText');
  put(slots.signIn, restarted ? 'goOn' : failed ? (signOutUrl ? 'end' : 'goOn') : 'signIn');
  const name = over ? (failed ? 'failedText' : 'overText') : aside ? (`${mode}Text` as const) : 'text';
  const words = textOf(name);
  slots.text.name = attributeOf(name);
  const timed = words.includes('{time}') && !slots.text.assignedNodes().length;
  const sentence = (remaining: number) => (timed ? words : '{time}').replace('{time}', duration(remaining, lang));

  toggle(text, !restarted);
  // What changes each second is not to be read out: `left` says it once.
  if (timed) text.setAttribute('aria-hidden', 'true');
  else text.removeAttribute('aria-hidden');
  toggle(activityText, mode === 'activity');
  toggle(unsavedText, unsaved);
  toggle(controls.stay, mode === 'warning');
  toggle(controls.goOn, aside);
  toggle(controls.signIn, over);
  toggle(controls.end, (mode === 'warning' || aside) && !host.hasAttribute('hide-sign-out'));
  toggle(parts.row, mode !== 'activity');
  for (const counted of parts.counting) {
    toggle(counted, counts);
    // What is hidden still describes the dialog.
    if (!counts) counted.textContent = '';
  }
  const described = [
    !timed && !restarted && 'text',
    counts && 'left',
    mode === 'activity' && 'activity',
    unsaved && 'unsaved',
  ];
  dialog.setAttribute('aria-describedby', described.filter(Boolean).join(' '));
  controls.signIn.href = address ?? location.href;
  controls.signIn.target = address && window !== window.top ? '_top' : '';
  return {
    lang,
    sentence,
    count: (remaining) => fill(slots.text, name, timed ? sentence(remaining) : words),
  };
}
