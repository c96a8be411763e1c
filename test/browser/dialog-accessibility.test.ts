import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, ElementContext, RunOptions } from 'axe-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, engines, launch, type Tab } from '../engines/index.js';
import { type Site, serve } from '../engines/site.js';
import { until } from '../engines/until.js';
import { seen, serveTags, tagUrl } from './tag.js';

declare global {
  var axe: { run(context: ElementContext, options: RunOptions): Promise<AxeResults> };
}

const FACES: [face: string, attributes: Record<string, string>][] = [
  ['warning', { 'data-timeout': '60s', 'data-warn-before': '59s' }],
  ['activity', { 'data-timeout': '60s', 'data-warn-before': '59s', 'data-extend-on': 'activity' }],
  ['limit', { 'data-timeout': '300s', 'data-max-age': '60s', 'data-warn-before': '59s' }],
  ['over', { 'data-timeout': '1s', 'data-warn-before': '0', 'data-expired-url': '/login' }],
];

describe.each(engines)('the dialog is for everybody, in %s', (name) => {
  let site: Site;
  let browser: Engine;
  let tab: Tab;
  let sessions = 0;
  beforeAll(async () => {
    const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    site = await serve((app) => {
      serveTags(app);
      app.get('/axe.js', (_request, response) => {
        response.type('js').send(source);
      });
    });
    browser = await launch(name);
  });
  afterEach(() => tab?.close());
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });
  const open = async (
    face: string,
    attributes: Record<string, string>,
    more: { html?: string; head?: string } = {},
  ) => {
    sessions += 1;
    const head = `<script src="/axe.js"></script>${more.head ?? ''}`;
    tab = await browser.tab(
      tagUrl(site.url, { attributes: { 'data-name': `seen ${sessions}`, ...attributes }, ...more, head }),
    );
    await tab.show();
    await until(tab, seen).toMatchObject({ open: true, face });
  };

  describe.each(FACES)('%s', (face, attributes) => {
    it.each(['light', 'dark'])('axe finds nothing in a %s page', async (scheme) => {
      await open(face, attributes, { head: `<meta name="color-scheme" content="only ${scheme}">` });
      const violations = await tab.evaluate(async () => {
        const { violations } = await axe.run('stillhere-dialog', { resultTypes: ['violations'] });
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`);
      });
      expect(violations).toEqual([]);
      // In the top layer axe leaves the contrast open.
      const contrasts = await tab.evaluate(() => {
        const root = document.querySelector('stillhere-dialog')?.shadowRoot as ShadowRoot;
        const luminance = (color: string) => {
          const [r = 0, g = 0, b = 0] = (color.match(/[\d.]+/g) ?? []).map((part) => {
            const share = Number(part) / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const behind = (element: Element | null): string => {
          const { backgroundColor } = getComputedStyle(element as Element);
          return /, 0\)$/.test(backgroundColor) ? behind((element as Element).parentElement) : backgroundColor;
        };
        return [...root.querySelectorAll('h2, p, button, a')]
          .filter((element) => element.checkVisibility())
          .map((element) => {
            const [a, b] = [luminance(getComputedStyle(element).color), luminance(behind(element))];
            return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          });
      });
      expect(contrasts.length).toBeGreaterThanOrEqual(3);
      expect(Math.min(...contrasts)).toBeGreaterThanOrEqual(4.5);
    });

    it.each([
      ['320 pixels', 'font-size: 100%; max-width: 320px'],
      ['text of twice the size', '--stillhere-size: 2em'],
    ])('nothing is cut off with %s', async (_how, style) => {
      await open(face, attributes, { html: `lang="de" style="${style}"` });
      const cut = await tab.evaluate(() => {
        const root = document.querySelector('stillhere-dialog')?.shadowRoot as ShadowRoot;
        const dialog = root.querySelector('dialog') as HTMLDialogElement;
        const box = dialog.getBoundingClientRect();
        const within = box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight;
        const reachable = [...root.querySelectorAll<HTMLElement>('h2, p, button, a')]
          .filter((element) => element.checkVisibility() && !element.matches('.unseen'))
          .every(
            (element) =>
              element.getBoundingClientRect().right <= box.right && element.scrollWidth <= element.clientWidth + 1,
          );
        return { within, reachable, sideways: dialog.scrollWidth > dialog.clientWidth };
      });
      expect(cut).toEqual({ within: true, reachable: true, sideways: false });
    });
  });

  it('a screen reader is told what it is, what it is about and what can be done, and nothing of the page behind', async ({
    skip,
  }) => {
    await open('warning', FACES[0]?.[1] ?? {});
    if (!tab.accessibilityTree) return skip('the driver does not show the tree');
    const tree = (await tab.accessibilityTree()).map((line) => line.trim());
    expect(tree.join('\n')).toMatch(
      /^alertdialog Are you still there\? — For your security, you will be signed out in (\d+ seconds|1 minute) because .*\.$/m,
    );
    expect(tree).toEqual(
      expect.arrayContaining(['heading Are you still there?', 'button Stay signed in', 'link Sign out']),
    );
    expect(tree.join('\n')).not.toContain('secret content');
    expect(tree.join('\n')).not.toMatch(/0:\d\d/);
    await tab.evaluate(() => stillhere?.timer?.expire());
    await until(tab, seen).toMatchObject({ face: 'over' });
    const after = (await tab.accessibilityTree()).map((line) => line.trim());
    expect(after).toEqual(expect.arrayContaining(['heading You have been signed out', 'link Sign in']));
    expect(after.join('\n')).toMatch(/^alertdialog You have been signed out — Please sign in again to continue\.$/m);
  });

  it('the countdown moves nothing', async () => {
    await open('warning', FACES[0]?.[1] ?? {});
    const shapes = await tab.evaluate(async () => {
      const root = document.querySelector('stillhere-dialog')?.shadowRoot as ShadowRoot;
      const shape = () =>
        [...root.querySelectorAll('dialog, h2, p, button')]
          .map((element) => JSON.stringify(element.getBoundingClientRect()))
          .join();
      const time = root.querySelector('.time') as HTMLElement;
      const before = shape();
      const texts = new Set<string>();
      await new Promise<void>((resolve) => {
        new MutationObserver(() => {
          texts.add(time.textContent ?? '');
          if (texts.size === 2) resolve();
        }).observe(time, { childList: true, characterData: true, subtree: true });
      });
      return [before, shape()];
    });
    expect(shapes[1]).toBe(shapes[0]);
  });

  it('texts come from attributes and from slots, too', async () => {
    await open('warning', FACES[0]?.[1] ?? {});
    await tab.evaluate(() => {
      const dialog = document.querySelector('stillhere-dialog') as HTMLElement;
      dialog.setAttribute('stay', 'I am here');
      const heading = document.createElement('span');
      heading.slot = 'heading';
      heading.textContent = 'Hello?';
      dialog.append(heading);
    });
    await until(tab, seen).toMatchObject({ buttons: ['I am here', 'Sign out'] });
    const heading = await tab.evaluate(() => {
      const slot = document.querySelector('stillhere-dialog')?.shadowRoot?.querySelector<HTMLSlotElement>('h2 slot');
      return slot?.assignedNodes()[0]?.textContent;
    });
    expect(heading).toBe('Hello?');
  });

  it('its look is the page’s to change', async () => {
    await open('warning', FACES[0]?.[1] ?? {});
    const look = await tab.evaluate(() => {
      const host = document.querySelector('stillhere-dialog') as HTMLElement;
      host.style.setProperty('--stillhere-accent', 'rgb(1, 2, 3)');
      host.style.setProperty('--stillhere-radius', '0px');
      const root = host.shadowRoot as ShadowRoot;
      return [
        getComputedStyle(root.querySelector('.primary') as Element).backgroundColor,
        getComputedStyle(root.querySelector('dialog') as Element).borderTopLeftRadius,
      ];
    });
    expect(look).toEqual(['rgb(1, 2, 3)', '0px']);
  });
});
