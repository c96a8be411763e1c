/** System colours follow the page's `color-scheme`, and forced colours, by themselves. */
const CSS = `
dialog {
  box-sizing: border-box;
  inline-size: min(26rem, calc(100vi - 2rem));
  max-block-size: calc(100vb - 2rem);
  margin: auto;
  padding: 0;
  overflow: auto;
  border: 1px solid color-mix(in srgb, currentColor 18%, transparent);
  border-radius: var(--stillhere-radius, 1rem);
  background: var(--stillhere-background, Canvas);
  color: var(--stillhere-color, CanvasText);
  box-shadow: 0 1.5rem 4rem rgb(0 0 0 / 35%);
  font: 400 1rem/1.5 var(--stillhere-font, system-ui, sans-serif);
  text-align: start;
  overflow-wrap: break-word;
}
dialog::backdrop { background: rgb(8 12 24 / 55%); }
:host([cover]) dialog[data-face='over']::backdrop { background: Canvas; }
.bar { block-size: 0.375rem; background: color-mix(in srgb, currentColor 12%, transparent); }
.bar::before {
  content: '';
  display: block;
  block-size: 100%;
  background: var(--stillhere-accent, #1d4ed8);
  transform: scaleX(var(--left, 1));
  transform-origin: left;
  transition: transform 1s linear;
}
.bar:dir(rtl)::before { transform-origin: right; }
.content { padding: min(1.5rem, 6vi); hyphens: auto; }
h2 { margin: 0; font-size: 1.375rem; line-height: 1.25; text-wrap: balance; outline: none; }
p { margin: 0.5rem 0 0; }
.time { margin-block: 0.75rem 0; font-size: 2.5rem; font-weight: 600; line-height: 1.2; font-variant-numeric: tabular-nums; }
.spoken { position: absolute; inline-size: 1px; block-size: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.buttons { display: flex; flex-wrap: wrap; gap: 0.75rem; margin-block-start: 1.5rem; }
button, a {
  box-sizing: border-box;
  flex: 1 1 auto;
  min-block-size: 2.75rem;
  padding: 0.5rem 1.25rem;
  border: 1px solid color-mix(in srgb, currentColor 50%, transparent);
  border-radius: calc(var(--stillhere-radius, 1rem) / 2);
  background: transparent;
  color: inherit;
  font: inherit;
  font-weight: 600;
  text-align: center;
  text-decoration: none;
  cursor: pointer;
}
.primary { border-color: transparent; background: var(--stillhere-accent, #1d4ed8); color: var(--stillhere-on-accent, #fff); }
button:hover, a:hover { text-decoration: underline; }
:focus-visible:is(button, a) { outline: 3px solid var(--stillhere-color, CanvasText); outline-offset: 3px; }
[hidden] { display: none; }
@media (prefers-reduced-motion: reduce) { .bar::before { transition: none; } }
@media (forced-colors: active) {
  dialog, button, a { border-color: ButtonBorder; }
  .bar::before { background: Highlight; forced-color-adjust: none; }
  :focus-visible:is(button, a) { outline-color: Highlight; }
}
`;

let sheet: CSSStyleSheet | undefined;

/** One for all dialogs. A constructed sheet is no inline style: a strict Content Security Policy allows it. */
export function styleSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  return sheet;
}
