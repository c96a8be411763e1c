import type { Express } from 'express';
import type { Stillhere } from '../../src/script-tag/index.js';

declare global {
  var stillhere: Stillhere | undefined;
  /** What the page threw or logged as an error. */
  var problems: string[];
}

export interface TagOptions {
  /** The attributes of the script tag. */
  attributes?: Record<string, string>;
  /** More attributes of the page's `<html>`. */
  html?: string;
  /** What stands before the tag, in the head. */
  head?: string;
  body?: string;
  /** The tag stands at the end of the body. */
  last?: boolean;
  /** The page's Content-Security-Policy. */
  csp?: string;
}

export const STRICT = "default-src 'self'; img-src data:; require-trusted-types-for 'script'";

const BODY = '<h1>A page</h1><p>secret content</p><p><input id="input"><button id="button">Button</button></p>';

/** A page whose script tag is all that it has of the product. */
export function serveTags(app: Express): void {
  app.get('/problems.js', (_request, response) => {
    response.type('js').send(`
      window.problems = [];
      console.error = (...words) => problems.push(words.join(' '));
      addEventListener('error', ({ message }) => problems.push(message));
      addEventListener('unhandledrejection', ({ reason }) => problems.push(String(reason)));
    `);
  });
  app.get('/tag', (request, response) => {
    const options = JSON.parse(String(request.query.o ?? '{}')) as TagOptions;
    const attributes = Object.entries(options.attributes ?? {}).map(([name, value]) => `${name}="${value}"`);
    const tag = `<script src="/dist/stillhere.min.js" ${attributes.join(' ')}></script>`;
    const { html = 'lang="en"', head = '', body = BODY, last = false, csp } = options;
    if (csp) response.set('Content-Security-Policy', csp);
    response
      .type('html')
      .send(
        `<!doctype html><html ${html}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A title</title><link rel="icon" href="data:,"><script src="/problems.js"></script>${head}${last ? '' : tag}</head><body>${body}${last ? tag : ''}</body></html>`,
      );
  });
}

export const tagUrl = (site: string, options: TagOptions): string =>
  `${site}/tag?${new URLSearchParams({ o: JSON.stringify(options) })}`;

/** What is seen of the dialog. To run in a page. */
export function seen(): {
  open: boolean;
  face: string | undefined;
  focus: string;
  time: string;
  spoken: string;
  buttons: string[];
  lang: string;
  dir: string;
} {
  // An injected element may hide what the document itself has of this name.
  const root = Document.prototype.querySelector.call(document, 'stillhere-dialog')?.shadowRoot;
  const dialog = root?.querySelector('dialog');
  const active = root?.activeElement ?? document.activeElement;
  return {
    open: dialog?.open === true,
    face: dialog?.dataset.face,
    focus: active?.id || active?.nodeName || '',
    time: root?.querySelector('.time')?.textContent ?? '',
    spoken: root?.querySelector('#spoken')?.textContent ?? '',
    buttons: [...(root?.querySelectorAll<HTMLElement>('button, a') ?? [])]
      .filter((element) => element.checkVisibility())
      .map((element) => element.textContent ?? ''),
    lang: dialog?.lang ?? '',
    dir: dialog?.dir ?? '',
  };
}
