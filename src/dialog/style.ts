/**
 * System colours follow the page's `color-scheme`, and forced colours, by themselves. All lengths are in `em` of the
 * browser's own text size: what a page does to its root's must not make the dialog small. And what a page lets its
 * elements inherit while it is loading, or while a modal dialog of its own is open, is set back.
 */
const CSS = `
dialog {
  --edge: color-mix(in srgb, currentColor 20%, transparent);
  box-sizing: border-box;
  position: fixed;
  inset: var(--above, 0) 0 var(--below, 0);
  inline-size: min(28em, calc(100vw - 2em));
  max-inline-size: none;
  max-block-size: calc(100vh - var(--above, 0px) - var(--below, 0px) - 2em);
  margin: auto;
  padding: 0;
  overflow: auto;
  overscroll-behavior: contain;
  border: 1px solid var(--edge);
  border-radius: var(--stillhere-radius, .5em);
  background: var(--stillhere-background, Canvas);
  color: var(--stillhere-color, CanvasText);
  box-shadow: 0 1em 3em rgb(0 0 0 / 35%);
  font: 400 var(--stillhere-size, medium)/1.5 var(--stillhere-font, system-ui, sans-serif);
  letter-spacing: normal;
  word-spacing: normal;
  text-align: start;
  text-indent: 0;
  text-shadow: none;
  text-transform: none;
  white-space: normal;
  overflow-wrap: break-word;
  writing-mode: horizontal-tb;
  visibility: visible;
  pointer-events: auto;
  cursor: auto;
  user-select: auto;
}
dialog::backdrop { background: rgb(0 0 0 / 60%); }
:host([cover]) dialog[data-face='over']::backdrop { background: Canvas; }
.sight { position: fixed; inset: 0; visibility: hidden; pointer-events: none; }
.bar { block-size: .375em; background: var(--edge); }
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
.content { padding: min(1.5em, 6vw); }
h2 { margin: 0; font-size: 1.5em; line-height: 1.25; text-wrap: balance; outline: none; }
p { margin: .75em 0 0; text-wrap: pretty; }
.time { margin-block: .25em 0; font-size: 2.5em; font-weight: 700; line-height: 1.2; font-variant-numeric: tabular-nums; }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.buttons { display: flex; flex-wrap: wrap; align-items: center; gap: .5em .75em; margin-block-start: 1.5em; }
button, a {
  border: 0;
  box-sizing: border-box;
  max-inline-size: 100%;
  min-block-size: 2.75em;
  padding: .75em .5em;
  border-radius: calc(var(--stillhere-radius, .5em) / 2);
  color: inherit;
  font: inherit;
  text-align: center;
  text-decoration: underline;
  text-underline-offset: .15em;
  cursor: pointer;
}
.primary {
  padding-inline: 1.25em;
  border: 2px solid transparent;
  background: var(--stillhere-accent, #1d4ed8);
  color: var(--stillhere-on-accent, #fff);
  font-weight: 700;
  text-decoration: none;
}
.buttons > :hover { text-decoration: underline; text-decoration-thickness: 3px; }
.buttons > :focus-visible { outline: 3px solid var(--stillhere-color, CanvasText); outline-offset: 2px; }
[hidden] { display: none; }
@media (max-width: 25em) {
  .buttons > * { flex: 1 0 100%; }
}
@media (prefers-reduced-motion: reduce) { .bar::before { transition: none; } }
@media (forced-colors: active) {
  dialog { border: 2px solid; }
  .primary { border-color: ButtonBorder; }
  .bar { border-block-end: 1px solid; }
  .bar::before { background: Highlight; forced-color-adjust: none; }
  .buttons > :focus-visible { outline-color: Highlight; }
}
`;

let sheet: CSSStyleSheet | undefined;

/**
 * One for all dialogs. A constructed sheet is no inline style: a strict Content Security Policy allows it. jsdom has none,
 * and shows nothing.
 */
export function applyStyle(root: ShadowRoot): void {
  if (!globalThis.CSSStyleSheet?.prototype.replaceSync || !root.adoptedStyleSheets) return;
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  root.adoptedStyleSheets = [sheet];
}
