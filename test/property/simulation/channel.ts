import type { Life, World } from './world.js';

/** `prompt`: within 20 ms. `late`: within 2 s, in any order, some twice. `lossy`: moreover half of them never. */
export type MessageWeather = 'prompt' | 'late' | 'lossy' | 'none';

export interface Message {
  readonly data: unknown;
}

interface Port {
  readonly life: Life;
  readonly name: string;
  onmessage: ((message: Message) => void) | null;
  open: boolean;
}

/** BroadcastChannel: posts to all other channels of the name, as the weather has it. */
export class Air {
  readonly #world: World;
  readonly #weather: MessageWeather;
  readonly #ports = new Set<Port>();
  sent = 0;

  constructor(world: World, weather: MessageWeather) {
    this.#world = world;
    this.#weather = weather;
  }

  get exists(): boolean {
    return this.#weather !== 'none';
  }

  hasOpen(life: Life): boolean {
    return [...this.#ports].some((port) => port.life === life);
  }

  drop(life: Life): void {
    for (const port of this.#ports) if (port.life === life) this.#ports.delete(port);
  }

  /** @param heard - is told what a page has said that another hears. */
  forPage(life: Life, heard: () => (by: Life) => void) {
    const post = (from: Port, data: unknown) => {
      this.sent++;
      for (const port of this.#ports) {
        if (port === from || port.name !== from.name) continue;
        for (const delay of this.#delays()) {
          const told = heard();
          const deliver = () => {
            if (!port.open) return;
            told(port.life);
            port.onmessage?.({ data });
          };
          this.#world.after(delay, deliver, port.life, 'message');
        }
      }
    };
    const ports = this.#ports;
    return class implements Port {
      readonly life = life;
      readonly name: string;
      onmessage: ((message: Message) => void) | null = null;
      open = true;

      constructor(name: string) {
        this.name = name;
        ports.add(this);
      }

      postMessage(data: unknown): void {
        if (!this.open) throw new Error('InvalidStateError');
        post(this, data);
      }

      close(): void {
        this.open = false;
        ports.delete(this);
      }
    };
  }

  #delays(): number[] {
    const { random, between } = { random: this.#world.random, between: this.#world.between.bind(this.#world) };
    if (this.#weather === 'prompt') return [between(1, 20)];
    if (this.#weather === 'lossy' && random() < 0.5) return [];
    const one = () => (random() < 0.5 ? between(1, 20) : between(1, 2_000));
    return random() < 0.2 ? [one(), one()] : [one()];
  }
}
