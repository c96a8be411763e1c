import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = await readFile(join(root, 'docs/frameworks.md'), 'utf8');

/** The apps are in a hurry. */
const QUICK: readonly (readonly [docs: string, app: string])[] = [
  ['30 * 60_000', '9_000'],
  ['2 * 60_000', '8_000'],
  ['5 * 60_000', '2_000'],
  ['30m', '9s'],
  ['2m', '8s'],
  ['5m', '2s'],
];
const hurry = (code: string) => QUICK.reduce((text, [docs, app]) => text.replaceAll(docs, app), code);

const linesOf = (code: string) => code.split('\n').map((line) => line.trim());

/** The page's blocks of code, each with the file that its heading line names. `…` stands for what is left out. */
const snippets = [...page.matchAll(/\]\(<?\.\.\/(test\/stacks\/[^>\n]+?)>?\):\n\n```\w+\n(.*?)```/gs)].map(
  ([, path, code]) => [path!, linesOf(hurry(code!)).filter(Boolean)] as const,
);

it('has no block of code without the app that it is from', () => {
  expect(snippets.length).toBeGreaterThan(9);
  expect(page.match(/^```\w+$/gm)).toHaveLength(snippets.length);
});

it.each(snippets)('shows %s as it stands, and is run by `npm run stacks`', async (path, lines) => {
  const app = linesOf(await readFile(join(root, decodeURI(path)), 'utf8')).filter(Boolean);
  let from = 0;
  let gap = true;
  for (const line of lines) {
    if (line === '…') {
      gap = true;
      continue;
    }
    const at = gap ? app.indexOf(line, from) : app[from] === line ? from : -1;
    expect(at, line).toBeGreaterThanOrEqual(0);
    from = at + 1;
    gap = false;
  }
});
