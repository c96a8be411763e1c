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

/** As a full load: what swaps pages by script would leave this very dialog on the screen. */
export function leave(link: HTMLAnchorElement, event: MouseEvent): void {
  event.stopPropagation();
  // For another tab; or for the whole window, where the link does what it should by itself.
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.target) return;
  event.preventDefault();
  const { href } = link;
  const before = location.href;
  if (href !== before) location.assign(href);
  // A hash router's address loads nothing.
  if (withoutFragment(href) === withoutFragment(before)) location.reload();
}
