import { keepAttached } from './document-open.js';
import { unclobbered } from './page.js';

/** While the focus is where nothing can be heard, the page is looked at this often; a user activation lasts longer. */
const LOOK_MS = 900;
const FRAME = /^(i?frame|embed|object)$/i;

export type View = Window & typeof globalThis;

export interface FrameListener {
  /** @returns a function that adds the listeners of a document; adding them twice adds them once. */
  attach(view: View): () => void;
  /** Somebody pressed a key or clicked in a frame of another origin or in a PDF: all that can be seen from outside. */
  active(): void;
}

/**
 * Calls back for the window and for each document of its origin that is shown in a frame of it, now or later.
 */
export function watchFrames(root: View, signal: AbortSignal, { attach, active }: FrameListener): void {
  const known = new WeakMap<Document, () => void>();
  const keep = keepAttached(signal, (document) => known.get(document)?.());
  const capturing = { capture: true, passive: true, signal };
  /** Of the window itself: those of its fields don't bubble. */
  const atTarget = { signal };
  const unseen = watchUnseen(root, signal, active);

  const enter = (view: View) => {
    const { document } = view;
    if (known.has(document) || isPdf(document)) return;
    known.set(document, listen(view, attach(view)));
    keep(document);
    enterFrames(view);
  };
  const enterFrames = (view: View) => {
    // `length` may be a variable of the page.
    for (let i = 0; view[i]; i++) {
      try {
        enter(view[i] as View);
      } catch {
        // Of another origin.
      }
    }
  };
  const listen = (view: View, attached: () => void) => {
    const { document } = view;
    const own = unclobbered(() => document);
    // `load` does not bubble, but a capturing listener of the document sees it, for each document of a frame.
    const onLoad = ({ target }: Event) => FRAME.test((target as Node).nodeName) && enterFrames(view);
    // A frame in a shadow tree loads unheard, until the pointer or the focus goes into it.
    const onOver = (event: Event) => {
      const inner = (event.target as Element).shadowRoot && documentOf(event.composedPath()[0])?.defaultView;
      if (inner) enter(inner);
    };
    const onBlur = () => {
      deepestActive(document, enter);
      unseen.look();
    };
    const onFocus = () => FRAME.test(deepestActive(document)?.nodeName ?? '') || unseen.leave();
    return () => {
      attached();
      own.addEventListener('load', onLoad, capturing);
      own.addEventListener('pointerover', onOver, capturing);
      own.addEventListener('visibilitychange', unseen.look, capturing);
      view.addEventListener('blur', onBlur, atTarget);
      view.addEventListener('focus', onFocus, atTarget);
    };
  };

  enter(root);
}

/**
 * Looks at the focus while it is where nothing can be heard.
 * https://html.spec.whatwg.org/multipage/interaction.html#activation-notification reaches the pages around a frame.
 */
function watchUnseen(root: View, signal: AbortSignal, active: () => void): { look(): void; leave(): void } {
  let timer: ReturnType<typeof setInterval> | undefined;
  const leave = () => clearInterval(timer);
  signal.addEventListener('abort', leave);
  return {
    look() {
      leave();
      if (unclobbered(() => root.document).visibilityState === 'hidden') return;
      timer = setInterval(() => {
        // `hasFocus()` is no help: WebKit says no while the focus is in such a frame.
        if (!isUnseen(deepestActive(root.document))) leave();
        else if (root.navigator.userActivation?.isActive) active();
      }, LOOK_MS);
    },
    leave,
  };
}

/** In Chromium a PDF has a document of the page's origin, in which nothing happens. */
const isPdf = ({ contentType }: Document) => contentType === 'application/pdf';

const documentOf = (element: unknown) => {
  const document = (element as Partial<HTMLIFrameElement> | null)?.contentDocument;
  return document && unclobbered(() => document);
};

/** Whether the focus is somewhere inside: in a frame, or in a closed shadow tree, whose host cannot have it itself. */
const isUnseen = (active: Element | null): boolean =>
  active !== null &&
  (FRAME.test(active.nodeName) || ((active as HTMLElement).tabIndex < 0 && active.localName !== 'body'));

/** @param enter - is called for each frame on the way. */
function deepestActive(document: Document, enter?: (view: View) => void): Element | null {
  let active: Element | null = null;
  for (let inner: Element | null | undefined = unclobbered(() => document).activeElement; inner; ) {
    active = inner;
    inner = active.shadowRoot?.activeElement;
    const framed = documentOf(active);
    if (framed && !isPdf(framed)) {
      inner = framed.activeElement;
      if (framed.defaultView) enter?.(framed.defaultView);
    }
  }
  return active;
}
