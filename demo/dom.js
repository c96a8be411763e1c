/** The element with an id of index.html. */
export const $ = (id) => document.getElementById(id);

/** A new element: no markup is ever parsed, as Trusted Types ask. */
export function element(name, properties = {}, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}

/** Writes text only where it differs: a screen reader hears nothing of what stays the same. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? '';

/** What the server wrote into the page. */
export const page = { token: meta('csrf-token'), fresh: meta('signed-in-now') === 'yes', version: meta('version') };
