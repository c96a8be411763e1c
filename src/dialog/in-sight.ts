const LOOK_AGAIN_MS = 500;

/**
 * In a frame that is taller than the window, the dialog goes to the part of it that is in sight. An observer sees that
 * part in frames of other origins too.
 *
 * @param sight - covers the frame's viewport.
 */
export function keepInSight(dialog: HTMLDialogElement, sight: Element): void {
  if (window === window.top || !globalThis.IntersectionObserver) return;
  const observer = new IntersectionObserver(([entry]) => {
    observer.disconnect();
    const { top, bottom, height } = (entry as IntersectionObserverEntry).intersectionRect;
    if (height) {
      dialog.style.setProperty('--above', `${top}px`);
      dialog.style.setProperty('--below', `${Math.max(0, innerHeight - bottom)}px`);
    }
    // Nothing is dispatched to a frame when the page around it scrolls.
    setTimeout(() => dialog.open && dialog.isConnected && observer.observe(sight), LOOK_AGAIN_MS);
  });
  observer.observe(sight);
}
