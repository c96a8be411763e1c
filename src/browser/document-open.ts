/**
 * `document.open()` takes every listener of the document and its window away, and no event tells. It also takes the
 * document's children, which an observer hears.
 *
 * @param attach - adds the listeners of a document; adding them twice adds them once.
 * @returns calls `attach`, now and whenever the document was opened.
 */
export function keepAttached(signal: AbortSignal, attach: (document: Document) => void): (document: Document) => void {
  const observer = new MutationObserver((records) => {
    for (const { target } of records) attach(target as Document);
  });
  signal.addEventListener('abort', () => observer.disconnect());
  return (document) => {
    attach(document);
    observer.observe(document, { childList: true });
  };
}
