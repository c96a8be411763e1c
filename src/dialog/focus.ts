import { unclobbered } from '../browser/page.js';

/** The document of the outermost page that this one can see into. */
function outermost(): Document {
  let view: Window = window;
  try {
    while (view !== view.parent && view.parent.document) view = view.parent;
  } catch {}
  return unclobbered(() => view.document);
}

/** What has the focus, looked for through shadow roots and frames of this origin. */
export function innermostFocus(): HTMLElement | null {
  let active = outermost().activeElement;
  for (;;) {
    const framed = (active as Partial<HTMLIFrameElement> | null)?.contentDocument;
    const inner = active?.shadowRoot?.activeElement ?? (framed && unclobbered(() => framed).activeElement);
    if (!inner) return active as HTMLElement | null;
    active = inner;
  }
}

/**
 * Remembers where the person is, caret included: browsers lead back to a frame, but not to what has the focus in it, and
 * put the caret of an editor at its beginning.
 *
 * @returns leads back there.
 */
export function rememberFocus(): () => void {
  const focused = innermostFocus();
  const element = focused && unclobbered(() => focused);
  const selection = element?.isContentEditable ? unclobbered(() => element.ownerDocument).getSelection() : null;
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection ?? {};
  return () => {
    if (!element?.isConnected) return;
    element.focus({ preventScroll: true });
    if (!anchorNode?.isConnected || !focusNode?.isConnected) return;
    try {
      selection?.setBaseAndExtent(anchorNode, anchorOffset as number, focusNode, focusOffset as number);
    } catch {
      // The page has changed the text meanwhile.
    }
  };
}
