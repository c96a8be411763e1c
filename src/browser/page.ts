/**
 * A document or an element without what markup puts in the place of its properties: `<img name="querySelector">` hides
 * what `document` has of this name, `<input name="focus">` what its form has. Both are objects. What a test puts there,
 * a function or a text, is taken as it is.
 */
export const unclobbered = <T extends Node>(node: () => T): T =>
  new Proxy({} as T, {
    get(_, key) {
      const own = node();
      let value: unknown = Reflect.get(own, key);
      if (typeof value === 'object') value = Reflect.get(Object.getPrototypeOf(own), key, own);
      return typeof value === 'function' ? value.bind(own) : value;
    },
    set: (_, key, value) => Reflect.set(Object.getPrototypeOf(node()), key, value, node()),
  });

/** The document of this page, if there is one by then. */
export const page: Document = unclobbered(() => document);
