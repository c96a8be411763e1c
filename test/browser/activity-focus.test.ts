import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, enginesOfTables, launch, type Tab } from '../engines/index.js';
import { type Site, serve } from '../engines/site.js';
import { until } from '../engines/until.js';
import { serveTags, tagUrl } from './tag.js';

const COUNTED_BY = 1_200;

/** As error trackers wrap listeners: each is called by another function. */
function wrapEach() {
  const add = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const wrapped =
      typeof listener === 'function'
        ? function (this: unknown, ...args: [Event]) {
            try {
              return listener.apply(this, args);
            } catch (error) {
              console.error(error);
              throw error;
            }
          }
        : listener;
    return add.call(this, type, wrapped, options);
  };
}

/**
 * As zone.js wraps listeners: those of one target, type and phase are called by one listener, which runs the microtasks
 * of its own promises and of `queueMicrotask` after each.
 */
function wrapTogether() {
  const add = EventTarget.prototype.addEventListener;
  const all = new WeakMap<EventTarget, Map<string, Set<EventListener>>>();
  const tasks: (() => void)[] = [];
  window.queueMicrotask = (task) => void tasks.push(task);
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    if (typeof listener !== 'function') return add.call(this, type, listener, options);
    const own = all.get(this) ?? new Map<string, Set<EventListener>>();
    all.set(this, own);
    const capture = typeof options === 'object' ? options.capture : options;
    const key = `${type} ${capture}`;
    const listeners = own.get(key) ?? new Set();
    listeners.add(listener);
    if (own.has(key)) return;
    own.set(key, listeners);
    add.call(
      this,
      type,
      (event) => {
        for (const one of [...listeners]) {
          one.call(this, event);
          for (const task of tasks.splice(0)) task();
        }
      },
      { capture: capture === true },
    );
  };
}

const zone = fileURLToPath(new URL('../../node_modules/zone.js/bundles/zone.umd.js', import.meta.url));

const WRAPPERS = {
  'listeners as they are': '',
  'listeners that are wrapped one by one (Sentry)': `(${wrapEach})()`,
  'listeners that are wrapped together (zone.js)': `(${wrapTogether})()`,
  'a browser whose errors have no stack': 'Error.stackTraceLimit = 0',
  ...(existsSync(zone) && { 'zone.js itself': readFileSync(zone, 'utf8') }),
};

describe.each(enginesOfTables)('P7: a focus in %s', (name) => {
  let site: Site;
  let browser: Engine;
  beforeAll(async () => {
    site = await serve((app) => {
      serveTags(app);
      app.get('/wrapper.js', ({ query }, response) => {
        response.type('js').send(WRAPPERS[query.as as keyof typeof WRAPPERS]);
      });
    });
    browser = await launch(name);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  const lastActive = (tab: Tab) => tab.evaluate(() => stillhere?.timer?.lastActive ?? 0);
  const counted = (tab: Tab) => tab.evaluate((time) => new Promise((resolve) => setTimeout(resolve, time)), COUNTED_BY);

  describe.each(Object.keys(WRAPPERS))('with %s', (as) => {
    let tab: Tab;
    beforeAll(async () => {
      tab = await browser.tab(
        tagUrl(site.url, {
          // Nothing else that a person does to move the focus is looked at.
          attributes: { 'data-timeout': '10m', 'data-events': 'focus', 'data-cross-tab': 'false' },
          head: `<script src="/wrapper.js?${new URLSearchParams({ as })}"></script>`,
        }),
      );
      await tab.show();
      // WebKit's driver gives the focus to no window.
      await tab.evaluate(() => {
        document.hasFocus = () => true;
      });
      await tab.click(300, 20);
      await counted(tab);
    });
    afterAll(() => tab?.close());

    it('that a person moves counts', async () => {
      for (const id of ['input', 'button']) {
        await counted(tab);
        const before = await lastActive(tab);
        await tab.press('Tab');
        await until(tab, () => document.activeElement?.id).toBe(id);
        await until(tab, () => stillhere?.timer?.lastActive).toBeGreaterThan(before);
      }
    });

    it('that a script moves does not, wherever the script runs', async () => {
      await counted(tab);
      const before = await lastActive(tab);
      await tab.evaluate(async () => {
        const focus = (id: string) => document.getElementById(id)?.focus();
        const rest = () => new Promise((resolve) => setTimeout(resolve, 20));
        setTimeout(() => focus('input'));
        await rest();
        requestAnimationFrame(() => focus('button'));
        await rest();
        Promise.resolve().then(() => focus('input'));
        await rest();
        document.addEventListener('note', () => focus('button'), { once: true });
        setTimeout(() => document.dispatchEvent(new Event('note')));
        await rest();
        const script = document.createElement('script');
        script.textContent = "document.getElementById('input').focus()";
        setTimeout(() => document.head.append(script));
        await rest();
        setTimeout(() => {
          const dialog = document.body.appendChild(document.createElement('dialog'));
          dialog.append(document.createElement('button'));
          dialog.showModal();
          setTimeout(() => dialog.close());
        });
        await rest();
      });
      await counted(tab);
      expect(await lastActive(tab)).toBe(before);
    });
  });
});
