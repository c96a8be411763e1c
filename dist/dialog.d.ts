import { IdleTimer } from './index.js';

/** What the dialog says. */
interface DialogTexts {
    /** The heading of the warning. */
    readonly heading: string;
    /** What is said below it. */
    readonly text: string;
    /** The button that extends the session. */
    readonly stay: string;
    /** The button that ends it. */
    readonly end: string;
    /** The heading of the warning before `maxAge`, which nothing extends. */
    readonly limit: string;
    /** What is said below that. */
    readonly limitText: string;
    /** The button that closes that warning. */
    readonly goOn: string;
    /** The heading after the end. */
    readonly over: string;
    /** What is said below that. */
    readonly overText: string;
    /** The link to sign in again. */
    readonly signIn: string;
}

/** On a server there are no elements: there the class only stands for itself. */
declare const Base: typeof HTMLElement;
/**
 * `<stillhere-dialog>`: the ready-made warning of an `IdleTimer`, as a modal dialog. Set its `timer` and it does the
 * rest: a countdown, "stay signed in", "sign out", and after the end a link to sign in again.
 *
 * Attributes: `lang`, `expired-url` (where the link to sign in leads; the page itself by default), `cover` (after the
 * end the page cannot be read any more), and the texts: `heading`, `text`, `stay`, `end`, `limit`, `limit-text`,
 * `go-on`, `over`, `over-text`, `sign-in`. Slots have the names of the texts. Parts: `dialog`, `bar`, `heading`, `time`,
 * `text`, `buttons`, `stay`, `end`, `go-on`, `sign-in`. Custom properties: `--stillhere-accent`,
 * `--stillhere-on-accent`, `--stillhere-background`, `--stillhere-color`, `--stillhere-radius`, `--stillhere-font`.
 *
 * @example
 * ```ts
 * const dialog = document.createElement('stillhere-dialog')
 * dialog.timer = timer
 * document.body.append(dialog)
 * ```
 */
declare class StillhereDialog extends Base {
    #private;
    static readonly observedAttributes: string[];
    /** The timer that it warns of. */
    get timer(): IdleTimer | undefined;
    set timer(timer: IdleTimer | undefined);
    connectedCallback(): void;
    disconnectedCallback(): void;
    attributeChangedCallback(): void;
}
declare global {
    interface HTMLElementTagNameMap {
        'stillhere-dialog': StillhereDialog;
    }
}

export { StillhereDialog };
export type { DialogTexts };
