import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Engine, engines, launch, type Tab } from '../engines/index.js';
import { type Site, serve } from '../engines/site.js';
import { until } from '../engines/until.js';

/** Events are counted once a second: what has not been counted by then is not. */
const COUNTED_BY = 1_200;

describe.each(engines)('what counts as a person in %s', (name) => {
  let site: Site;
  let elsewhere: Site;
  let browser: Engine;
  let tab: Tab;
  beforeAll(async () => {
    site = await serve((app) => {
      app.get('/inner', (_request, response) => {
        response
          .type('html')
          .send('<body style="margin:0;height:3000px"><input id="field" style="width:90px;height:40px">');
      });
    });
    elsewhere = await serve((app) => {
      app.get('/inner', (_request, response) => {
        response.type('html').send('<body style="margin:0"><input style="width:90px;height:40px">');
      });
    });
    browser = await launch(name, { scrollbars: true });
  });
  beforeEach(async () => {
    tab = await browser.tab(site.page({ options: { timeout: 600_000, crossTab: false } }));
    await tab.show();
    // What showing it and a pointer that comes in bring about is over before a test begins.
    await tab.move(600, 20);
    await counted();
  });
  afterEach(() => tab?.close());
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    await elsewhere?.close();
  });

  const counted = () => tab.evaluate((time) => new Promise((resolve) => setTimeout(resolve, time)), COUNTED_BY);
  const lastActive = () => tab.evaluate(() => timer.lastActive);
  const counts = async (act: () => Promise<unknown>) => {
    const before = await lastActive();
    await act();
    await until(tab, () => timer.lastActive).toBeGreaterThan(before);
  };
  const doesNotCount = async (act: () => Promise<unknown>) => {
    const before = await lastActive();
    await act();
    await counted();
    expect(await lastActive()).toBe(before);
    // And the page still listens.
    await counts(() => tab.press('x'));
  };
  /** Puts a frame over the upper left corner of the page. */
  const addFrame = (src: string | null, how: 'plainly' | 'in a shadow root' | 'written') =>
    tab.evaluate(
      async (src, how) => {
        const frame = document.createElement('iframe');
        frame.style.cssText =
          'position:fixed;left:0;top:0;width:200px;height:100px;border:0;background:white;z-index:9';
        if (src) frame.src = src;
        const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
        if (how === 'in a shadow root') {
          const host = document.body.appendChild(document.createElement('div'));
          host.attachShadow({ mode: 'open' }).append(frame);
        } else document.body.append(frame);
        await loaded;
        if (how === 'written') {
          const inner = frame.contentDocument as Document;
          inner.open();
          inner.write(
            '<body style="margin:0"><input style="width:90px;height:40px"><script>window.written = 1</script>',
          );
          inner.close();
        }
      },
      src,
      how,
    );

  it('moving the mouse counts', () => counts(() => tab.move(300, 60)));
  it('pressing a mouse button counts', () => counts(() => tab.down().then(() => tab.up())));
  it('a key counts', () => counts(() => tab.press('x')));
  it('the wheel counts', () => counts(() => tab.wheel(50)));
  it('touch counts', ({ skip }) => {
    const { touch } = tab;
    if (!touch) return skip('the driver has no touch');
    return counts(() => touch(60, 60));
  });
  it('the Tab key that moves the focus counts', () => counts(() => tab.press('Tab')));

  it('P7: events made by a script do not count', () =>
    doesNotCount(() =>
      tab.evaluate(() => {
        for (const type of [
          'mousemove',
          'mousedown',
          'pointermove',
          'pointerdown',
          'keydown',
          'wheel',
          'scroll',
          'touchstart',
          'focus',
          'click',
        ])
          for (const target of [window, document, document.body])
            target.dispatchEvent(new MouseEvent(type, { bubbles: true, screenX: Math.random() * 999, movementX: 5 }));
        document.getElementById('button')?.click();
      }),
    ));

  it('P7: scrolling done by a script does not count', () =>
    doesNotCount(() =>
      tab.evaluate(async () => {
        scrollTo(0, 500);
        await new Promise((resolve) => addEventListener('scroll', resolve, { once: true, capture: true }));
        document.getElementById('scroller')?.scrollTo(0, 500);
        await new Promise((resolve) => addEventListener('scroll', resolve, { once: true, capture: true }));
        scrollTo(0, 0);
      }),
    ));

  it('P7: a script that moves the focus, or opens a dialog, does not count', () =>
    doesNotCount(() =>
      tab.evaluate(async () => {
        document.getElementById('input')?.focus();
        await Promise.resolve();
        document.getElementById('button')?.focus();
        await new Promise((resolve) => requestAnimationFrame(resolve));
        document.getElementById('input')?.focus();
        const dialog = document.body.appendChild(document.createElement('dialog'));
        dialog.append(document.createElement('button'));
        dialog.showModal();
        await new Promise((resolve) => setTimeout(resolve, 50));
        dialog.close();
      }),
    ));

  it('P7: a pointer that rests while the layout moves under it does not count', async () => {
    await tab.move(100, 60);
    await counted();
    await doesNotCount(() =>
      tab.evaluate(async () => {
        for (const top of [300, 0, 200, 0]) {
          document.body.style.paddingTop = `${top}px`;
          scrollTo(0, top);
          await new Promise((resolve) => setTimeout(resolve, 120));
        }
      }),
    );
  });

  it.each(['the page', 'an inner scroller'])('dragging the scrollbar of %s counts, all the while', async (which) => {
    const [x, y] = await tab.evaluate((inner) => {
      const box = document.getElementById('scroller')?.getBoundingClientRect() as DOMRect;
      return inner
        ? [box.right - 5, box.top + 25]
        : [Math.min(document.documentElement.clientWidth + 5, innerWidth - 3), 40];
    }, which === 'an inner scroller');
    await tab.move(x as number, y as number);
    await tab.down();
    const scrolled = () => tab.evaluate(() => scrollY + (document.getElementById('scroller')?.scrollTop ?? 0));
    for (const step of [30, 60]) {
      const [before, position] = [await lastActive(), await scrolled()];
      await counted();
      await tab.move(x as number, (y as number) + step);
      await expect.poll(scrolled).toBeGreaterThan(position);
      await until(tab, () => timer.lastActive).toBeGreaterThan(before);
    }
    await tab.up();
    await counted();
    await doesNotCount(() => tab.evaluate(() => scrollBy(0, 40)));
  });

  it('a page that stops the propagation of everything hides nothing', async () => {
    await tab.evaluate(() => {
      for (const type of ['mousemove', 'pointermove', 'pointerdown', 'mousedown', 'keydown', 'click', 'wheel'])
        for (const target of [document, document.body])
          target.addEventListener(type, (event) => event.stopImmediatePropagation(), true);
    });
    await counts(() => tab.press('x'));
  });

  it('a field in an open shadow root counts', async () => {
    await tab.evaluate(() => {
      const host = document.body.appendChild(document.createElement('div'));
      host.attachShadow({ mode: 'open' }).append(document.createElement('input'));
      host.shadowRoot?.querySelector('input')?.focus();
    });
    await counts(() => tab.press('x'));
  });

  it.each(['plainly', 'in a shadow root'] as const)(
    'a frame of the same origin that comes later counts, %s',
    async (how) => {
      await addFrame('/inner', how);
      await counts(() => tab.click(30, 20));
      await counted();
      await counts(() => tab.press('x'));
    },
  );

  it('a frame whose document is written by a script counts', async () => {
    await addFrame(null, 'written');
    await counts(() => tab.move(33, 22).then(() => tab.move(36, 25)));
  });

  it('a frame that goes to another page of the same origin counts', async () => {
    await addFrame('/inner', 'plainly');
    await tab.evaluate(async () => {
      const frame = document.querySelector('iframe') as HTMLIFrameElement;
      frame.src = '/inner?2';
      await new Promise((resolve) => frame.addEventListener('load', resolve));
    });
    await counts(() => tab.move(33, 22).then(() => tab.move(36, 25)));
  });

  it('typing in a frame of another origin counts', async () => {
    await addFrame(`${elsewhere.url.replace('127.0.0.1', 'localhost')}/inner`, 'plainly');
    await tab.click(30, 20);
    await until(tab, () => document.activeElement?.nodeName).toBe('IFRAME');
    // The click itself has been counted.
    const clicked = await tab.evaluate(() => Date.now());
    await until(tab, () => timer.lastActive).toBeGreaterThan(clicked);
    await tab.press('x');
    const typed = await lastActive();
    await until(tab, () => timer.lastActive).toBeGreaterThan(typed);
  });

  it('P7: hiding the page does not count, and showing it again does', async () => {
    const before = await lastActive();
    await tab.hide();
    await counted();
    expect(await lastActive()).toBe(before);
    await counts(() => tab.show());
  });
});
