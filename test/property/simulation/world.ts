/** What has a life of its own: while it is frozen its tasks wait, and when it is gone they are dropped. */
export interface Life {
  readonly gone: boolean;
  readonly frozen: boolean;
  readonly backlog: Task[];
}

/** A timer is subject to throttling; a message is heard even by a page that its browser has frozen. */
export type Kind = 'timer' | 'message' | 'other';

export interface Task {
  at: number;
  readonly order: number;
  readonly life: Life | undefined;
  readonly kind: Kind;
  cancelled: boolean;
  readonly run: () => void;
}

const START = 1_800_000_000_000;
const before = (a: Task, b: Task) => a.at < b.at || (a.at === b.at && a.order < b.order);

/** Virtual time, and the order in which things happen in it. */
export class World {
  /** While the machine sleeps this stands still. */
  running = 0;
  slept = 0;
  /** By how much the wall clock was set, in sum; and the part of it that was forward. */
  #set = 0;
  #forward = 0;
  /** `running` at the last sleep, or when the clock was last set. */
  jumped = Number.NEGATIVE_INFINITY;
  /** Tasks that have been taken out. */
  turn = 0;
  #order = 0;
  #random: number;
  readonly #heap: Task[] = [];
  readonly monotonic: 'stops' | 'counts';

  constructor(seed: number, monotonic: 'stops' | 'counts') {
    this.#random = seed | 0;
    this.monotonic = monotonic;
  }

  /** Seconds in a person's life. */
  get real(): number {
    return START + this.running + this.slept;
  }

  get wall(): number {
    return this.real + this.#set;
  }

  /** What a clock says that believes in each jump forward, since it looks like a sleep, and in none back. */
  get believed(): number {
    return this.real + this.#forward;
  }

  get monotonicNow(): number {
    return this.running + (this.monotonic === 'counts' ? this.slept : 0);
  }

  sleep(duration: number): void {
    this.slept += duration;
    this.jumped = this.running;
  }

  setClock(by: number): void {
    this.#set += by;
    this.#forward += Math.max(by, 0);
    this.jumped = this.running;
  }

  /** Mulberry32: delays and losses follow from the schedule alone. */
  readonly random = (): number => {
    this.#random = (this.#random + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#random ^ (this.#random >>> 15), 1 | this.#random);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };

  between(least: number, most: number): number {
    return least + this.random() * (most - least);
  }

  after(delay: number, run: () => void, life?: Life, kind: Kind = 'other'): Task {
    const task = { at: this.running + delay, order: this.#order++, life, kind, cancelled: false, run };
    this.push(task);
    return task;
  }

  push(task: Task): void {
    const heap = this.#heap;
    let at = heap.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(task, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = task;
  }

  /** The next task until then, taken out; time moves to it. */
  next(until: number): Task | undefined {
    const heap = this.#heap;
    const first = heap[0];
    if (!first || first.at > until) {
      this.running = Math.max(this.running, until);
      return;
    }
    this.turn++;
    const last = heap.pop()!;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
      if (!before(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    if (heap.length) heap[at] = last;
    this.running = Math.max(this.running, first.at);
    return first;
  }
}
