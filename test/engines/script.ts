type Outcome = { value?: unknown; error?: string };

/**
 * The source of a function that runs `fn` and hands the outcome, as text, to its argument: at once where `fn` returns
 * no promise. Text, since each protocol turns other values into other things.
 */
export function toScript(fn: (...args: never[]) => unknown, args: readonly unknown[]): string {
  return `(settle) => {
    const succeed = (value) => settle(JSON.stringify({ value }));
    const fail = (error) => settle(JSON.stringify({ error: String(error) + '\\n' + (error?.stack ?? '') }));
    try {
      const result = (${fn})(...${JSON.stringify(args)});
      if (typeof result?.then === 'function') result.then(succeed, fail);
      else succeed(result);
    } catch (error) {
      fail(error);
    }
  }`;
}

export function fromOutcome<R>(text: string): R {
  const { value, error } = JSON.parse(text) as Outcome;
  if (error !== undefined) throw new Error(`in the page: ${error}`);
  return value as R;
}
