import { median } from '../statistics.js';

/** What a contender is asked to watch. */
export interface Wanted {
  readonly timeout: number;
  /** 0: no warning. */
  readonly warnBefore: number;
  readonly count: number;
  readonly name?: string;
  readonly crossTab?: boolean;
  readonly untrusted?: boolean;
}

export type EntryType = 'warn' | 'active' | 'expire';

export interface Entry {
  readonly type: EntryType;
  readonly at: number;
}

export interface Running {
  stop(): void;
  /** "Stay signed in", where there is such a thing. */
  extend?(): void;
}

/** Starts as many timers as are wanted. */
export type Contender = (wanted: Wanted, tell: (type: EntryType) => void) => Running;

export interface Bench {
  readonly log: Entry[];
  startedAt: number;
  start(wanted: Wanted): number;
  stop(): number;
  extend(): void;
  /**
   * Nanoseconds that a move takes, all listeners included: with an empty passive listener in place of the timers, which
   * are stopped, and with them. Without `wanted` those that run go on, and there is no first figure.
   */
  compare(types: readonly string[], ms: number, wanted?: Wanted): readonly [empty: number, own: number];
  dispatch(types: readonly string[], moves: number): void;
}

declare global {
  var bench: Bench;
}

/** Between two looks at the clock. */
const CHUNK = 20;
/** Turns of the empty listener and of the timers in one comparison: what the machine does beside falls on both. */
const TURNS = 6;
const POOL = 64;

export function listenEmptily(...types: string[]): () => void {
  const listen = () => {};
  for (const type of types) window.addEventListener(type, listen, { capture: true, passive: true });
  return () => {
    for (const type of types) window.removeEventListener(type, listen, { capture: true });
  };
}

export function install(contender: Contender): void {
  let running: Running | undefined;
  // A test's clock may be moved; what the bench reads must not be.
  const { now } = Date;
  const log: Entry[] = [];

  // Made beforehand: making an event takes longer than to hear it.
  const pools = new Map<string, Event[]>();
  const poolOf = (types: readonly string[]) => {
    const key = types.join();
    const pool =
      pools.get(key) ??
      Array.from({ length: POOL }, (_, i) => {
        const move = { bubbles: true, screenX: i, screenY: i, movementX: 1, movementY: 1 };
        return types.map((type) =>
          type.startsWith('pointer') ? new PointerEvent(type, move) : new MouseEvent(type, move),
        );
      }).flat();
    pools.set(key, pool);
    return pool;
  };
  const dispatch = (types: readonly string[], moves: number) => {
    const pool = poolOf(types);
    const { body } = document;
    for (let i = 0; i < moves * types.length; i += 1) body.dispatchEvent(pool[i % pool.length]!);
  };

  const measure = (types: readonly string[], ms: number) => {
    const run = (ms: number) => {
      let moves = 0;
      let elapsed = 0;
      for (const began = performance.now(); elapsed < ms; elapsed = performance.now() - began) {
        dispatch(types, CHUNK);
        moves += CHUNK;
      }
      return (elapsed / moves) * 1e6;
    };
    // The processor's caches have since held another page.
    run(ms / 4);
    return run(ms);
  };

  globalThis.bench = {
    log,
    startedAt: 0,
    start(wanted) {
      log.length = 0;
      this.startedAt = now();
      const began = performance.now();
      running = contender(wanted, (type) => log.push({ type, at: now() }));
      return performance.now() - began;
    },
    stop() {
      const began = performance.now();
      running?.stop();
      running = undefined;
      return performance.now() - began;
    },
    extend: () => running?.extend?.(),
    compare(types, ms, wanted) {
      const empty: number[] = [];
      const own: number[] = [];
      for (let turn = 0; turn < TURNS; turn += 1) {
        if (wanted) {
          this.stop();
          const stop = listenEmptily('mousemove');
          empty.push(measure(types, ms / TURNS));
          stop();
          this.start(wanted);
        }
        own.push(measure(types, ms / TURNS));
      }
      return [wanted ? median(empty) : 0, median(own)];
    },
    dispatch,
  };
}

/** The given number of timers, made one by one. */
export function several(count: number, make: () => Running): Running {
  const all = Array.from({ length: count }, make);
  return {
    stop() {
      for (const one of all) one.stop();
    },
    extend() {
      for (const one of all) one.extend?.();
    },
  };
}
