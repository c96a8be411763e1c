/** While the focus is in another origin's frame it is looked at this often; a user activation lasts a second or more. */
const LOOK = 900;

type View = Window & typeof globalThis;

export interface FrameListener {
  /** @returns adds the listeners of a document; adding them twice is adding them once. */
  attach(view: View): () => void;
  /** Somebody pressed a key or clicked in another origin's frame: all that can be seen from outside of it. */
  active(): void;
}

/**
 * Calls back for the window and for each document of its origin that is shown in a frame of it, now or later.
 */
export function watchFrames(window: View, signal: AbortSignal, { attach, active }: FrameListener): void {
  const known = new WeakMap<Document, () => void>();
  let looking: ReturnType<typeof setInterval> | undefined;

  const enter = (view: View) => {
    const { document } = view;
    let listen = known.get(document);
    if (!listen) {
      const attached = attach(view);
      const onLoad = (event: Event) => look(event.target);
      // A frame in a shadow tree loads unheard; it takes the focus from the window when it is first used.
      const onBlur = () => look(deepestActive(document)) || lookClosely();
      listen = () => {
        attached();
        // `load` does not bubble, but a capturing listener of the document sees it, for each document of a frame.
        document.addEventListener('load', onLoad, { capture: true, signal });
        view.addEventListener('blur', onBlur, { signal });
      };
      known.set(document, listen);
    }
    // Anew for a document that is known too: `document.open()` takes all listeners away.
    listen();
    for (const frame of document.querySelectorAll('iframe, frame')) look(frame);
  };
  const look = (element: EventTarget | null): boolean => {
    const inner = (element as Partial<HTMLIFrameElement> | null)?.contentDocument?.defaultView;
    if (inner) enter(inner);
    return Boolean(inner);
  };

  /** https://html.spec.whatwg.org/multipage/interaction.html#activation-notification reaches the pages around a frame. */
  const lookClosely = () => {
    clearInterval(looking);
    looking = setInterval(() => {
      // `hasFocus()` is no help: WebKit says no while the focus is in such a frame.
      if (!isFrame(deepestActive(window.document))) clearInterval(looking);
      else if (navigator.userActivation?.isActive) active();
    }, LOOK);
  };
  signal.addEventListener('abort', () => clearInterval(looking));
  enter(window);
}

const isFrame = (element: Element | null): boolean => /^i?frame$/i.test(element?.nodeName ?? '');

function deepestActive(document: Document): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}
