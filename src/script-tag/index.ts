import { page } from '../browser/page.js';
import { StillhereDialog } from '../dialog/index.js';
import { type SaveFormsOptions, saveForms } from '../features/save-forms.js';
import { DEFAULT_EVENTS, IdleTimer } from '../index.js';
import { normalizeOptions } from '../normalize-options.js';
import type { SessionPolicy } from '../options.js';
import { asArrived } from './arrival.js';
import { inAttributes, parseAttributes, type TagConfig } from './attributes.js';
import { shareTokens } from './new-token.js';
import { watchTag } from './page-swaps.js';
import { loadAnew, ownerIn, renderedNow, takeTokens } from './same-person.js';
import type { Token } from './token.js';

/*
 * The script tag. With `data-` attributes it starts by itself, with the dialog; without it only defines the global.
 */

/** The global `stillhere`. */
export interface Stillhere {
  readonly IdleTimer: typeof IdleTimer;
  readonly StillhereDialog: typeof StillhereDialog;
  readonly DEFAULT_EVENTS: typeof DEFAULT_EVENTS;
  /** The timer of the script tag, if it has attributes. */
  timer?: IdleTimer;
}

declare global {
  var stillhere: Stillhere | undefined;
}

/** Takes in a tag. Each run of the file is a scope of its own: the first one's function serves them all. */
const RUN = Symbol.for('stillhere');
type Run = (tag: HTMLScriptElement) => void;
type Global = Stillhere & { [RUN]?: Run };

/** As `type="module"` a script does not know its own tag. */
const findTag = () =>
  page.currentScript ?? page.querySelector('script[type=module][src*=stillhere]:is([data-timeout], [data-keep-alive])');

/** Ours: an element of this id, or a frame of this name, is no property of the window itself. */
const globalOf = (view: object): Global | undefined =>
  Object.hasOwn(view, 'stillhere') ? (view as typeof globalThis).stillhere : undefined;

/** The page around this one asks the person about the same session. */
function isAskedAbove({ name }: IdleTimer): boolean {
  try {
    for (let view: Window = window; view !== view.parent; ) {
      view = view.parent;
      const timer = globalOf(view)?.timer;
      if (timer?.name === name && timer.state !== 'stopped') return true;
    }
  } catch {
    // Of another origin.
  }
  return false;
}

const complain = (message: string) =>
  console.error(`stillhere: ${message.replace('stillhere: ', '')}. Nothing was started.`);

/** All that no running timer can change. */
const fixed = ({ options: { timeout, warnBefore, maxAge, extendOn, ...rest }, token, save }: TagConfig) =>
  JSON.stringify([rest, token?.config, save]);

const limitsOf = ({ options }: TagConfig): SessionPolicy => {
  const { timeout, warnBefore, maxAge, extendOn } = normalizeOptions(options);
  return { timeout, warnBefore, maxAge, extendOn };
};

function createRun(global: Global): Run {
  let tag: HTMLScriptElement | undefined;
  let config: TagConfig | undefined;
  const dialog = page.createElement('stillhere-dialog');
  let tellOthers: ReturnType<typeof shareTokens> | undefined;
  const onToken = (token: string) => global.timer && tellOthers?.(global.timer.name, token);
  const takeToken = (name: unknown, token: string) => {
    const { timer } = global;
    // Once its session has ended, a page has no part in the next one.
    if (timer && timer.name === name && /active|warning/.test(timer.state)) config?.token?.put(token);
  };

  /** Who has signed in meanwhile? A page of somebody else shows nothing any more. */
  let asked: Promise<Document | undefined> | undefined;
  const onRestart = async () => {
    const owner = config?.owner;
    if (!owner) return;
    asked = renderedNow();
    const now = ownerIn((await asked) ?? page);
    if (now !== owner) loadAnew();
  };
  const goOn = async () => {
    const now = await asked;
    if (!now || ownerIn(now) !== config?.owner) return loadAnew();
    takeTokens(now, config?.token);
    global.timer?.start();
  };
  dialog.addEventListener('continue', (event) => {
    event.preventDefault();
    void goOn();
  });

  const saveBeforeEnd = (
    timer: IdleTimer,
    { forms, url }: NonNullable<TagConfig['save']>,
    token: Token | undefined,
  ) => {
    const tell = (saved: boolean) => dialog.toggleAttribute('unsaved', !saved);
    const find = () => [...page.querySelectorAll(forms)].filter((element) => element instanceof HTMLFormElement);
    saveForms(timer, find, url, {
      ...(token?.of(url, true) as Pick<SaveFormsOptions, 'headers' | 'fetch'>),
      onSave: tell,
    });
    timer.addEventListener('active', () => tell(true));
  };

  const attach = () => {
    const { timer } = global;
    if (!timer || timer.state === 'stopped' || isAskedAbove(timer)) dialog.remove();
    // Beside the body: what swaps pages by script swaps the body.
    else if (!dialog.isConnected) page.documentElement.append(dialog);
  };

  const timerFor = (next: TagConfig): IdleTimer => {
    const old = global.timer;
    if (old && config && fixed(config) === fixed(next)) {
      const limits = limitsOf(next);
      if (JSON.stringify(limits) !== JSON.stringify(limitsOf(config))) old.configure(limits);
      return old;
    }
    const timer = new IdleTimer(next.options);
    timer.addEventListener('change', attach);
    timer.addEventListener('restart', onRestart);
    if (next.save) saveBeforeEnd(timer, next.save, next.token);
    timer.addEventListener('warn', (event) => isAskedAbove(timer) && event.preventDefault());
    old?.stop();
    return timer;
  };

  const start = (timer: IdleTimer, { dialog: attributes, start: options, token }: TagConfig, isOther: boolean) => {
    // Another tag has run meanwhile.
    if (global.timer !== timer) return;
    if (token?.missing) return complain(`the page has no ${token.missing} for \`data-csrf-meta\``);
    for (const name of dialog.getAttributeNames()) if (!Object.hasOwn(attributes, name)) dialog.removeAttribute(name);
    for (const [name, value] of Object.entries(attributes)) dialog.setAttribute(name, value);
    if (dialog.timer !== timer) dialog.timer = timer;
    const fresh = options.fresh || isOther;
    if (fresh) timer.stop();
    timer.start({ ...options, fresh });
    attach();
  };

  const run: Run = (next) => {
    try {
      const parsed = parseAttributes(next.dataset, onToken);
      if (!parsed) return;
      // What swaps pages by script asks the server.
      const wanted = config ? parsed : asArrived(parsed);
      const timer = timerFor(wanted);
      const isOther = config !== undefined && config.owner !== wanted.owner;
      tag = next;
      config = wanted;
      if (wanted.token) tellOthers ??= shareTokens(takeToken);
      global.timer = timer;
      watch(next);
      if (page.readyState === 'loading') {
        page.addEventListener('DOMContentLoaded', () => start(timer, wanted, isOther), { once: true });
      } else start(timer, wanted, isOther);
    } catch (error) {
      complain(inAttributes(error as Error, next.dataset));
    }
  };
  const watch = watchTag(() => global.timer?.stop(), run);
  return (next) => {
    if (next !== tag) run(next);
  };
}

let own = globalOf(globalThis);
if (!own?.IdleTimer) {
  own = { IdleTimer, StillhereDialog, DEFAULT_EVENTS };
  globalThis.stillhere = own;
}
if (typeof document !== 'undefined') {
  const tag = findTag();
  if (tag instanceof HTMLScriptElement) {
    own[RUN] ??= createRun(own);
    own[RUN](tag);
  }
}
