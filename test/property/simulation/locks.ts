import type { SimpleSignal } from './dom.js';
import type { Life, World } from './world.js';

interface Request {
  readonly name: string;
  readonly shared: boolean;
  readonly life: Life;
  granted: boolean;
  readonly grant: () => void;
}

interface LockOptions {
  readonly mode?: 'shared' | 'exclusive';
  readonly ifAvailable?: boolean;
  readonly steal?: boolean;
  readonly signal?: SimpleSignal;
}

/** The browser's lock manager, a few milliseconds away from each page. A frozen page keeps what it holds. */
export class LockManager {
  readonly #world: World;
  #queue: Request[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  holds(life: Life): boolean {
    return this.#queue.some((request) => request.life === life);
  }

  /** The page is gone. */
  drop(life: Life): void {
    this.#queue = this.#queue.filter((request) => request.life !== life);
    this.#grant();
  }

  forPage(life: Life) {
    const world = this.#world;
    const distance = () => world.between(0.5, 3);
    const request = <T>(name: string, options: LockOptions, callback: (lock: object | null) => T | PromiseLike<T>) =>
      new Promise<T>((resolve, reject) => {
        const { mode, ifAvailable, steal, signal } = options;
        const run = async (lock: object | null) => {
          try {
            resolve(await callback(lock));
          } catch (error) {
            reject(error);
          }
          if (lock) world.after(distance(), () => this.#remove(entry));
        };
        const entry: Request = {
          name,
          shared: mode === 'shared',
          life,
          granted: false,
          grant: () => world.after(distance(), () => void run({ name }), life),
        };
        if (signal?.aborted) return reject(signal.reason);
        signal?.addEventListener('abort', () => {
          if (entry.granted) return;
          this.#remove(entry);
          reject(signal.reason);
        });
        world.after(distance(), () => {
          if (life.gone || signal?.aborted) return;
          if (ifAvailable && !this.#isFree(entry)) {
            world.after(distance(), () => void run(null), life);
            return;
          }
          if (steal) this.#queue = this.#queue.filter((other) => other.name !== name || !other.granted);
          this.#queue[steal ? 'unshift' : 'push'](entry);
          this.#grant();
        });
      });
    return { request };
  }

  #isFree(wanted: Request): boolean {
    return this.#queue.every((other) => other.name !== wanted.name || (other.granted && other.shared && wanted.shared));
  }

  #remove(entry: Request): void {
    this.#queue = this.#queue.filter((other) => other !== entry);
    this.#grant();
  }

  #grant(): void {
    this.#queue.forEach((request, i) => {
      if (request.granted) return;
      const ahead = this.#queue.filter((other, j) => other.name === request.name && (j < i || other.granted));
      if (!ahead.every((other) => other.granted && other.shared && request.shared)) return;
      request.granted = true;
      request.grant();
    });
  }
}
