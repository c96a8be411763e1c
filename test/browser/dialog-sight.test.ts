import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, enginesOfTables, launch, type Tab } from '../engines/index.js';
import { type Site, serve } from '../engines/site.js';
import { until } from '../engines/until.js';
import { BODY, pressBy, SOON, serveHits } from './dialog-page.js';
import { seen, serveTags, type TagOptions, tagUrl } from './tag.js';

/** Whether the middle of the dialog is what the window shows there. To run in a page, also in that around a frame. */
function inSight(): boolean {
  const frame = document.querySelector('iframe');
  const page = frame?.contentDocument ?? document;
  const host = page.querySelector('stillhere-dialog');
  const box = host?.shadowRoot?.querySelector('dialog')?.getBoundingClientRect();
  if (!box?.height) return false;
  const { y, height } = box;
  const above = frame?.getBoundingClientRect().y ?? 0;
  const within = y + above >= 0 && y + height + above <= innerHeight;
  return within && page.elementFromPoint(box.x + box.width / 2, y + height / 2) === host;
}

describe.each(enginesOfTables)('the dialog is in sight, legible and on top, in %s', (name) => {
  let site: Site;
  let browser: Engine;
  let tab: Tab;
  let sessions = 0;
  beforeAll(async () => {
    site = await serve((app) => {
      serveTags(app);
      serveHits(app);
      app.get('/frame', (request, response) => {
        response
          .type('html')
          .send(
            `<!doctype html><body style="margin:0"><iframe src="${request.query.src}" style="border:0;width:100%;height:5000px"></iframe>`,
          );
      });
    });
    browser = await launch(name);
  });
  afterEach(() => tab?.close());
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });
  const url = ({ attributes = {}, ...options }: TagOptions) => {
    sessions += 1;
    return tagUrl(site.url, {
      body: BODY,
      attributes: { ...SOON, 'data-name': `sight ${sessions}`, ...attributes },
      ...options,
    });
  };
  const open = async (options: TagOptions) => {
    tab = await browser.tab(url(options));
    await tab.show();
    await until(tab, seen).toMatchObject({ open: true });
  };
  const state = () => stillhere?.timer?.state;

  it.each([
    ['a root of 62.5 %', 'style="font-size: 62.5%"', ''],
    ['a root of 0', 'style="font-size: 0; line-height: 0; letter-spacing: 1em"', ''],
    ['a zoomed page', 'style="zoom: 1.5"', ''],
    ['a hidden body', '', '<style>body { visibility: hidden; pointer-events: none }</style>'],
    ['an inert page', 'inert', ''],
  ])('P12: over %s it can be read and pressed', async (_page, html, head) => {
    await open({ html: `lang="en" ${html}`, head });
    await until(tab, inSight).toBe(true);
    const sizes = await tab.evaluate(() =>
      [...(document.querySelector('stillhere-dialog')?.shadowRoot?.querySelectorAll('h2, p, button, a') ?? [])]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }))
        .map((element) => Number.parseFloat(getComputedStyle(element).fontSize)),
    );
    expect(sizes.length).toBeGreaterThanOrEqual(4);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(16);
    // WebKit’s places in a zoomed page are not those of its driver.
    if (name === 'webkit' && html.includes('zoom')) return;
    await pressBy(tab, 'mouse', 'stay');
    await until(tab, state).toBe('active');
  });

  it.each([
    [
      'a modal dialog that was open before',
      '<dialog id="own">Own <button>Own</button></dialog><script>own.showModal()</script>',
    ],
    [
      'a modal dialog that opens later',
      '<dialog id="own">Own <button>Own</button></dialog><script>setTimeout(() => own.showModal(), 800)</script>',
    ],
    [
      'a pop-up that opens later',
      '<div popover="manual" id="own" style="inset:0;width:100%;height:100%">Own</div><script>setTimeout(() => own.showPopover(), 800)</script>',
    ],
  ])('P12: it is above %s', async (_what, more) => {
    await open({ body: BODY + more });
    await tab.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const look = () =>
            document.querySelector('#own:is(:modal, :popover-open)') ? resolve() : setTimeout(look, 20);
          look();
        }),
    );
    await until(tab, inSight).toBe(true);
    await tab.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1_200)));
    await pressBy(tab, 'mouse', 'stay');
    await until(tab, state).toBe('active');
  });

  describe('full screen', () => {
    const FILM = `${BODY}<button id="wide" style="position:fixed;inset:0 auto auto 0;width:90px;height:30px;z-index:9">Full screen</button>
      <div id="film" style="background:#222">A film</div>
      <script>wide.onclick = () => film.requestFullscreen()</script>`;
    const isFull = () => document.fullscreenElement?.id;

    it('P12: over what fills the screen it opens, is pressed, and leaves that as it is', async () => {
      const attributes = { 'data-timeout': '33s', 'data-warn-before': '30s' };
      tab = await browser.tab(url({ body: FILM, attributes }));
      await tab.show();
      await tab.click(45, 15);
      await until(tab, isFull).toBe('film');
      await until(tab, seen).toMatchObject({ open: true });
      await until(tab, inSight).toBe(true);
      await pressBy(tab, 'mouse', 'stay');
      await until(tab, state).toBe('active');
      expect(await tab.evaluate(isFull)).toBe('film');
    });

    it('P12: what goes full screen during the warning does not cover it', async () => {
      await open({ body: FILM });
      // Browsers want an act of a person before; the heading is nothing that could be pressed.
      await pressBy(tab, 'mouse', 'heading');
      await tab.evaluate(() => document.getElementById('film')?.requestFullscreen());
      await until(tab, isFull).toBe('film');
      await until(tab, inSight).toBe(true);
      await pressBy(tab, 'mouse', 'stay');
      await until(tab, state).toBe('active');
    });
  });

  it('P12: an Esc in the page’s own later modal dialog is that dialog’s', async () => {
    await open({ body: `${BODY}<dialog id="own"><button>Own</button></dialog>` });
    // The first Esc of a page that nobody has touched is the browser’s.
    await tab.press('Shift');
    await tab.evaluate(() => document.querySelector<HTMLDialogElement>('#own')?.showModal());
    await tab.press('Escape');
    await until(tab, () => document.querySelector<HTMLDialogElement>('#own')?.open).toBe(false);
    expect(await tab.evaluate(state)).toBe('warning');
    await tab.press('Escape');
    await until(tab, state).toBe('active');
  });

  it('P12: in a frame of 5000 px it is where the person looks', async () => {
    tab = await browser.tab(`${site.url}/frame?src=${encodeURIComponent(url({}))}`);
    await tab.show();
    await until(tab, inSight).toBe(true);
    await tab.evaluate(() => scrollTo(0, 3_000));
    await until(tab, inSight).toBe(true);
  });

  it('P12: the page behind is not scrolled by wheel, key or finger, and nothing of it moves', async () => {
    await open({ body: `<div id="tall" style="height: 5000px">${'A long page. '.repeat(50)}</div>` });
    const place = () => [
      scrollY,
      document.documentElement.clientWidth,
      document.getElementById('tall')?.getBoundingClientRect().width,
    ];
    const before = await tab.evaluate(place);
    await tab.move(20, 20);
    await tab.wheel(600);
    for (const key of ['PageDown', ' ', 'ArrowDown', 'End']) await tab.press(key);
    if (name === 'chromium') await tab.swipe?.(20, 500, 20, 100);
    await tab.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
    expect(await tab.evaluate(place)).toEqual(before);
    expect(await tab.evaluate(state)).toBe('warning');
    await tab.press('Escape');
    await until(tab, seen).toMatchObject({ open: false });
    // WebKit’s driver delivers no wheel after one that was refused.
    if (name === 'webkit') return;
    // It would warn again at once.
    await tab.evaluate(() => stillhere?.timer?.stop());
    await tab.wheel(600);
    await until(tab, () => scrollY > 0).toBe(true);
  });

  describe('where the links lead', () => {
    const OVER = { 'data-timeout': '1s', 'data-warn-before': '0' };
    const link = () => {
      const a = document
        .querySelector('stillhere-dialog')
        ?.shadowRoot?.querySelector<HTMLAnchorElement>('[part=sign-in]');
      return [a?.href, a?.target];
    };

    // The script tag refuses such an address at the start; a page may also give it to the element.
    it.each(['javascript:problems.push(1)', 'data:text/html,x', 'http://'])('P13: never to %s', async (address) => {
      await open({ attributes: OVER });
      await tab.evaluate(
        (address) => document.querySelector('stillhere-dialog')?.setAttribute('expired-url', address),
        address,
      );
      expect(await tab.evaluate(link)).toEqual([await tab.evaluate(() => location.href), '']);
    });

    it('P13: a <base> from a stranger moves them nowhere', async () => {
      await open({
        attributes: { ...OVER, 'data-expired-url': '/login' },
        body: '<base href="https://stranger.example/"><img name="baseURI">',
      });
      expect(await tab.evaluate(link)).toEqual([`${site.url}/login`, '']);
    });

    it('a hash router’s sign-in is loaded', async () => {
      await open({ attributes: { ...OVER, 'data-expired-url': '#/login' } });
      await tab.evaluate(() => void Object.assign(window, { old: true }));
      await pressBy(tab, 'mouse', 'sign-in');
      await until(tab, () => location.hash === '#/login' && !('old' in window)).toBe(true);
    });

    it('in a frame they lead the whole window there', async () => {
      const src = url({ attributes: { ...OVER, 'data-expired-url': '/tag?top' } });
      tab = await browser.tab(`${site.url}/frame?src=${encodeURIComponent(src)}`);
      await tab.show();
      await until(tab, inSight).toBe(true);
      const press = () =>
        document
          .querySelector('iframe')
          ?.contentDocument?.querySelector('stillhere-dialog')
          ?.shadowRoot?.querySelector<HTMLElement>('[part=sign-in]')
          ?.click();
      await tab.evaluate(press);
      await until(tab, () => location.search).toBe('?top');
    });
  });
});
