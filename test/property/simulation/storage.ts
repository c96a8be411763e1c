import type { Life, World } from './world.js';

export type StorageWeather = 'works' | 'stale' | 'full' | 'denied';

interface Write {
  readonly value: string;
  readonly by: Life;
  readonly visible: number;
}

/** Another process sees a write later by so much at most. */
export const STALENESS = 8;

/**
 * localStorage of an origin whose pages live in several processes: each sees its own writes at once, those of others
 * when the news has come. The later write wins, whatever its writer had read.
 */
export class SharedStorage {
  readonly #world: World;
  readonly #weather: StorageWeather;
  readonly #writes = new Map<string, Write[]>();
  /** Others of the origin have filled it. */
  full = false;
  /** Those who listen for other pages' writes. */
  readonly listeners = new Map<Life, (key: string, value: string) => void>();

  constructor(world: World, weather: StorageWeather) {
    this.#world = world;
    this.#weather = weather;
  }

  forPage(life: Life, onWrite: () => void) {
    return {
      getItem: (key: string): string | null => {
        if (this.#weather === 'denied') throw new Error('SecurityError');
        const now = this.#world.running;
        const all = this.#writes.get(key) ?? [];
        for (let i = all.length - 1; i >= 0; i--) {
          const { value, by, visible } = all[i]!;
          if (by === life || visible <= now) return value;
        }
        return null;
      },
      setItem: (key: string, value: string): void => {
        if (this.#weather === 'denied' || this.#weather === 'full' || this.full) throw new Error('QuotaExceededError');
        const delay = this.#weather === 'stale' ? this.#world.between(0, STALENESS) : 0;
        const all = this.#writes.get(key) ?? [];
        // Older writes can be seen by nobody any more.
        while (all.length > 20) all.shift();
        all.push({ value, by: life, visible: this.#world.running + delay });
        this.#writes.set(key, all);
        onWrite();
        for (const [other, listener] of this.listeners) {
          if (other !== life) this.#world.after(delay + this.#world.between(0, 3), () => listener(key, value), other);
        }
      },
      removeItem: (key: string): void => {
        if (this.#weather === 'denied') throw new Error('SecurityError');
        this.#writes.delete(key);
      },
      clear: () => this.#writes.clear(),
    };
  }

  clear(): void {
    this.#writes.clear();
  }
}
