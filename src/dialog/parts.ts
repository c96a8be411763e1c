import { styleSheet } from './style.js';

/** What the dialog consists of, as far as it changes. */
export interface Parts {
  readonly dialog: HTMLDialogElement;
  readonly bar: HTMLElement;
  readonly heading: HTMLElement;
  readonly time: HTMLElement;
  readonly spoken: HTMLElement;
  readonly signIn: HTMLAnchorElement;
  /** What is there only while the time runs. */
  readonly counting: readonly HTMLElement[];
  readonly buttons: Readonly<Record<'stay' | 'end' | 'goOn' | 'signIn', HTMLElement>>;
  readonly texts: Readonly<Record<'heading' | 'text' | 'stay' | 'end' | 'goOn' | 'signIn', HTMLSlotElement>>;
}

/** What becomes of what the person does. */
export interface Answers {
  stay(): void;
  end(): void;
  goOn(): void;
  leave(event: MouseEvent): void;
  closed(): void;
}

/** No markup is parsed anywhere, as Trusted Types ask. */
export function build(root: ShadowRoot, answers: Answers): Parts {
  const create = <K extends keyof HTMLElementTagNameMap>(
    tag: K,
    attributes: Record<string, string>,
    ...children: Node[]
  ): HTMLElementTagNameMap[K] => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const slot = () => document.createElement('slot');
  const texts = { heading: slot(), text: slot(), stay: slot(), end: slot(), goOn: slot(), signIn: slot() };
  const button = (part: string, label: Node, look: string, onClick: () => void) => {
    const element = create('button', { type: 'button', part, class: look }, label);
    element.addEventListener('click', onClick);
    return element;
  };
  const heading = create('h2', { id: 'heading', part: 'heading', tabindex: '-1', autofocus: '' }, texts.heading);
  const bar = create('div', { class: 'bar', part: 'bar', 'aria-hidden': 'true' });
  const time = create('p', { class: 'time', part: 'time', 'aria-hidden': 'true' });
  const text = create('p', { id: 'text', part: 'text' }, texts.text);
  const spoken = create('p', { id: 'spoken', class: 'spoken', role: 'status' });
  const signIn = create('a', { class: 'primary', part: 'sign-in', href: '' }, texts.signIn);
  signIn.addEventListener('click', answers.leave);
  const buttons = {
    stay: button('stay', texts.stay, 'primary', answers.stay),
    goOn: button('go-on', texts.goOn, 'primary', answers.goOn),
    end: button('end', texts.end, '', answers.end),
    signIn,
  };
  const row = create('div', { class: 'buttons', part: 'buttons' }, ...Object.values(buttons));
  const dialog = create(
    'dialog',
    {
      part: 'dialog',
      role: 'alertdialog',
      'aria-labelledby': 'heading',
      'aria-describedby': 'text spoken',
      closedby: 'none',
    },
    bar,
    create('div', { class: 'content' }, heading, text, time, spoken, row),
  );
  dialog.addEventListener('cancel', (event) => event.preventDefault());
  dialog.addEventListener('close', answers.closed);
  root.adoptedStyleSheets = [styleSheet()];
  root.append(dialog);
  return { dialog, bar, heading, time, spoken, signIn, counting: [bar, time, spoken], buttons, texts };
}
