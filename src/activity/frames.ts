/**
 * Calls back for the window and for each document of its origin that is shown in a frame of it, now or later.
 * Another origin's frames are closed to scripts.
 */
export function watchFrames(
  view: Window & typeof globalThis,
  signal: AbortSignal,
  attach: (view: Window & typeof globalThis) => void,
): void {
  const known = new WeakSet<Document>();
  const enter = (view: Window & typeof globalThis) => {
    const { document } = view;
    if (known.has(document)) return;
    known.add(document);
    attach(view);
    // `load` does not bubble, but a capturing listener of the document sees it, for each document of a frame.
    document.addEventListener('load', (event) => look(event.target), { capture: true, signal });
    // A frame in a shadow tree loads unheard; it takes the focus from the window when it is first used.
    view.addEventListener('blur', () => look(deepestActive(document)), { signal });
    for (const frame of document.querySelectorAll('iframe, frame')) look(frame);
  };
  const look = (element: EventTarget | null) => {
    const inner = (element as Partial<HTMLIFrameElement> | null)?.contentDocument?.defaultView;
    if (inner) enter(inner);
  };
  enter(view);
}

function deepestActive(document: Document): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}
