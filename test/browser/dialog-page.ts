import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Express } from 'express';
import { installIn } from '../../scripts/install.mjs';
import type { Tab } from '../engines/index.js';

declare global {
  /** What of a person's acts has reached the page beneath the dialog. */
  var hits: string[];
}

/** The warning comes at once, and lasts for as long as a test needs. */
export const SOON = { 'data-timeout': '30300ms', 'data-warn-before': '30s' };
export const SOON_LIMIT = { 'data-timeout': '60s', 'data-warn-before': '30s', 'data-max-age': '30300ms' };

/** Whatever of a tap, a click or a key comes through is counted: the page's button is beneath the whole window. */
export const BODY = `
  <style>
    #under { position: fixed; inset: 0; z-index: 1; opacity: 0.1 }
    form { position: relative; z-index: 2; width: 12em }
  </style>
  <form id="form"><input id="input" value="Dear "><textarea id="area">Dear </textarea></form>
  <button id="under">Delete my account</button>
  <script src="/hits.js"></script>`;

const HITS = `
  window.hits = [];
  for (const type of ['pointerdown', 'mousedown', 'touchstart', 'pointerup', 'mouseup', 'touchend', 'click', 'keydown', 'keypress', 'keyup'])
    document.addEventListener(type, (event) => hits.push(type + ' ' + (event.target.id || event.target.nodeName)));
  document.addEventListener('submit', (event) => { event.preventDefault(); hits.push('submit'); });`;

const peers = fileURLToPath(new URL('peers/', import.meta.url));

/** Serves what pages have beside the dialog. */
export async function servePeers(app: Express): Promise<void> {
  installIn(peers);
  const require = createRequire(new URL('peers/package.json', import.meta.url));
  const folder = (name: string) => require.resolve(name).replace(/dist.*$/, 'dist/');
  const trap = [
    await readFile(`${folder('tabbable')}index.umd.min.js`, 'utf8'),
    await readFile(`${folder('focus-trap')}focus-trap.umd.min.js`, 'utf8'),
  ].join('\n');
  app.get('/focus-trap.js', (_request, response) => {
    response.type('js').send(trap);
  });
  serveHits(app);
}

export function serveHits(app: Express): void {
  app.get('/hits.js', (_request, response) => {
    response.type('js').send(HITS);
  });
}

/** The middle of a part of the dialog. To run in a page. */
function placeOf(part: string): { x: number; y: number } {
  const element = document.querySelector('stillhere-dialog')?.shadowRoot?.querySelector(`[part=${part}]`) as Element;
  const { x, y, width, height } = element.getBoundingClientRect();
  // Firefox’s driver makes no click of a tap at a fraction of a pixel.
  return { x: Math.round(x + width / 2), y: Math.round(y + height / 2) };
}

/** The part of the dialog that has the focus. To run in a page. */
export const focusedPart = (): string | null | undefined =>
  document.querySelector('stillhere-dialog')?.shadowRoot?.activeElement?.getAttribute('part');

export type Means = 'mouse' | 'tap' | 'pen' | 'Tab and Enter' | 'Tab and Space' | 'click()';

export const MEANS: readonly Means[] = ['mouse', 'tap', 'pen', 'Tab and Enter', 'Tab and Space', 'click()'];

/**
 * Presses a control of the dialog.
 *
 * @returns false if this driver has no such means.
 */
export async function pressBy(tab: Tab, means: Means, part: string): Promise<boolean> {
  const { x, y } = await tab.evaluate(placeOf, part);
  const act = { mouse: tab.click, tap: tab.touch, pen: tab.pen }[means as 'mouse' | 'tap' | 'pen'];
  if (means === 'click()') {
    await tab.evaluate((part) => {
      const root = document.querySelector('stillhere-dialog')?.shadowRoot;
      root?.querySelector<HTMLElement>(`[part=${part}]`)?.click();
    }, part);
  } else if (means.startsWith('Tab')) {
    for (let tabs = 0; (await tab.evaluate(focusedPart)) !== part; tabs++) {
      if (tabs > 3) throw new Error(`Tab does not come to ${part}`);
      await tab.press('Tab');
    }
    await tab.press(means === 'Tab and Enter' ? 'Enter' : ' ');
  } else if (act) await act(x, y);
  else return false;
  return true;
}
