import { page } from './browser/page.js';
import { warnOnce } from './browser/warn-once.js';
import type { Advice } from './core/draft.js';
import type { Settings } from './options.js';

/** What the developer is told, once, in the console: what cannot work, and what to do about it. */
export function adviseOnce(about: Advice, [value = 0, needed = 0]: readonly number[]): void {
  const texts: Record<Advice, string> = {
    'renews nothing': 'pings do not renew the session of the server. The README says what to set there.',
    'short lifetime': `the session of the server lives ${value} ms, but needs timeout + interval = ${needed} ms, or it ends first.`,
    refused: `the server refuses the ping (${value}). If its CSRF token has aged or is missing, exempt the ping from the check.`,
    'other options':
      'this page has another timeout, warnBefore, maxAge or extendOn than the session it joined: now they apply in all tabs. Give all pages of a session the same options, or another name.',
    'ended before':
      'the session had ended before this page was loaded. On the page after a sign-in, call start({ fresh: true }) or set data-fresh.',
  };
  warnOnce(texts[about]);
}

/** WCAG 2.2.1. */
const SHORTEST_WARNING_MS = 20_000;

export function adviseAtStart({ warnBefore, keepAlive }: Settings): void {
  if (warnBefore && warnBefore < SHORTEST_WARNING_MS)
    warnOnce(`warnBefore is ${warnBefore} ms, but people need at least 20 s to answer a warning (WCAG 2.2.1).`);
  const { url, credentials } = keepAlive ?? {};
  if (url && !credentials && originOf(url) !== location.origin)
    warnOnce(`keepAlive is at ${originOf(url)}: without credentials: 'include' no cookie is sent there.`);
}

function originOf(url: string | URL): string {
  try {
    return new URL(url, page.baseURI).origin;
  } catch {
    // A document without an address has nothing to resolve it against.
    return location.origin;
  }
}
