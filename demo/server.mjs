import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createApp } from './app.mjs';

const DEFAULT_PORT = 4173;
const builtFiles = fileURLToPath(new URL('../dist/', import.meta.url));

/** Serves the demo on this machine only. Port 0 is any free one. */
export async function serve({ port = 0, dist = builtFiles } = {}) {
  const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const actual = server.address().port;
  // Cookies know no ports: without the suffix two demos on one machine would end each other's sessions.
  server.on('request', createApp({ dist, version, cookieSuffix: actual }));
  return {
    url: `http://127.0.0.1:${actual}/`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function main() {
  const wished = process.argv[2] ?? process.env.PORT;
  const port = Number(wished ?? DEFAULT_PORT);
  const { url } = await serve({ port }).catch((error) => {
    if (error.code !== 'EADDRINUSE' || wished !== undefined) throw error;
    return serve();
  });
  console.log(`stillhere demo: ${url}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
