import './elements.js';
import { IdleTimer } from './index.js';

/** What the dialog says. `{time}` stands for the time that is left: "2 minutes". */
interface DialogTexts {
    /** The heading of the warning. */
    readonly heading: string;
    /** What is said below it. */
    readonly text: string;
    /** The button that extends the session. */
    readonly stay: string;
    /** The link that ends it. */
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
    /** What to do with `extendOn: 'activity'`, which needs no button. */
    readonly activityText: string;
    /** The heading after an end that the server did not hear of: the logout failed. */
    readonly failed: string;
    /** What is said below that. */
    readonly failedText: string;
    /** The heading if the server did not hear that the person wants to stay. */
    readonly unheard: string;
    /** What is said below that. */
    readonly unheardText: string;
    /** What is said as well if what was typed could not be saved. */
    readonly unsavedText: string;
}

/** On a server there are no elements: there the class only stands for itself. */
declare const Base: typeof HTMLElement;
/**
 * `<stillhere-dialog>`: the ready-made warning of an `IdleTimer`, as a modal dialog: a countdown, "stay signed in", "sign
 * out", and after the end a link to sign in again. It warns of the timer that is its property `timer`, or of the one
 * whose session its attribute `name` names, or of the page's only one.
 *
 * While it warns only its buttons, or `extend()`, end the warning. If `extendOn: 'activity'` was said, any act does, and
 * the dialog has no buttons but says what to do.
 *
 * Attributes: `name`, `lang`, `expired-url` (where the link to sign in leads; the page itself by default), `sign-out-url`
 * (where a person can sign out by hand, if the logout failed), `hide-sign-out`, `cover` (after the end the page cannot be
 * read any more), `sign-in-popup` (the link opens a window, and this page goes on after the sign-in), `after` (`redirect`:
 * after the end the page leaves for `expired-url`), `signed-out-url` (where it leaves for if the person has signed out),
 * `unsaved` (what was typed could not be saved: the dialog says so), `texts` (`anonymous`: for people who are not signed in), and the texts themselves: `heading`, `text`, `stay`, `end`,
 * `limit`, `limit-text`, `go-on`, `over`, `over-text`, `sign-in`, `activity-text`, `failed`, `failed-text`, `unheard`,
 * `unheard-text`, `unsaved-text`. `{time}` in a text is the time that is left. Slots have the names of the texts. Events: `continue` (the
 * person has signed in again, and the page goes on in place; prevented, it does not call `start()`). Parts: `dialog`,
 * `bar`, `heading`, `time`, `text`, `activity-text`, `unsaved-text`, `buttons`, `stay`, `end`, `go-on`, `sign-in`. Custom properties:
 * `--stillhere-accent`, `--stillhere-on-accent`, `--stillhere-background`, `--stillhere-color`, `--stillhere-radius`,
 * `--stillhere-font`, `--stillhere-size` (of the text).
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
    /** The texts by language: `StillhereDialog.texts.cy = { … }` adds one. What a language lacks is English. */
    static readonly texts: Record<string, Partial<DialogTexts>>;
    /** The timer that it warns of. */
    get timer(): IdleTimer | undefined;
    /** Undefined: it looks for one; null: it has none. */
    set timer(timer: IdleTimer | null | undefined);
    connectedCallback(): void;
    disconnectedCallback(): void;
    attributeChangedCallback(name: string): void;
}
declare global {
    interface HTMLElementTagNameMap {
        'stillhere-dialog': StillhereDialog;
    }
}

export { StillhereDialog };
export type { DialogTexts };
