// @vitest-environment node
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import { installIn } from '../../../scripts/install.mjs';

const peers = fileURLToPath(new URL('../../browser/peers/', import.meta.url));

afterEach(() => vi.unstubAllGlobals());

test('P9: jsdom has no modal dialogs, and Jest’s no style sheets of scripts: it works without', async () => {
  installIn(peers);
  const { JSDOM } = createRequire(`${peers}package.json`)('jsdom') as {
    JSDOM: new (html: string, options: object) => { window: Window & typeof globalThis };
  };
  const { window } = new JSDOM('<!doctype html><html lang="en"><body>', {
    url: 'https://example.com/',
    pretendToBeVisual: true,
  });
  const thrown: string[] = [];
  window.addEventListener('error', ({ message }) => thrown.push(message));
  for (const name of [
    'window',
    'document',
    'location',
    'HTMLElement',
    'customElements',
    'MouseEvent',
    'Element',
    'Node',
  ] as const) {
    vi.stubGlobal(name, name === 'window' ? window : window[name]);
  }
  // Listeners of jsdom know its own signals and events only.
  vi.stubGlobal('AbortController', window.AbortController);
  vi.stubGlobal('EventTarget', window.EventTarget);
  vi.stubGlobal('Event', window.Event);
  vi.stubGlobal('CSSStyleSheet', window.CSSStyleSheet);
  vi.stubGlobal('MutationObserver', window.MutationObserver);
  vi.resetModules();
  const { IdleTimer } = await import('../../../src/index.js');
  await import('../../../src/dialog/index.js');
  const { document } = window;
  const timer = new IdleTimer({ timeout: 1_100, warnBefore: 1_000, crossTab: false });
  const element = document.createElement('stillhere-dialog');
  element.timer = timer;
  document.body.append(element);
  const warned = new Promise((resolve) => timer.addEventListener('warn', resolve));
  const spy = vi.spyOn(console, 'error').mockImplementation(() => {});
  timer.start();
  await warned;
  const root = element.shadowRoot as ShadowRoot;
  const dialog = root.querySelector('dialog') as HTMLDialogElement;
  expect(dialog.open).toBe(true);
  root.querySelector<HTMLElement>('[part=stay]')?.click();
  expect(timer.state).toBe('active');
  expect(dialog.open).toBe(false);
  timer.expire();
  expect(dialog.open).toBe(true);
  element.remove();
  timer.stop();
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect([thrown, spy.mock.calls]).toEqual([[], []]);
});
