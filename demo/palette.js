const NAMES = ['ink', 'muted', 'line', 'card', 'active', 'warning', 'expired', 'quiet', 'accent'];
const EVERY = 1_000;

/** The style sheet's colours for a canvas, as they are now: light, dark or forced. */
export function createPalette(canvas) {
  const probe = document.createElement('span');
  canvas.append(probe);
  let colours = {};
  let read = Number.NEGATIVE_INFINITY;
  return function palette(now) {
    if (now - read < EVERY) return colours;
    read = now;
    colours = Object.fromEntries(
      NAMES.map((name) => {
        probe.style.color = `var(--${name})`;
        return [name, getComputedStyle(probe).color];
      }),
    );
    return colours;
  };
}
