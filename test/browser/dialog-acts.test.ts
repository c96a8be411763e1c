import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, enginesOfTables, launch, type Tab } from '../engines/index.js';
import { type Site, serve } from '../engines/site.js';
import { until } from '../engines/until.js';
import { BODY, focusedPart, pressBy, SOON, serveHits } from './dialog-page.js';
import { seen, serveTags, tagUrl } from './tag.js';

const ACTIVITY = { ...SOON, 'data-extend-on': 'activity' };
const EDITORS = `<style>[contenteditable], iframe { position: relative; z-index: 3; display: block; height: 3em }</style>
  <div id="editor" contenteditable>one two</div>
  <iframe id="frame" srcdoc="<body contenteditable>one two"></iframe>`;

/** Puts the caret in the middle: "one |two", "Dear| ". To run in a page. */
function putCaret(id: string): void {
  const place = document.getElementById(id) as HTMLElement;
  if (place instanceof HTMLInputElement || place instanceof HTMLTextAreaElement) {
    place.focus();
    place.setSelectionRange(4, 4);
    return;
  }
  const editor = place instanceof HTMLIFrameElement ? (place.contentDocument as Document).body : place;
  editor.focus();
  editor.ownerDocument.getSelection()?.collapse(editor.firstChild, 4);
}

/** To run in a page. */
function textOf(id: string): string | null | undefined {
  const place = document.getElementById(id);
  if (place instanceof HTMLInputElement || place instanceof HTMLTextAreaElement) return place.value;
  return place instanceof HTMLIFrameElement ? place.contentDocument?.body.textContent : place?.textContent;
}

const FIELDS = [
  ['input', 'Dear ', 'DearX '],
  ['area', 'Dear ', 'DearX '],
  ['editor', 'one two', 'one Xtwo'],
  ['frame', 'one two', 'one Xtwo'],
] as const;

describe.each(enginesOfTables)('what a person does while the dialog is there, in %s', (name) => {
  let site: Site;
  let browser: Engine;
  let tab: Tab;
  let sessions = 0;
  beforeAll(async () => {
    site = await serve((app) => {
      serveTags(app);
      serveHits(app);
    });
    browser = await launch(name);
  });
  afterEach(() => tab?.close());
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });
  const load = async (attributes: Record<string, string>, more = '') => {
    sessions += 1;
    const named = { 'data-name': `acts ${sessions}`, ...attributes };
    tab = await browser.tab(tagUrl(site.url, { attributes: named, body: BODY + more }));
    await tab.show();
  };
  const warned = (face: string) => until(tab, seen).toMatchObject({ open: true, face });
  const open = async (attributes: Record<string, string>, more = '', focus?: string) => {
    await load({ ...attributes, 'data-timeout': '31s' }, more);
    if (focus) await tab.evaluate(putCaret, focus);
    await warned(attributes['data-extend-on'] === 'activity' ? 'activity' : 'warning');
  };
  const state = () => stillhere?.timer?.state;
  const beneath = () => hits;

  describe('with extendOn: ‘activity’ said out loud', () => {
    it('P12: there is no button that nobody could press; it says what to do', async () => {
      await open(ACTIVITY);
      expect(await tab.evaluate(seen)).toMatchObject({ buttons: [], focus: 'heading' });
      const text = await tab.evaluate(
        () => document.querySelector('stillhere-dialog')?.shadowRoot?.querySelector('#activity')?.textContent,
      );
      expect(text).toMatch(/^Move the mouse or press a key/);
    });

    it.each(['mouse', 'tap', 'pen'] as const)(
      'P12: the whole of a %s that ends it is kept from the page',
      async (means) => {
        await open(ACTIVITY);
        const act = { mouse: tab.click, tap: tab.touch, pen: tab.pen }[means];
        if (!act) return;
        await act(500, 300);
        await until(tab, state).toBe('active');
        await until(tab, seen).toMatchObject({ open: false });
        expect(await tab.evaluate(beneath)).toEqual([]);
        // The next press is the page's.
        await tab.evaluate(() => new Promise((resolve) => setTimeout(resolve, 600)));
        await tab.click(500, 300);
        expect(await tab.evaluate(beneath)).toContain('click under');
      },
    );

    it.each(['Enter', ' ', 'Escape', 'd'])(
      'P12: the whole of the key %j that ends it is kept from the page',
      async (key) => {
        for (const focus of key === 'Enter' ? ['input', 'under'] : ['under']) {
          await load({ ...ACTIVITY, 'data-timeout': '31s' });
          await tab.evaluate((id) => document.getElementById(id)?.focus(), focus);
          await warned('activity');
          await tab.keyDown(key);
          await tab.keyDown(key);
          await tab.keyUp(key);
          await until(tab, seen).toMatchObject({ open: false, focus });
          expect(await tab.evaluate(beneath)).toEqual([]);
          await tab.press(key);
          expect(await tab.evaluate(beneath)).not.toEqual([]);
          if (focus === 'input') await tab.close();
        }
      },
    );

    it.each(FIELDS)('P14: somebody who types on into %s loses no letter', async (field, before) => {
      await open(ACTIVITY, EDITORS, field);
      for (const key of 'yes ok') await tab.press(key);
      await until(tab, textOf, field).toBe(before.replace(/(?<=Dear|one )/, 'yes ok'));
      expect(await tab.evaluate(state)).toBe('active');
    });
  });

  describe('by default', () => {
    it('P12: no letter, space or Enter that is typed on blindly answers', async () => {
      await open(SOON, '', 'area');
      for (const key of ['r', 'a', 'b', 'b', 'i', 't', ' ', 'Enter', 'Tab', 'a', ' ', 'Enter']) await tab.press(key);
      expect(await tab.evaluate(state)).toBe('warning');
      expect(await tab.evaluate(textOf, 'area')).toBe('Dear ');
      expect(await tab.evaluate(beneath)).toEqual([]);
    });

    it.each(['stay', 'end'])(
      'P12: a space on %s, where a screen reader’s letters moved the focus, does not answer',
      async (part) => {
        await open(SOON);
        const focus = (part: string) =>
          document.querySelector('stillhere-dialog')?.shadowRoot?.querySelector<HTMLElement>(`[part=${part}]`)?.focus();
        await tab.evaluate(focus, part);
        await tab.press(' ');
        expect(await tab.evaluate(state)).toBe('warning');
        expect(await tab.evaluate(focusedPart)).toBe('heading');
        await tab.press('Enter');
        expect(await tab.evaluate(state)).toBe('warning');
        // Once it has been heard, it can be pressed.
        await tab.evaluate(focus, part);
        await tab.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1_600)));
        await tab.press('Enter');
        await until(tab, state).toBe(part === 'stay' ? 'active' : 'expired');
      },
    );

    it.each(FIELDS)(
      'P12: the answer leads back into %s, caret and all, and the next letter goes there',
      async (field, _before, after) => {
        for (const means of ['key', 'mouse'] as const) {
          await open(SOON, EDITORS, field);
          if (means === 'key') await tab.press('Escape');
          else await pressBy(tab, 'mouse', 'stay');
          await until(tab, seen).toMatchObject({ open: false, focus: field });
          await tab.press('X');
          await until(tab, textOf, field).toBe(after);
          if (means === 'key') await tab.close();
        }
      },
    );

    it('P12: an Enter that is held answers once, and submits nothing', async () => {
      await open(SOON, '', 'input');
      await tab.press('Tab');
      for (let times = 0; times < 3; times++) await tab.keyDown('Enter');
      await tab.keyUp('Enter');
      await until(tab, seen).toMatchObject({ open: false, focus: 'input' });
      expect(await tab.evaluate(beneath)).toEqual([]);
    });

    it('P12: the second half of a double click is not the page’s', async () => {
      await open(SOON);
      await pressBy(tab, 'mouse', 'stay');
      await tab.down();
      await tab.up();
      expect(await tab.evaluate(beneath)).toEqual([]);
    });

    it('P6, P12: moved, set anew, closed by a script or drawn anew at each tick, it stays, and nobody has answered', async () => {
      await open(SOON);
      const answered = await tab.evaluate(async () => {
        const { timer } = stillhere as { timer: NonNullable<typeof stillhere>['timer'] };
        const element = document.querySelector('stillhere-dialog') as HTMLElementTagNameMap['stillhere-dialog'];
        const lastActive = timer?.lastActive;
        const acts = [
          () => document.body.append(element),
          () => {
            element.timer = timer;
          },
          () => element.shadowRoot?.querySelector('dialog')?.close(),
          () => element.setAttribute('expired-url', `/login?${Math.random()}`),
          () => {
            element.remove();
            document.body.append(element);
          },
        ];
        for (const act of acts) {
          act();
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        for (let ticks = 0; ticks < 2; ticks++) {
          await new Promise((resolve) => timer?.addEventListener('tick', resolve, { once: true }));
          for (const act of acts) act();
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
        return timer?.lastActive !== lastActive;
      });
      expect(answered).toBe(false);
      expect(await tab.evaluate(state)).toBe('warning');
      expect(await tab.evaluate(seen)).toMatchObject({ open: true, face: 'warning' });
      await tab.press('Escape');
      await until(tab, state).toBe('active');
    });

    it('P2: taken away for good in the middle of it, it leaves no warning that activity cannot end', async () => {
      await open(SOON);
      await tab.evaluate(() => document.querySelector('stillhere-dialog')?.remove());
      await tab.press('Shift');
      await until(tab, state).toBe('active');
    });
  });
});
