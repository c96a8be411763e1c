/**
 * A document or an element without what markup puts in the place of its properties: `<img name="querySelector">` hides
 * what `document` has of this name, `<input name="focus">` what its form has. Both are objects. What a test puts there,
 * a function or a text, is taken as it is.
 */
const unclobbered = (node) => new Proxy({}, {
    get(_, key) {
        const own = node();
        let value = Reflect.get(own, key);
        if (typeof value === 'object')
            value = Reflect.get(Object.getPrototypeOf(own), key, own);
        return typeof value === 'function' ? value.bind(own) : value;
    },
    set: (_, key, value) => Reflect.set(Object.getPrototypeOf(node()), key, value, node()),
});
/** The document of this page, if there is one by then. */
unclobbered(() => document);

/** More than this no browser sends for a page that goes: https://fetch.spec.whatwg.org/#http-network-or-cache-fetch */
const KEEPALIVE_LIMIT = 60_000;
const LIMIT_MS = 10_000;
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
function saveForms(timer, forms, url, { headers, fetch: send = fetch, onSave, signal } = {}) {
    const saved = new WeakMap();
    let last = Promise.resolve();
    const save = async (form) => {
        const text = textOf(form);
        if (!isChanged(form) || saved.get(form) === text)
            return true;
        try {
            const { ok, status } = await send(url, {
                method: 'POST',
                body: bodyOf(form),
                headers: headers?.() ?? {},
                // A sign-in page is no answer of 2xx.
                redirect: 'manual',
                keepalive: text.length < KEEPALIVE_LIMIT,
                signal: AbortSignal.timeout(LIMIT_MS),
            });
            if (!ok)
                throw status;
            saved.set(form, text);
            return true;
        }
        catch (error) {
            console.error(`stillhere: what was typed is not saved (${error}). ${url} has to answer 2xx.`);
            return false;
        }
    };
    const saveAll = () => {
        // What is under way is not sent twice; and what a callback has thrown keeps nothing from being saved.
        last = last
            .catch(() => { })
            .then(async () => {
            const results = await Promise.all([...forms()].map(save));
            onSave?.(results.every(Boolean));
        });
        return last;
    };
    const listening = signal ? { signal } : {};
    timer.addEventListener('warn', () => void saveAll(), listening);
    timer.addEventListener('expire', ({ waitUntil }) => waitUntil(saveAll()), listening);
}
const isField = (element) => element.matches('input:not([type=hidden], [type=password]), textarea');
/** A person has put something else there than the server. What it has hidden, tokens for example, is not theirs. */
function isChanged(form) {
    return [...unclobbered(() => form).elements].some((element) => {
        if (element instanceof HTMLSelectElement) {
            const options = [...element.options];
            const hasDefault = options.some(({ defaultSelected }) => defaultSelected);
            return hasDefault
                ? options.some(({ selected, defaultSelected }) => selected !== defaultSelected)
                : element.selectedIndex > 0;
        }
        if (!isField(element))
            return false;
        const { type, value, defaultValue, checked, defaultChecked } = element;
        return type === 'checkbox' || type === 'radio' ? checked !== defaultChecked : value !== defaultValue;
    });
}
/** What a person sees in it. */
const textOf = (form) => JSON.stringify([...unclobbered(() => form).elements].map((element) => element instanceof HTMLSelectElement
    ? [...element.selectedOptions].map(({ value }) => value)
    : isField(element) && [element.value, 'checked' in element && element.checked]));
/** As the form would send it, but for what nobody else should have. */
function bodyOf(form) {
    const entries = new FormData(form);
    for (const element of unclobbered(() => form).elements)
        if (element.matches('[type=password]'))
            entries.delete(element.name);
    const texts = [...entries].filter((entry) => typeof entry[1] === 'string');
    return texts.length === [...entries].length ? new URLSearchParams(texts) : entries;
}

export { saveForms };
//# sourceMappingURL=save-forms.js.map
