import { fireEvent } from '@testing-library/dom';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { StillhereDialog } from '../../../src/dialog/index.js';
import '../../../src/dialog/index.js';
import { MINUTE, pass, press, SECOND, useClock, watch } from '../helpers.js';

const TIMES = { timeout: 10 * MINUTE, warnBefore: 2 * MINUTE };

function attach(attributes: Record<string, string> = {}): StillhereDialog {
  const element = document.createElement('stillhere-dialog');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.append(element);
  return element;
}
const part = (element: StillhereDialog, name: string) =>
  element.shadowRoot?.querySelector<HTMLElement>(`[part=${name}]`) as HTMLElement;
const shown = (element: StillhereDialog) =>
  [...(element.shadowRoot?.querySelectorAll<HTMLElement>('button, a') ?? [])]
    .filter(({ hidden }) => !hidden)
    .map((control) => control.textContent);

beforeEach(() => {
  useClock();
  document.documentElement.lang = 'en';
});

describe('the dialog finds its timer', () => {
  test('the page’s only one, whichever is there first', async () => {
    const before = attach();
    expect(before.timer).toBeUndefined();
    const { timer } = watch(TIMES);
    timer.start();
    expect(before.timer).toBe(timer);
    expect(attach().timer).toBe(timer);
    await pass(8 * MINUTE);
    expect(shown(before)).toEqual(['Stay signed in', 'Sign out']);
  });

  test('by the name of its session, among several', () => {
    const [one, two] = [watch({ ...TIMES, name: 'one' }).timer, watch({ ...TIMES, name: 'two' }).timer];
    const element = attach({ name: 'two' });
    one.start();
    two.start();
    expect(element.timer).toBe(two);
    expect(attach().timer).toBeUndefined();
    element.setAttribute('name', 'one');
    expect(element.timer).toBe(one);
    element.timer = two;
    expect(element.timer).toBe(two);
  });

  test('the next of that name after one that was stopped: a hot reload', () => {
    const element = attach({ name: 'app' });
    const first = watch({ ...TIMES, name: 'app' }).timer;
    first.start();
    first.stop();
    const second = watch({ ...TIMES, name: 'app' }).timer;
    second.start();
    expect(element.timer).toBe(second);
  });

  test('of its own timer and one of the same session, the one that runs: a hot reload may start the former again', async () => {
    const element = attach();
    const [former, own] = [watch(TIMES).timer, watch(TIMES).timer];
    element.timer = own;
    former.start();
    await pass(8 * MINUTE);
    expect(shown(element)).toEqual(['Stay signed in', 'Sign out']);
    const isOpen = () => element.shadowRoot?.querySelector('dialog')?.open;
    former.stop();
    expect(isOpen()).toBe(false);
    own.start({ fresh: true });
    await pass(8 * MINUTE);
    expect(isOpen()).toBe(true);
    own.extend();
    expect(isOpen()).toBe(false);
  });

  test('none after three seconds: the developer is told, once', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    attach();
    attach();
    attach().remove();
    await pass(4 * SECOND);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]?.[0]).toContain('<stillhere-dialog> has no timer');
  });
});

describe('who answers', () => {
  test('a dialog that comes in the middle of a warning asks; gone for good it asks no more', async () => {
    const { timer } = watch(TIMES);
    timer.start();
    await pass(9 * MINUTE);
    const element = attach();
    press();
    expect(timer.state).toBe('warning');
    element.remove();
    await pass(2 * SECOND);
    press();
    expect(timer.state).toBe('active');
  });

  test('with extendOn: ‘activity’ said out loud there are no buttons, and any act ends it', async () => {
    const { timer } = watch({ ...TIMES, extendOn: 'activity' });
    const element = attach();
    timer.start();
    await pass(9 * MINUTE);
    expect(shown(element)).toEqual([]);
    expect(part(element, 'activity-text').textContent).toMatch(/^Move the mouse or press a key/);
    press();
    expect(timer.state).toBe('active');
  });

  test('“Stay signed in” where `maxAge` is near by now: the face says that nothing extends it', async () => {
    const { timer } = watch({ ...TIMES, maxAge: 10.5 * MINUTE });
    const element = attach();
    timer.start();
    await pass(8 * MINUTE);
    fireEvent.click(part(element, 'stay'));
    await pass(SECOND);
    expect(part(element, 'heading').textContent).toBe('Are you still there?');
    await pass(40 * SECOND);
    expect(part(element, 'heading').textContent).toBe('You will be signed out soon');
    expect(shown(element)).toEqual(['Continue', 'Sign out']);
  });
});

describe('what it says', () => {
  test('a logout that failed is told, with a way to sign out by hand', async () => {
    const { timer } = watch(TIMES);
    const element = attach({ 'sign-out-url': 'https://example.com/logout' });
    timer.start();
    timer.expire();
    await pass(SECOND);
    expect(part(element, 'heading').textContent).toBe('You have been signed out');
    timer.dispatchEvent(Object.assign(new Event('logout'), { ok: false, status: 503 }));
    expect(part(element, 'heading').textContent).toBe('You may still be signed in');
    expect(shown(element)).toEqual(['Sign out']);
    expect((part(element, 'sign-in') as HTMLAnchorElement).href).toBe('https://example.com/logout');
    element.removeAttribute('sign-out-url');
    expect(shown(element)).toEqual(['Continue']);
    timer.dispatchEvent(Object.assign(new Event('logout'), { ok: true, status: 204 }));
    expect(part(element, 'heading').textContent).toBe('You have been signed out');
  });

  test('an empty attribute is none', async () => {
    const { timer } = watch(TIMES);
    const element = attach({ heading: '', stay: '', 'expired-url': '' });
    timer.start();
    await pass(8 * MINUTE);
    expect(part(element, 'heading').textContent).toBe('Are you still there?');
    expect(shown(element)).toEqual(['Stay signed in', 'Sign out']);
  });

  test('“Sign out” can be left away', async () => {
    const { timer } = watch(TIMES);
    const element = attach({ 'hide-sign-out': '' });
    timer.start();
    await pass(8 * MINUTE);
    expect(shown(element)).toEqual(['Stay signed in']);
  });

  test('people who are not signed in are told of their answers', async () => {
    const { timer } = watch(TIMES);
    const element = attach({ texts: 'anonymous' });
    timer.start();
    await pass(8 * MINUTE);
    expect(part(element, 'text').textContent).toBe(
      'For your security, your answers will be deleted in 2 minutes because you have been inactive.',
    );
    expect(shown(element)).toEqual(['Continue', 'Delete my answers']);
  });

  test('own texts in Hebrew have its direction and plural', async () => {
    const { timer } = watch(TIMES);
    const element = attach({ lang: 'he', heading: 'עדיין כאן?', text: 'עוד {time}' });
    timer.start();
    await pass(8 * MINUTE);
    const dialog = element.shadowRoot?.querySelector('dialog');
    expect([dialog?.lang, dialog?.dir, part(element, 'text').textContent]).toEqual(['he', 'rtl', 'עוד שתי דקות']);
  });

  test('a text without a time keeps it for screen readers', async () => {
    const { timer } = watch(TIMES);
    const element = attach({ text: 'Hello?' });
    timer.start();
    await pass(8 * MINUTE);
    const root = element.shadowRoot as ShadowRoot;
    expect(root.querySelector('dialog')?.getAttribute('aria-describedby')).toBe('text left');
    expect(root.getElementById('left')?.textContent).toBe('2 minutes');
    expect(part(element, 'text').getAttribute('aria-hidden')).toBeNull();
  });

  test('the end has a heading of its own, which gets the focus; the old one goes later', async () => {
    const { timer } = watch(TIMES);
    const element = attach();
    timer.start();
    await pass(8 * MINUTE);
    const root = element.shadowRoot as ShadowRoot;
    const first = root.activeElement;
    timer.expire();
    await pass(0);
    expect(root.activeElement).not.toBe(first);
    expect(root.activeElement?.textContent).toBe('You have been signed out');
    expect(root.querySelectorAll('h2')).toHaveLength(2);
    await pass(3 * SECOND);
    expect(root.querySelectorAll('h2')).toHaveLength(1);
  });
});
