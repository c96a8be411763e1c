const warned = new Set<string>();

/** Tells the developer. */
export const warnOnce = (text: string): void => {
  if (!warned.has(text)) console.warn(`stillhere: ${text}`);
  warned.add(text);
};
