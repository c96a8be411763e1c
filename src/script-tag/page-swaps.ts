import { page, unclobbered } from '../browser/page.js';

/** An event of Turbo: https://turbo.hotwired.dev/reference/events */
interface BeforeRender extends Event {
  readonly detail?: { readonly newBody?: Node };
}

/**
 * Follows a tag over pages that are swapped by script.
 *
 * @param leave - called when a page without the tag has come.
 * @param again - called with a tag that is there again and does not run again: in the head with Turbo, in the body with
 * Astro.
 */
export function watchTag(leave: () => void, again: (tag: HTMLScriptElement) => void): (tag: HTMLScriptElement) => void {
  let tag: HTMLScriptElement;
  let left = false;
  let observer: MutationObserver | undefined;
  const find = (root: Document) =>
    [...unclobbered(() => root).querySelectorAll('script')].find(({ src }) => src === tag.src);
  const go = () => {
    left = true;
    leave();
  };
  const place = () => location.pathname + location.search;

  page.addEventListener('turbo:before-render', ({ detail }: BeforeRender) => {
    const next = detail?.newBody?.ownerDocument;
    // Out of Turbo's cache: it was looked at when it was loaded.
    if (!tag || !next || next === document) return;
    const found = find(next);
    if (!found) go();
    // Turbo runs a script in the head once, and takes none away.
    else if (left) page.addEventListener('turbo:render', () => again(found), { once: true });
  });

  return (next) => {
    const address = place();
    tag = next;
    left = false;
    observer?.disconnect();
    observer = new MutationObserver((_, own) => {
      if (tag.isConnected) return;
      own.disconnect();
      // Some set the new address only after they have shown the new page.
      setTimeout(() => {
        // At the same address a loader has tidied up after itself.
        if (tag !== next || place() === address) return;
        const found = find(document);
        if (found) again(found);
        else go();
      }, 100);
    });
    for (let node = tag.parentNode; node; node = node.parentNode) observer.observe(node, { childList: true });
  };
}
