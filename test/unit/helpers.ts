import { fireEvent } from '@testing-library/dom';
import { afterEach, vi } from 'vitest';
import { IdleTimer, type IdleTimerEventMap, type IdleTimerOptions, type StartParameters } from '../../src/index.js';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const NOON = Date.UTC(2026, 0, 1, 12);

export const useClock = (): void => {
  vi.useFakeTimers({ now: NOON });
};

export const pass = async (ms: number): Promise<void> => {
  await vi.advanceTimersByTimeAsync(ms);
};

/** What a sleep looks like where the monotonic clock stops: the wall clock alone has gone on, and no timer has fired. */
export const sleep = (ms: number): void => {
  vi.setSystemTime(Date.now() + ms);
};

/** A key, as far as a script can press one. */
export const press = (target: Element = document.body): void => {
  fireEvent.keyDown(target, { key: 'a' });
};

/** An event as the browser makes it for a person. */
export function trusted<E extends Event>(event: E): E {
  Object.defineProperty(event, 'isTrusted', { value: true });
  return event;
}

export const move = (screenX: number, screenY: number, more: MouseEventInit = {}): MouseEvent =>
  trusted(new PointerEvent('pointermove', { screenX, screenY, bubbles: true, ...more }));

const EVENTS = ['warn', 'tick', 'active', 'expire', 'change', 'restart', 'ping', 'pingerror', 'logout'] as const;

type Logged = { [K in keyof IdleTimerEventMap]: IdleTimerEventMap[K] }[keyof IdleTimerEventMap];

const timers = new Set<IdleTimer>();
afterEach(() => {
  for (const timer of timers) timer.stop();
  timers.clear();
});

export interface Watched {
  readonly timer: IdleTimer;
  /** The types of the events, in order. */
  readonly log: string[];
  readonly events: Logged[];
  last<K extends keyof IdleTimerEventMap>(type: K): IdleTimerEventMap[K];
  clear(): void;
}

/** On a page whose server has rendered it, and so renewed its session, unless the test says otherwise. */
class Rendered extends IdleTimer {
  override start(options: StartParameters = {}): void {
    super.start({ renewed: true, ...options });
  }
}

/** A timer alone on its page that takes scripted events for a person's, and what it has told. */
export function watch(options: IdleTimerOptions = {}): Watched {
  const timer = new Rendered({ crossTab: false, untrusted: true, ...options });
  timers.add(timer);
  const log: string[] = [];
  const events: Logged[] = [];
  for (const type of EVENTS) {
    timer.addEventListener(type, (event: Logged) => {
      log.push(type);
      events.push(event);
    });
  }
  return {
    timer,
    log,
    events,
    last<K extends keyof IdleTimerEventMap>(type: K) {
      const event = events.filter((other) => other.type === type).at(-1);
      if (!event) throw new Error(`no ${type} among ${log.join(', ') || 'no events'}`);
      return event as IdleTimerEventMap[K];
    },
    clear() {
      log.length = events.length = 0;
    },
  };
}

export function show(state: 'visible' | 'hidden'): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
}

export const pageEvent = (type: 'pageshow' | 'pagehide', persisted = false): void => {
  window.dispatchEvent(Object.assign(new Event(type), { persisted }));
};

/** The window that happy-dom names as the target is not the one that a test sees. */
export const focusWindow = (): void => {
  window.dispatchEvent(Object.defineProperty(new Event('focus'), 'target', { value: window }));
};

type FakeAnswer = Response | Error | 'never';

/** A server: answers with what stands first in line, and goes on with the last. */
export function serve(...answers: FakeAnswer[]) {
  return vi.fn<(url: string | URL, init: RequestInit) => Promise<Response>>((_url, { signal }) => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason));
      if (answer instanceof Error) reject(answer);
      else if (answer !== 'never') resolve(answer ? answer.clone() : new Response(null, { status: 204 }));
    });
  });
}

export const json = (body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json', ...headers } });

/** Node's own delivers in real time, whatever the test's clock says. */
export class FakeChannel {
  static readonly open = new Set<FakeChannel>();
  static readonly sent: { readonly name: string; readonly data: unknown }[] = [];
  onmessage: ((event: MessageEvent<unknown>) => void) | undefined;
  constructor(readonly name: string) {
    FakeChannel.open.add(this);
  }
  postMessage(data: unknown): void {
    FakeChannel.sent.push({ name: this.name, data });
    for (const other of FakeChannel.open) {
      if (other === this || other.name !== this.name) continue;
      queueMicrotask(() => FakeChannel.open.has(other) && other.onmessage?.(new MessageEvent('message', { data })));
    }
  }
  close(): void {
    FakeChannel.open.delete(this);
  }
}

export function useChannels(): void {
  FakeChannel.open.clear();
  FakeChannel.sent.length = 0;
  vi.stubGlobal('BroadcastChannel', FakeChannel);
}

interface Waiting {
  readonly mode: LockMode;
  readonly grant: () => void;
}

/** Web Locks of one browser. */
export class FakeLocks {
  readonly held = new Map<string, Waiting[]>();
  readonly #waiting = new Map<string, Waiting[]>();

  request = async (name: string, options: LockOptions, callback: (lock: Lock | null) => Promise<void>) => {
    const mode = options.mode ?? 'exclusive';
    const held = this.#list(this.held, name);
    const waiting = this.#list(this.#waiting, name);
    if (options.ifAvailable && (waiting.length || !this.#free(name, mode))) return callback(null);
    const own: Waiting = await new Promise((resolve, reject) => {
      const entry: Waiting = { mode, grant: () => resolve(entry) };
      options.signal?.addEventListener('abort', () => {
        if (!waiting.includes(entry)) return;
        waiting.splice(waiting.indexOf(entry), 1);
        reject(options.signal?.reason);
      });
      waiting.push(entry);
      this.#next(name);
    });
    try {
      return await callback({ name, mode });
    } finally {
      held.splice(held.indexOf(own), 1);
      this.#next(name);
    }
  };

  #list(map: Map<string, Waiting[]>, name: string): Waiting[] {
    const list = map.get(name) ?? [];
    map.set(name, list);
    return list;
  }

  #free(name: string, mode: LockMode): boolean {
    const held = this.#list(this.held, name);
    return !held.length || (mode === 'shared' && held.every((other) => other.mode === 'shared'));
  }

  #next(name: string): void {
    const waiting = this.#list(this.#waiting, name);
    for (let next = waiting[0]; next && this.#free(name, next.mode); next = waiting[0]) {
      waiting.shift();
      this.#list(this.held, name).push(next);
      next.grant();
    }
  }
}

export function useLocks(): FakeLocks {
  const locks = new FakeLocks();
  vi.spyOn(navigator, 'locks', 'get').mockReturnValue(locks as unknown as LockManager);
  return locks;
}
