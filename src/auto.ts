import { inAttributes, readAttributes, tokenIn, type Wishes } from './auto/attributes.js';
import { StillhereDialog } from './dialog.js';
import { DEFAULT_EVENTS, IdleTimer } from './index.js';

/*
 * The script tag. With `data-` attributes it starts by itself, with the dialog; without it only defines the global.
 */

/** The global `stillhere`. */
export interface Stillhere {
  readonly IdleTimer: typeof IdleTimer;
  readonly StillhereDialog: typeof StillhereDialog;
  readonly DEFAULT_EVENTS: typeof DEFAULT_EVENTS;
  /** The timer of the script tag, where it has attributes. */
  timer?: IdleTimer;
}

declare global {
  var stillhere: Stillhere | undefined;
}

const complain = (error: unknown) =>
  console.error(
    `stillhere: ${inAttributes((error as Error).message).replace('stillhere: ', '')}. Nothing was started.`,
  );

/** As `type="module"` a script does not know its own tag. */
const findTag = () =>
  document.currentScript ??
  document.querySelector('script[type=module][src*=stillhere]:is([data-timeout], [data-keep-alive])');

function launch({ dialog: attributes, fresh, csrfMeta }: Wishes, timer: IdleTimer): void {
  if (csrfMeta && !tokenIn(csrfMeta)) {
    complain(new Error(`attribute \`data-csrf-meta\` is '${csrfMeta}', but the page has no <meta> of this name`));
    return;
  }
  const dialog = document.createElement('stillhere-dialog');
  for (const [name, value] of Object.entries(attributes)) dialog.setAttribute(name, value);
  dialog.timer = timer;
  const attach = () => {
    // Beside the body: what swaps pages by script swaps the body.
    if (!dialog.isConnected) document.documentElement.append(dialog);
  };
  attach();
  timer.addEventListener('change', attach);
  timer.start({ fresh });
}

function begin(own: Stillhere): void {
  const tag = findTag();
  try {
    const wishes = tag && readAttributes((tag as HTMLElement).dataset);
    // Loaded twice, or run again by what swaps pages by script: the timer that runs goes on.
    if (!wishes || own.timer) return;
    const timer = new IdleTimer(wishes.options);
    own.timer = timer;
    if (document.readyState === 'loading') {
      document.addEventListener('DOMContentLoaded', () => launch(wishes, timer), { once: true });
    } else launch(wishes, timer);
  } catch (error) {
    complain(error);
  }
}

globalThis.stillhere ??= { IdleTimer, StillhereDialog, DEFAULT_EVENTS };
if (typeof document !== 'undefined') begin(globalThis.stillhere);
