import { page } from '../browser/page.js';
import { warnOnce } from '../browser/warn-once.js';
import type { RequestOptions } from '../options.js';
import { DEFAULT_META, metaIn, putToken } from './new-token.js';

/** Where the CSRF token is, and how it is sent. */
export interface TokenConfig {
  readonly csrfMeta?: string;
  readonly csrfCookie?: string;
  readonly csrfHeader?: string;
  readonly csrfField?: string;
}

export interface Token {
  readonly config: TokenConfig;
  /** What the page does not have, if it has no token. A cookie may come later. */
  readonly missing: string | undefined;
  /** What sends it with the requests to an address: nothing, if that is another origin's. */
  of(url: string, hasBody: boolean): Pick<RequestOptions, 'headers' | 'body' | 'fetch'>;
  /** Puts a new one into the page. */
  put(token: string): void;
}

/** As Django, and as Angular, Laravel and Spring have it. */
const HEADERS = new Map([
  ['csrftoken', 'X-CSRFToken'],
  ['XSRF-TOKEN', 'X-XSRF-TOKEN'],
]);

/**
 * @param onNew - called with a token that an answer has brought, which is in the page by then.
 * @returns undefined if nothing is said of a token.
 */
export function createToken(config: TokenConfig, onNew: (token: string) => void): Token | undefined {
  const { csrfCookie = '', csrfMeta = DEFAULT_META, csrfField } = config;
  if (!Object.keys(config).length) return;
  const header = config.csrfHeader ?? HEADERS.get(csrfCookie) ?? 'X-CSRF-Token';
  const place = csrfCookie ? `cookie \`${csrfCookie}\` that scripts can read` : `<meta name="${csrfMeta}">`;
  const meta = () => metaIn(page, csrfMeta);
  const read = () => (csrfCookie ? cookie(csrfCookie) : meta()?.content);
  const put = (token: string) => putToken(token, csrfCookie ? null : meta(), csrfField);
  const watched: RequestOptions['fetch'] = async (url, init) => {
    const response = await fetch(url, init);
    const token = response.headers.get(header);
    // Not of another origin, and not of a page to which it was led.
    if (token && response.type === 'basic' && !response.redirected) {
      put(token);
      onNew(token);
    }
    return response;
  };
  return {
    config,
    get missing() {
      return csrfCookie || read() ? undefined : place;
    },
    of(url, hasBody) {
      if (new URL(url).origin !== location.origin) {
        warnOnce(`the CSRF token is not sent to ${url}, which is of another origin`);
        return {};
      }
      // Read for each request: what swaps pages by script may swap the token.
      const headers = (): Record<string, string> => {
        const token = read();
        if (!token) warnOnce(`the page has no ${place}: a request goes without the CSRF token`);
        return token ? { [header]: token } : {};
      };
      const body = () => {
        const token = read();
        return token && csrfField ? new URLSearchParams({ [csrfField]: token }) : undefined;
      };
      return { headers, fetch: watched, ...(csrfField && hasBody && { body }) };
    },
    put,
  };
}

function cookie(name: string): string | undefined {
  try {
    const text = page.cookie.split('; ').find((pair) => pair.startsWith(`${name}=`));
    return text && decodeURIComponent(text.slice(name.length + 1));
  } catch {
    // A sandboxed page has none.
    return;
  }
}
