const EVENTS = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchmove'];
const EVERY = 400;

/** Tells when a person does something in this page, a few times a second at most: for the drawing alone. */
export function watchInput(onInput) {
  let last = 0;
  const look = (event) => {
    const still = event.type === 'pointermove' && !event.movementX && !event.movementY;
    if (!event.isTrusted || still || Date.now() - last < EVERY) return;
    last = Date.now();
    onInput();
  };
  for (const type of EVENTS) addEventListener(type, look, { capture: true, passive: true });
}
