import { IdleTimer } from './index.js';

interface SaveFormsOptions {
    /** Of the request, read anew for each: a CSRF token, for example. */
    headers?: (() => HeadersInit) | undefined;
    /** What makes the request instead of `fetch`. */
    fetch?: typeof fetch | undefined;
    /** Called with what came of each try. */
    onSave?: ((saved: boolean) => void) | undefined;
    /** Ends it. */
    signal?: AbortSignal | undefined;
}
/**
 * Sends what has been typed into forms to the server, before it is lost: when the warning starts, and once more before the
 * logout. Only what a person has changed, and has not been saved so, is sent.
 *
 * @param forms - called for the forms of the page whenever they are to be saved.
 * @param url - takes them by POST, as the forms would send them, and answers 2xx if they are saved.
 *
 * @example
 * ```ts
 * saveForms(timer, () => document.querySelectorAll('form'), '/draft')
 * ```
 */
declare function saveForms(timer: IdleTimer, forms: () => Iterable<HTMLFormElement>, url: string | URL, { headers, fetch: send, onSave, signal }?: SaveFormsOptions): void;

export { saveForms };
export type { SaveFormsOptions };
