import type { SimpleSignal } from './dom.js';
import type { Answer, Server } from './server.js';
import type { Life, World } from './world.js';

export interface Request {
  readonly kind: 'ping' | 'check' | 'logout';
  readonly by: Life;
  readonly sent: number;
  /** The sign-in that the cookie named. */
  readonly signIn: number;
}

interface Init {
  readonly keepalive?: boolean;
  readonly signal?: SimpleSignal;
}

/** fetch, and the way to the server. */
export class Network {
  readonly #world: World;
  readonly #server: Server;
  readonly #latency: number;
  /** Of some requests, which are overtaken by later ones. */
  readonly #slowest: number;
  /** Those that are on their way to the server. */
  readonly #underway = new Set<() => void>();
  onRequest = (_: Request): void => {};
  /** At the server. */
  onArrival = (_: Request): void => {};
  /** In the browser, where the answer's cookies are kept; before the page sees it. */
  onAnswer = (_: Request, __: Answer): void => {};
  /** In the page. */
  onRead = (_: Request, __: Answer): void => {};

  constructor(world: World, server: Server, latency: number, slowest: number) {
    this.#world = world;
    this.#server = server;
    this.#latency = latency;
    this.#slowest = slowest;
  }

  /** What has been sent arrives though the machine goes to sleep. */
  settle(): void {
    for (const arrive of [...this.#underway]) arrive();
  }

  fetch(by: Life, url: string, { keepalive, signal }: Init): Promise<unknown> {
    const kind = url.slice(1) as Request['kind'];
    const { signIn } = this.#server;
    const request: Request = { kind, by, sent: this.#world.believed, signIn };
    const slow = this.#slowest > 0 && this.#world.random() < 0.3;
    const way = () => this.#world.between(5, (slow ? this.#slowest : this.#latency) / 2);
    this.onRequest(request);
    return new Promise((resolve, reject) => {
      const fail = () => reject(new TypeError('NetworkError'));
      signal?.addEventListener('abort', () => reject(signal.reason));
      const given = () => !keepalive && (by.gone || signal?.aborted);
      const arrive = () => {
        if (!this.#underway.delete(arrive)) return;
        // The connection was closed while the request was on its way: it may have been read.
        if (given() && this.#world.random() < 0.5) return;
        this.onArrival(request);
        const answer = kind === 'logout' ? this.#server.logOut(signIn) : this.#server[kind]();
        if (!answer) return this.#server.mood === 'silent' ? undefined : this.#world.after(way(), fail, by);
        this.#world.after(way(), () => {
          if (given()) return;
          this.onAnswer(request, answer);
          const deliver = () => {
            if (signal?.aborted) return;
            this.onRead(request, answer);
            resolve(toResponse(answer));
          };
          this.#world.after(0, deliver, by);
        });
      };
      this.#underway.add(arrive);
      this.#world.after(way(), arrive);
    });
  }
}

const toResponse = ({ status, headers }: Answer) => ({
  status,
  ok: status < 300,
  type: 'basic',
  headers: { get: (name: string) => headers[name] ?? null },
});
