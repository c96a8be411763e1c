import { fireEvent } from '@testing-library/dom';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { clock, duration } from '../../../src/dialog/format.js';
import { StillhereDialog } from '../../../src/dialog/index.js';
import { textsFor } from '../../../src/dialog/language.js';
import { TEXT_NAMES } from '../../../src/dialog/texts.js';
import { createTitle } from '../../../src/dialog/title.js';
import type { IdleTimerOptions } from '../../../src/index.js';
import { MINUTE, pass, press, SECOND, show, sleep, useChannels, useClock, useLocks, watch } from '../helpers.js';

const TIMES = { timeout: 10 * MINUTE, warnBefore: 2 * MINUTE };

/** A timer with its dialog on the page. */
function open(options: IdleTimerOptions = {}, attributes: Record<string, string> = {}) {
  const place = document.createElement('main');
  const element = document.createElement('stillhere-dialog');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  const watched = watch({ ...TIMES, target: place, ...options });
  element.timer = watched.timer;
  document.body.append(place, element);
  const find = <E extends Element = HTMLElement>(selector: string): E => {
    const found = element.shadowRoot?.querySelector<E>(selector);
    if (!found) throw new Error(`no ${selector}`);
    return found;
  };
  return {
    ...watched,
    element,
    place,
    find,
    isOpen: () => element.shadowRoot?.querySelector('dialog')?.open === true,
    heading: () => find('h2').textContent,
    /** The buttons that can be seen, by their parts. */
    buttons: () =>
      [...(element.shadowRoot?.querySelectorAll<HTMLElement>('button, a') ?? [])]
        .filter(({ hidden }) => !hidden)
        .map((button) => button.getAttribute('part')),
    click: (part: string) => fireEvent.click(find(`[part=${part}]`)),
  };
}

beforeEach(() => {
  useClock();
  document.documentElement.lang = 'en';
  document.title = 'Accounts';
});

describe('the warning', () => {
  test('is there as long as the timer warns, and counts down', async () => {
    const { timer, isOpen, find, heading, buttons } = open();
    timer.start();
    await pass(8 * MINUTE - 1);
    expect(isOpen()).toBe(false);
    await pass(1);
    expect(isOpen()).toBe(true);
    expect(heading()).toBe('Are you still there?');
    expect(buttons()).toEqual(['stay', 'end']);
    expect(find('[part=time]').textContent).toBe('2:00');
    expect(find('[part=text]').textContent).toBe(
      'For your security, you will be signed out in 2 minutes because you have been inactive.',
    );
    await pass(55 * SECOND);
    expect(find('[part=time]').textContent).toBe('1:05');
    expect(Number(find('[part=bar]').style.getPropertyValue('--left'))).toBeCloseTo(64 / 120);
  });

  test('P12: activity beside it answers nothing: this page asks', async () => {
    const { timer, isOpen, place } = open();
    timer.start();
    await pass(9 * MINUTE);
    press(place);
    expect(isOpen()).toBe(true);
    expect(timer.state).toBe('warning');
  });

  test('"stay signed in" extends the session', async () => {
    const { timer, isOpen, click } = open();
    timer.start();
    await pass(9 * MINUTE);
    click('stay');
    expect(timer.remaining).toBe(10 * MINUTE);
    expect(isOpen()).toBe(false);
  });

  test('"sign out" ends it', async () => {
    const { timer, click, last } = open();
    timer.start();
    await pass(9 * MINUTE);
    click('end');
    expect(last('expire').reason).toBe('ended');
  });

  test('Esc is "stay signed in", other keys are the page’s', async () => {
    const { timer } = open();
    timer.start();
    await pass(9 * MINUTE);
    expect(fireEvent.keyDown(document.body, { key: 'a' })).toBe(true);
    expect(timer.state).toBe('warning');
    expect(fireEvent.keyDown(document.body, { key: 'Escape' })).toBe(false);
    expect(timer.state).toBe('active');
    expect(fireEvent.keyDown(document.body, { key: 'Escape' })).toBe(true);
  });

  test('P12: closed by a script of the page, nobody has answered', async () => {
    const { timer, find, isOpen } = open();
    timer.start();
    await pass(9 * MINUTE);
    find<HTMLDialogElement>('dialog').close();
    expect(isOpen()).toBe(true);
    expect(timer.state).toBe('warning');
    find('dialog').dispatchEvent(new Event('close'));
    expect(timer.state).toBe('warning');
    expect(fireEvent(find('dialog'), new Event('cancel', { cancelable: true }))).toBe(false);
  });

  test('the focus is never on a button, which the next typed space would press', async () => {
    const { timer, element } = open();
    timer.start();
    await pass(8 * MINUTE);
    expect(element.shadowRoot?.activeElement?.id).toBe('heading');
  });

  test('a screen reader is told at the opening and three times more, not each second', async () => {
    const { timer, find } = open();
    timer.start();
    await pass(8 * MINUTE);
    const sentence = (time: string) =>
      `For your security, you will be signed out in ${time} because you have been inactive.`;
    const spoken = new Set<string | null>();
    for (let i = 0; i < 119; i++) {
      spoken.add(find('#spoken').textContent);
      await pass(SECOND);
    }
    expect(find('#left').textContent).toBe(sentence('2 minutes'));
    expect([...spoken]).toEqual(['', sentence('1 minute'), sentence('30 seconds'), '10 seconds']);
  });

  test('no moment of it is missed because a tick was', async () => {
    const { timer, find } = open();
    timer.start();
    await pass(8 * MINUTE);
    // The page was busy, over 60 s and over 30; and then over 10.
    sleep(95 * SECOND);
    await pass(SECOND);
    expect(find('#spoken').textContent).toMatch(/in 2[45] seconds/);
    sleep(16 * SECOND);
    await pass(SECOND);
    expect(find('#spoken').textContent).toMatch(/^[78] seconds$/);
  });

  test('a hidden tab counts in its title, and the title comes back', async () => {
    const { timer } = open();
    timer.start();
    await pass(8 * MINUTE);
    expect(document.title).toBe('Accounts');
    show('hidden');
    expect(document.title).toBe('2:00 · Accounts');
    await pass(SECOND);
    expect(document.title).toBe('1:59 · Accounts');
    show('visible');
    expect(document.title).toBe('Accounts');
  });
});

describe('the warning that nothing extends', () => {
  test('says so; "continue" and Esc put it away, and change nothing', async () => {
    for (const way of ['button', 'key'] as const) {
      const { timer, isOpen, heading, buttons, click } = open({ maxAge: 9 * MINUTE });
      timer.start();
      await pass(7 * MINUTE);
      expect(heading()).toBe('You will be signed out soon');
      expect(buttons()).toEqual(['go-on', 'end']);
      if (way === 'button') click('go-on');
      else fireEvent.keyDown(document.body, { key: 'Escape' });
      expect(isOpen()).toBe(false);
      expect(timer.state).toBe('warning');
      await pass(2 * MINUTE);
      expect(isOpen()).toBe(true);
      timer.stop();
      document.body.replaceChildren();
    }
  });

  test('a dialog that comes late to it says so too', async () => {
    const { timer, element, heading } = open({ maxAge: 9 * MINUTE });
    timer.start();
    await pass(7 * MINUTE + SECOND);
    element.remove();
    document.body.append(element);
    expect(heading()).toBe('You will be signed out soon');
  });
});

describe('the end', () => {
  test('leads to the sign-in, and cannot be put away', async () => {
    const { timer, isOpen, heading, buttons, find } = open({}, { 'expired-url': 'https://example.com/login' });
    timer.start();
    await pass(10 * MINUTE);
    expect(heading()).toBe('You have been signed out');
    expect(buttons()).toEqual(['sign-in']);
    expect(find<HTMLAnchorElement>('[part=sign-in]').href).toBe('https://example.com/login');
    expect(find('[part=time]').hidden).toBe(true);
    fireEvent.keyDown(document.body, { key: 'Escape' });
    find<HTMLDialogElement>('dialog').close();
    expect(isOpen()).toBe(true);
  });

  test('the link loads the page anew; with a key held it is the browser’s', async () => {
    const [assign, reload] = [vi.fn(), vi.fn()];
    vi.stubGlobal('location', { href: location.href, assign, reload });
    const { timer, find, element } = open({}, { 'expired-url': 'https://example.com/login' });
    timer.start();
    await pass(10 * MINUTE);
    for (const key of ['ctrlKey', 'metaKey', 'shiftKey', 'altKey']) {
      const event = new MouseEvent('click', { [key]: true, cancelable: true, bubbles: true, composed: true });
      find('[part=sign-in]').dispatchEvent(event);
      expect(event.defaultPrevented).toBe(false);
    }
    fireEvent.click(find('[part=sign-in]'));
    expect(assign).toHaveBeenCalledWith('https://example.com/login');
    element.removeAttribute('expired-url');
    fireEvent.click(find('[part=sign-in]'));
    expect(reload).toHaveBeenCalledTimes(1);
  });

  test('where another tab has signed in again it says "continue", here', async () => {
    useChannels();
    useLocks();
    const { timer, find } = open({ crossTab: true }, { 'expired-url': 'https://example.com/login' });
    const other = watch({ ...TIMES, crossTab: true }).timer;
    timer.start();
    other.start();
    timer.expire();
    await pass(SECOND);
    expect(find('[part=sign-in]').textContent).toBe('Sign in');
    other.start({ fresh: true });
    await pass(SECOND);
    expect(find('[part=sign-in]').textContent).toBe('Continue');
    expect(find<HTMLAnchorElement>('[part=sign-in]').href).toBe(location.href);
  });
});

describe('the element', () => {
  test('follows another timer, or none', async () => {
    const { timer, element, isOpen } = open();
    const other = watch({ ...TIMES, name: 'other' }).timer;
    timer.start();
    await pass(8 * MINUTE);
    element.timer = other;
    expect(element.timer).toBe(other);
    expect(isOpen()).toBe(false);
    other.start();
    await pass(9 * MINUTE);
    expect(isOpen()).toBe(true);
    element.timer = undefined;
    expect(isOpen()).toBe(false);
  });

  test('that comes in the middle of a warning warns at once; taken away it is silent', async () => {
    const { timer, element, isOpen } = open();
    timer.start();
    element.remove();
    await pass(9 * MINUTE);
    expect(isOpen()).toBe(false);
    document.body.append(element);
    expect(isOpen()).toBe(true);
  });

  test('takes a timer that was set before the element was known', () => {
    const element = document.createElement('stillhere-dialog');
    const { timer } = watch(TIMES);
    Object.defineProperty(element, 'timer', { value: timer, configurable: true, writable: true, enumerable: true });
    document.body.append(element);
    expect(Object.hasOwn(element, 'timer')).toBe(false);
    expect(element.timer).toBe(timer);
  });

  test('speaks the language of its place, and says what it is told to', async () => {
    const { timer, element, heading, find } = open({}, { lang: 'de', stay: 'Ja, bin ich' });
    timer.start();
    await pass(8 * MINUTE);
    expect(heading()).toBe('Sind Sie noch da?');
    expect(find('[part=stay]').textContent).toBe('Ja, bin ich');
    element.setAttribute('heading', 'Huhu?');
    expect(heading()).toBe('Huhu?');
    element.setAttribute('lang', 'en');
    element.removeAttribute('heading');
    expect(heading()).toBe('Are you still there?');
    expect(find('dialog').lang).toBe('en');
  });

  test('what a screen reader is told, and what a style sheet can name', async () => {
    const { timer, element } = open();
    timer.start();
    await pass(8 * MINUTE);
    const lines: string[] = [];
    const draw = (node: Element, depth: number) => {
      const told = ['id', 'class', 'part', 'role', 'tabindex', 'autofocus', 'type', 'closedby', 'name'];
      const attributes = [...node.attributes]
        .filter(({ name }) => told.includes(name) || name.startsWith('aria-'))
        .map(({ name, value }) => (value ? `${name}=${value}` : name));
      lines.push([`${'  '.repeat(depth)}${node.localName}`, ...attributes].join(' '));
      for (const child of node.children) draw(child, depth + 1);
    };
    for (const child of element.shadowRoot?.children ?? []) draw(child, 0);
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "dialog part=dialog role=alertdialog aria-labelledby=heading closedby=none aria-describedby=left
        div class=sight aria-hidden=true
        div class=bar part=bar aria-hidden=true
        div class=content
          p class=unseen
          h2 id=heading part=heading tabindex=-1 autofocus
            slot name=heading
          p id=text part=text aria-hidden=true
            slot name=text
          div id=left class=unseen
          p class=time part=time aria-hidden=true
          p id=activity part=activity-text
            slot name=activity-text
          p id=unsaved part=unsaved-text
            slot name=unsaved-text
          p id=spoken class=unseen aria-live=polite aria-atomic=true
          div class=buttons part=buttons
            button type=button part=stay class=primary
              slot name=stay
            button type=button part=go-on class=primary
              slot name=go-on
            a class=primary part=sign-in
              slot name=sign-in
            a role=link tabindex=0 part=end
              slot name=end"
    `);
    expect(element.shadowRoot?.adoptedStyleSheets).toHaveLength(1);
  });

  test('follows each of its attributes, by the name that HTML gives it', async () => {
    const { timer, element, find } = open({ maxAge: 10 * MINUTE });
    timer.start();
    await pass(8 * MINUTE);
    const text = (part: string) => find(`[part=${part}]`).textContent;
    expect(text('text')).toBe(
      'For your security, you will be signed out in 2 minutes, even if you are still here. Please save your work.',
    );
    element.setAttribute('limit-text', 'Save what you have.');
    element.setAttribute('go-on', 'Fine');
    element.setAttribute('end', 'Leave');
    expect([text('text'), text('go-on'), text('end')]).toEqual(['Save what you have.', 'Fine', 'Leave']);
    element.lang = 'de';
    expect(find('h2').textContent).toBe('Sie werden bald abgemeldet');
    await pass(2 * MINUTE);
    element.setAttribute('over-text', 'Bye.');
    element.setAttribute('expired-url', '/login');
    expect(text('text')).toBe('Bye.');
    expect(find<HTMLAnchorElement>('[part=sign-in]').href).toBe(new URL('/login', document.baseURI).href);
    expect([text('time'), find('[aria-live]').textContent]).toEqual(['', '']);
  });

  test('is defined once, and can be made by `new`', () => {
    expect(customElements.get('stillhere-dialog')).toBe(StillhereDialog);
    expect(new StillhereDialog()).toBeInstanceOf(HTMLElement);
  });
});

describe('words', () => {
  test.for([
    [120_000, '2:00'],
    [119_001, '2:00'],
    [65_000, '1:05'],
    [999, '0:01'],
    [0, '0:00'],
    [-5_000, '0:00'],
    [3_600_000, '1:00:00'],
    [3_725_000, '1:02:05'],
  ] as const)('%i ms on a clock: %s', ([remaining, text]) => {
    expect(clock(remaining, 'en')).toBe(text);
  });

  test('a clock has the digits of its language', () => {
    expect(clock(65_000, 'ar-EG')).toBe('١:٠٥');
  });

  test.for([
    [120_000, '2 minutes'],
    [60_000, '1 minute'],
    [90_000, '2 minutes'],
    [59_000, '59 seconds'],
    [1_000, '1 second'],
    [-1, '0 seconds'],
    [601_000, '11 minutes'],
  ] as const)('%i ms said aloud: %s', ([remaining, text]) => {
    expect(duration(remaining, 'en')).toBe(text);
  });

  test('every language has every text, and an unknown one is English', () => {
    for (const lang of ['en', 'de', 'fr', 'ar', 'pt-BR', 'zh-Hant', 'de-AT', 'EN-us']) {
      const { texts } = textsFor(lang);
      for (const name of TEXT_NAMES) expect(texts[name], `${lang} ${name}`).toBeTruthy();
    }
    expect(textsFor('tlh').texts).toEqual(textsFor('en').texts);
    expect(textsFor('de-AT').texts).toEqual(textsFor('de').texts);
    expect(textsFor('ar').dir).toBe('rtl');
    expect(textsFor('en').dir).toBe('ltr');
  });

  test('a title that the page changes meanwhile is the page’s', () => {
    const setTitle = createTitle();
    setTitle('0:10');
    expect(document.title).toBe('0:10 · Accounts');
    document.title = 'Mail (1)';
    setTitle('0:09');
    expect(document.title).toBe('0:09 · Mail (1)');
    document.title = 'Mail (2)';
    setTitle(undefined);
    expect(document.title).toBe('Mail (2)');
    setTitle(undefined);
    expect(document.title).toBe('Mail (2)');
  });
});
