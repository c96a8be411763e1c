import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Stack } from '../stacks/stacks.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** On a machine with other work to do, as in CI, where browsers run beside it: `PACE=2` makes all times twice as long. */
const PACE = Number(process.env.PACE ?? (process.env.CI ? 2 : 1));

/** Seconds that a session of the server lives, and what the timers of its pages have. */
export const LIFETIME = Math.round(15 * PACE);
export const TIMEOUT = Math.round(9 * PACE);
export const INTERVAL = TIMEOUT / 3;
const WARNING = Math.round(4 * PACE);

/** A page says 40 and 30 minutes, as a site would. */
const SHORTER: readonly (readonly [RegExp, string])[] = [
  [/minutes=40/g, `seconds=${LIFETIME}`],
  [/40\.minutes/g, `${LIFETIME}.seconds`],
  [/40 \* 60/g, `${LIFETIME} * 1`],
  [/data-timeout="30m"/g, `data-timeout="${TIMEOUT}s"`],
  [/data-warn-before="2m"/g, `data-warn-before="${WARNING}s"`],
  [/timeout: 30 \* 60_000/g, `timeout: ${TIMEOUT}_000`],
  [/warnBefore: 2 \* 60_000/g, `warnBefore: ${WARNING}_000`],
  [/10_000/g, '1_000'],
];

const FENCE = /^```(\w*)\n([\s\S]*?)^```$/gm;
/** A block begins with a comment that names its file. */
const NAME = /^(?:<\?php )?(?:#|\/\/|<!--|\{\{--|\{#|<%#) ?([\w./[\]-]*[\w\]]\.\w+)\b/;

/** The files that the code blocks of a page of docs/servers are. */
export async function readRecipe(page: string): Promise<Map<string, string>> {
  const text = await readFile(join(root, `docs/servers/${page}.md`), 'utf8');
  const files = new Map<string, string>();
  for (const [, language, code] of text.matchAll(FENCE)) {
    const name = NAME.exec(code!)?.[1];
    if (!name)
      throw new Error(`docs/servers/${page}.md: a block of ${language} does not begin with the name of its file`);
    files.set(name, (files.get(name) ?? '') + code);
  }
  return files;
}

export const shorten = (code: string) => SHORTER.reduce((text, [long, short]) => text.replace(long, short), code);

/** Lays a site out: what the recipe says, and around it what the tests ask for. Returns its folder. */
export async function layOut({ name, folder = name, page, npm }: Stack): Promise<string> {
  const site = join(root, 'build/servers', name);
  await rm(site, { recursive: true, force: true });
  await mkdir(site, { recursive: true });
  await cp(fileURLToPath(new URL(`../stacks/${folder}`, import.meta.url)), site, {
    recursive: true,
    filter: (path) => !path.includes('node_modules'),
  });
  for (const [file, code] of await readRecipe(page)) {
    await mkdir(dirname(join(site, file)), { recursive: true });
    await writeFile(join(site, file), shorten(code));
  }
  if (npm) {
    const modules = fileURLToPath(new URL(`../stacks/${npm}/node_modules`, import.meta.url));
    await symlink(modules, join(site, 'node_modules'));
  }
  return site;
}
