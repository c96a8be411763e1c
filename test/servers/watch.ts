import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request and what became of it. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  /** When it came, in milliseconds since the epoch. */
  readonly at: number;
  /** What the server answered; 0 until then. */
  status: number;
  /** When the browser had the answer, or gave the request up; 0 until then. */
  ended: number;
  /** The browser did not wait for the answer. */
  aborted: boolean;
}

export interface Watch {
  readonly url: string;
  readonly exchanges: readonly Exchange[];
  /** From now on the answers to requests of that path are kept back until they are let go of. */
  hold(path: string): () => void;
  /** From now on this header is missing in all answers. */
  withhold(header: string): void;
  /** While cut, every connection is reset: the network is down. */
  cut(on: boolean): void;
  close(): Promise<void>;
}

/**
 * Stands before a server, as a reverse proxy does: it changes nothing, writes down what passes, and can be told to hinder.
 *
 * @param answers - answers a request itself, and says so: the server never sees it.
 */
export async function watch(
  port: number,
  answers: (request: IncomingMessage, response: ServerResponse) => boolean = () => false,
): Promise<Watch> {
  const exchanges: Exchange[] = [];
  const held = new Map<string, Promise<void>>();
  const withheld = new Set<string>();
  let isCut = false;

  const forward = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    if (answers(incoming, outgoing)) return;
    const { method = 'GET', url: path = '/', headers } = incoming;
    const exchange: Exchange = { method, path, at: Date.now(), status: 0, ended: 0, aborted: false };
    exchanges.push(exchange);
    outgoing.on('close', () => {
      exchange.ended = Date.now();
      exchange.aborted = !outgoing.writableFinished;
    });
    if (isCut) return incoming.socket.destroy();
    const onward = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, async (answer) => {
      exchange.status = answer.statusCode ?? 0;
      await held.get(path);
      const raw = answer.rawHeaders;
      const isWithheld = (i: number) => withheld.has(raw[i - (i % 2)]!.toLowerCase());
      outgoing.writeHead(
        exchange.status,
        raw.filter((_, i) => !isWithheld(i)),
      );
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  };

  const server = createServer(forward).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exchanges,
    hold(path) {
      let release = () => {};
      held.set(
        path,
        new Promise((resolve) => {
          release = resolve;
        }),
      );
      return () => {
        held.delete(path);
        release();
      };
    },
    withhold: (header) => void withheld.add(header.toLowerCase()),
    cut(on) {
      isCut = on;
      if (on) server.closeAllConnections();
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
