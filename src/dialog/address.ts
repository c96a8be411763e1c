/**
 * Where a link leads, if that is a page: markup may name `javascript:`. A `<base>` of another origin, which the page may
 * have got from a stranger, moves nothing.
 */
export function addressOf(element: Element, name: string): string | undefined {
  const value = element.getAttribute(name);
  if (!value) return;
  try {
    const base = new URL(element.baseURI);
    const { href, protocol } = new URL(value, base.origin === globalThis.origin ? base : location.href);
    if (/^https?:$/.test(protocol)) return href;
  } catch {
    // No address at all.
  }
}

const withoutFragment = (href: string) => href.replace(/#.*/, '');

/** The page itself, whatever is asked of it. */
export function isHere(href: string): boolean {
  const { origin, pathname } = new URL(href);
  return origin === location.origin && pathname === location.pathname;
}

/** The whole window goes there. */
export function leaveFor(href: string): void {
  if (window === window.top) location.assign(href);
  else window.open(href, '_top');
}

/** A press that is for another tab or window. */
export const isForElsewhere = ({ ctrlKey, metaKey, shiftKey, altKey }: MouseEvent): boolean =>
  ctrlKey || metaKey || shiftKey || altKey;

/** As a full load: what swaps pages by script would leave this very dialog on the screen. */
export function leave(link: HTMLAnchorElement, event: MouseEvent): void {
  event.stopPropagation();
  // For the whole window the link does what it should by itself.
  if (isForElsewhere(event) || link.target) return;
  event.preventDefault();
  const { href } = link;
  const before = location.href;
  if (href !== before) location.assign(href);
  // A hash router's address loads nothing.
  if (withoutFragment(href) === withoutFragment(before)) location.reload();
}
