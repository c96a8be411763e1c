/*
 * The least of the DOM that the product uses. The real ones of Node and of test environments are ten times slower, and
 * dispatch differently from a browser where a listener throws.
 */

export interface SimpleEvent {
  readonly type: string;
}

type Listener = ((event: SimpleEvent) => unknown) | { handleEvent(event: SimpleEvent): unknown };
interface Options {
  readonly once?: boolean;
  readonly signal?: SimpleSignal;
}

export class Target {
  readonly #listeners = new Map<string, Set<Listener>>();

  addEventListener(type: string, listener: Listener, options: Options | boolean = {}): void {
    const { once, signal } = typeof options === 'object' ? options : {};
    if (signal?.aborted) return;
    const all = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, all);
    if (once) {
      const first = (event: SimpleEvent) => {
        all.delete(first);
        call(listener, event);
      };
      all.add(first);
      signal?.addEventListener('abort', () => all.delete(first));
      return;
    }
    all.add(listener);
    signal?.addEventListener('abort', () => all.delete(listener));
  }

  removeEventListener(type: string, listener: Listener): void {
    this.#listeners.get(type)?.delete(listener);
  }

  dispatchEvent(event: SimpleEvent): boolean {
    const all = this.#listeners.get(event.type);
    if (all) for (const listener of [...all]) if (all.has(listener)) call(listener, event);
    return true;
  }
}

const call = (listener: Listener, event: SimpleEvent) =>
  typeof listener === 'function' ? listener(event) : listener.handleEvent(event);

export class SimpleSignal extends Target {
  aborted = false;
  reason: unknown;
}

export class SimpleAbortController {
  readonly signal = new SimpleSignal();

  abort(reason: unknown = new Error('AbortError')): void {
    if (this.signal.aborted) return;
    this.signal.aborted = true;
    this.signal.reason = reason;
    this.signal.dispatchEvent({ type: 'abort' });
  }
}

export class PlainEvent implements SimpleEvent {
  readonly type: string;
  constructor(type: string) {
    this.type = type;
  }
}
