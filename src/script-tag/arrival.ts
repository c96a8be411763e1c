import { page } from '../browser/page.js';
import type { TagConfig } from './attributes.js';

const withoutQuery = (address: string) => address.replace(/[?#].*/, '');

/** Back has led to what the browser had kept of the page: no server was asked whose it is. */
function isFromCache(): boolean {
  const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return entry?.type === 'back_forward' && entry.transferSize === 0;
}

/** What the way by which a person has come to the page says of the session, as far as the page itself cannot know. */
export function asArrived({ options, start, ...rest }: TagConfig): TagConfig {
  // Of a session that is over it would begin the next one, and show what the last one showed.
  if (isFromCache())
    return { ...rest, options: { ...options, persist: true }, start: { fresh: false, renewed: false } };
  const { 'expired-url': signIn } = rest.dialog;
  const isFromSignIn = signIn !== undefined && withoutQuery(page.referrer) === withoutQuery(signIn);
  return isFromSignIn ? { ...rest, options: { ...options, persist: false }, start } : { ...rest, options, start };
}
