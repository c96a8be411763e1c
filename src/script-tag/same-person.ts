import { page } from '../browser/page.js';
import { DEFAULT_META, metaIn, putToken, tokenOf } from './new-token.js';
import type { Token } from './token.js';

const LIMIT_MS = 10_000;

/** Whose page it is, as the tag says. */
export const ownerIn = (root: ParentNode): string | undefined =>
  root.querySelector<HTMLScriptElement>('script[data-owner]')?.dataset.owner;

/** This page as the server renders it now; undefined if it leads elsewhere, or there is none. */
export const renderedNow = (): Promise<Document | undefined> =>
  new Promise((resolve) => {
    // A document without a parser, which Trusted Types would refuse; none of its scripts runs.
    const request = new XMLHttpRequest();
    request.open('GET', location.href);
    request.responseType = 'document';
    request.timeout = LIMIT_MS;
    // The cache may have what the last person saw.
    request.setRequestHeader('Cache-Control', 'no-cache');
    request.onloadend = () => {
      const isThis = request.status === 200 && new URL(request.responseURL).pathname === location.pathname;
      resolve((isThis && request.responseXML) || undefined);
    };
    request.send();
  });

/** The tokens of the last session are worth nothing in the next one. */
export function takeTokens(from: Document, token: Token | undefined): void {
  const { csrfMeta = DEFAULT_META, csrfField } = token?.config ?? {};
  const next = tokenOf(from, csrfMeta, csrfField);
  if (!next) return;
  if (token) token.put(next);
  else putToken(next, metaIn(page, csrfMeta), csrfField);
}

/** Loads the page for somebody else. After a reload Firefox would put what was typed into it. */
export const loadAnew = (): void => location.replace(location.href.replace(/#.*/, ''));
