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
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners);
    const first = (event: SimpleEvent) => {
      listeners.delete(first);
      call(listener, event);
    };
    const added = once ? first : listener;
    listeners.add(added);
    signal?.removals.push(() => listeners.delete(added));
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

/** What a listener of the page throws. A browser reports it, and calls the next; what the product throws is a fault. */
export class PageError extends Error {}

const call = (listener: Listener, event: SimpleEvent) => {
  try {
    if (typeof listener === 'function') listener(event);
    else listener.handleEvent(event);
  } catch (error) {
    if (!(error instanceof PageError)) throw error;
  }
};

export class SimpleSignal extends Target {
  aborted = false;
  reason: unknown;
  readonly removals: (() => void)[] = [];
}

export class SimpleAbortController {
  readonly signal = new SimpleSignal();

  abort(reason: unknown = new Error('AbortError')): void {
    if (this.signal.aborted) return;
    this.signal.aborted = true;
    this.signal.reason = reason;
    for (const remove of this.signal.removals) remove();
    this.signal.dispatchEvent({ type: 'abort' });
  }
}

export class PlainEvent implements SimpleEvent {
  readonly type: string;
  readonly #cancelable: boolean;
  defaultPrevented = false;
  constructor(type: string, { cancelable = false }: { cancelable?: boolean } = {}) {
    this.type = type;
    this.#cancelable = cancelable;
  }

  preventDefault(): void {
    this.defaultPrevented ||= this.#cancelable;
  }
}
