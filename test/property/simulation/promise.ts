/** More than any task of a page has to wait for. */
const MOST = 10_000;

/**
 * Promises of a page that are noticed where one leads to the next for ever: nothing else would run any more, in a browser
 * as here, and no time limit would end it.
 *
 * @param turn - of the event loop.
 */
export function watchedPromise(turn: () => number, onLoop: () => void): PromiseConstructor {
  let now = 0;
  let count = 0;
  return class Watched<T> extends Promise<T> {
    // biome-ignore lint/suspicious/noThenProperty: a promise has one.
    override then<A = T, B = never>(
      resolved?: ((value: T) => A | PromiseLike<A>) | null,
      rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
    ): Promise<A | B> {
      if (now !== turn()) count = 0;
      now = turn();
      if (++count <= MOST) return super.then(resolved, rejected);
      onLoop();
      return new Promise(() => {});
    }
  };
}
