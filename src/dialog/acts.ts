import { page, unclobbered } from '../browser/page.js';
import { innermostFocus } from './focus.js';

/** A press that comes so soon after the dialog is gone belongs to the act that ended it. */
const SOON_MS = 500;
/** And so near to it: the second half of a double click. */
const NEAR_PX = 24;
/** A control that got the focus without Tab was chosen by a screen reader, which has to name it first. */
const NAMED_MS = 1_500;
/** The rest of an act is over by then. */
const REST_MS = 5_000;

const PRESSES = 'pointerdown mousedown touchstart pointerup mouseup touchend click auxclick dblclick contextmenu';
const KEYS = 'keydown keypress keyup';
const SCROLLS = 'wheel touchmove';
const SCROLL_KEYS = /^( |Page|Arrow|Home|End)/;
/** What goes into a field, Enter aside. */
const EDITS = /^(.|Backspace|Delete|Process|Unidentified|Dead)$/u;

export interface ActsHost {
  readonly dialog: HTMLDialogElement;
  /** The elements that can be pressed, with what they do. */
  readonly controls: ReadonlyMap<Element, (event: MouseEvent) => void>;
  /** The dialog asks nothing: whatever the person does means that they are here. */
  readonly takesAnyAct: () => boolean;
  readonly onAnyAct: () => void;
  readonly onEscape: () => void;
  readonly focusHeading: () => void;
}

export interface Acts {
  open(): void;
  close(): void;
}

const swallow = (event: Event) => {
  event.stopPropagation();
  event.preventDefault();
};

/**
 * What a person does to the dialog. It is heard at the window, first of all: a page that guards a modal of its own at the
 * document would stop it. And none of it reaches the page: no shortcut, and no rest of the act that closed the dialog.
 */
export function createActs(host: ActsHost): Acts {
  const { dialog, controls } = host;
  let open = false;
  let closedAt = Number.NEGATIVE_INFINITY;
  /** Any act closes it: then whatever is pressed soon, wherever, was meant for it. */
  let tookAnyAct = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Keys that went down in the dialog and are not up again. */
  const held = new Set<string>();
  /** The press that is under way began in the dialog, or belongs to it. */
  let pressing = false;
  let point = { x: 0, y: 0 };
  let focusedAt = 0;
  let focusedByPerson = false;

  const isInside = (event: Event) => event.composedPath().includes(dialog);
  const controlOf = (event: Event) => event.composedPath().find((node) => controls.has(node as Element)) as HTMLElement;
  const scrolls = () => dialog.scrollHeight > dialog.clientHeight;

  const onPress = (event: MouseEvent) => {
    const inside = isInside(event);
    const { type, clientX: x = 0, clientY: y = 0 } = event;
    if (type === 'pointerdown') {
      const near = tookAnyAct || Math.hypot(x - point.x, y - point.y) < NEAR_PX;
      pressing = inside || (!open && near && performance.now() - closedAt < SOON_MS);
      if (inside) point = { x, y };
    }
    if (!open) {
      // That of a key, or of a script, has no detail.
      if (inside || (pressing && (event.detail || type !== 'click'))) swallow(event);
      return;
    }
    if (!inside) return;
    if (host.takesAnyAct()) {
      swallow(event);
      if (event.isTrusted) host.onAnyAct();
      return;
    }
    if (type !== 'click') return event.stopPropagation();
    const control = controlOf(event);
    // What the page has put into a slot is the page's.
    if (control || (event.composedPath()[0] as Node).getRootNode() === dialog.getRootNode()) event.stopPropagation();
    if (control) controls.get(control)?.(event);
  };

  const onOwnKey = (event: KeyboardEvent) => {
    event.stopPropagation();
    const { key, type, ctrlKey, metaKey, altKey } = event;
    if (type !== 'keydown') return;
    if (key === 'Escape') {
      event.preventDefault();
      return host.onEscape();
    }
    const control = controlOf(event);
    const presses = control && (key === 'Enter' || key === ' ');
    if (presses && !focusedByPerson && performance.now() - focusedAt < NAMED_MS) {
      // Somebody who types on: the letters before it were commands of a screen reader, and moved the focus here.
      event.preventDefault();
      host.focusHeading();
    } else if (presses && control.getAttribute('role') === 'link') {
      event.preventDefault();
      if (!event.repeat) control.click();
    } else if (SCROLL_KEYS.test(key)) {
      if (!presses && !scrolls()) event.preventDefault();
    } else if (key.length === 1 && !ctrlKey && !metaKey && !altKey) host.focusHeading();
  };

  const onKey = (event: KeyboardEvent) => {
    const inside = isInside(event);
    const { type, key } = event;
    const code = event.code || key;
    // Where nothing has the focus, keys go to the body. The key that closed it is still on its way.
    const own = inside || ((open || event.timeStamp < closedAt) && event.target === page.body);
    if (type === 'keydown') {
      if (own) held.add(code);
      else if (!event.repeat) held.delete(code);
    }
    const rest = own || held.has(code);
    if (type === 'keyup') held.delete(code);
    if (open && own && !host.takesAnyAct()) return onOwnKey(event);
    if (!rest) return;
    if (open && type === 'keydown' && event.isTrusted) host.onAnyAct();
    // By now the focus is back where the person was typing.
    const focused = innermostFocus();
    const field = focused && unclobbered(() => focused);
    const lines = field?.isContentEditable || field?.localName === 'textarea';
    const takesText = lines || (field?.localName === 'input' && EDITS.test(key));
    const isText = takesText && !event.ctrlKey && !event.metaKey && (EDITS.test(key) || (lines && key === 'Enter'));
    event.stopPropagation();
    if (isText && field.ownerDocument === document) return;
    event.preventDefault();
    // Chromium sends no key on into a frame.
    if (isText && type === 'keydown' && key.length === 1)
      unclobbered(() => field.ownerDocument).execCommand('insertText', false, key);
  };

  const onScroll = (event: Event) => {
    const { ctrlKey, touches } = event as Partial<WheelEvent & TouchEvent>;
    // To zoom, and to move about in what is zoomed.
    if (ctrlKey || (touches && touches.length > 1) || (visualViewport?.scale ?? 1) > 1.01) return;
    const root = event.target === page.documentElement || event.target === page.body;
    if (isInside(event) ? !open || !scrolls() : open && root) event.preventDefault();
  };

  dialog.addEventListener('focusin', () => {
    focusedAt = performance.now();
    focusedByPerson = pressing || held.has('Tab');
  });
  // Of a script that does not let it bubble, or in a closed shadow tree. At the dialog it would make all of it "clickable".
  for (const [control, act] of controls) control.addEventListener('click', act as EventListener);

  const listeners = [
    [PRESSES, onPress],
    [KEYS, onKey],
    [SCROLLS, onScroll],
  ] as readonly (readonly [string, (event: never) => void])[];
  const each = (act: 'addEventListener' | 'removeEventListener') => {
    for (const [types, listener] of listeners) {
      for (const type of types.split(' '))
        window[act](type, listener as EventListener, { capture: true, passive: false });
    }
  };

  return {
    open() {
      clearTimeout(timer);
      open = true;
      each('addEventListener');
    },
    close() {
      if (!open) return;
      open = false;
      closedAt = performance.now();
      tookAnyAct = host.takesAnyAct();
      timer = setTimeout(() => each('removeEventListener'), REST_MS);
    },
  };
}
