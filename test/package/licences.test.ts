import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly license?: string }>>;
}

/** What a tool may be under that builds or tests the product, none of which is part of what is shipped. */
const ALLOWED = [
  'MIT',
  'ISC',
  '0BSD',
  'BSD-0-Clause',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'Apache-2.0',
  'Python-2.0',
  'MIT OR Apache-2.0',
  '(MIT AND Zlib)',
  '(MIT OR GPL-3.0-or-later)',
  // These ask something of who passes the tool itself on, which nobody here does: axe-core and Lightning CSS, the data
  // of caniuse-lite, rollup-plugin-dts.
  'MPL-2.0',
  'CC-BY-4.0',
  'LGPL-3.0-only',
];

const INTRODUCTION = `# Licences

The product is under the [MIT licence](../LICENSE), and depends on nothing at run time. What builds, tests and measures
it is not part of it. A test (\`test/package/licences.test.ts\`) counts those packages in the lock files, and fails where
one is under a licence that is not in this list.
`;

const LOCKS = ['.', 'test/bench', 'test/mutation', 'docs/reference', 'test/servers/stacks/openid'].map(
  (folder) => `${folder}/package-lock.json`,
);

const readPackages = async (file: string) =>
  Object.entries((JSON.parse(await readFile(file, 'utf8')) as Lock).packages).filter(([path]) => path);

test('whoever installs the product installs nothing else', async () => {
  const packages = await readPackages('package-lock.json');
  expect(packages.length).toBeGreaterThan(0);
  expect(packages.filter(([, { dev }]) => !dev).map(([path]) => path)).toEqual([]);
});

test.for(LOCKS)('every package of %s has a licence that is allowed', async (file) => {
  const others = (await readPackages(file)).filter(([, { license }]) => !ALLOWED.includes(license ?? ''));
  expect(others.map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
});

/** `npx vitest run --project package licences -u` writes it anew. */
test('docs/licences.md has how many packages are under which licence', async () => {
  const locks = await Promise.all(LOCKS.map(readPackages));
  const count = (wanted: string) =>
    locks.map((packages) => packages.filter(([, { license }]) => license === wanted).length);
  const rows = ALLOWED.map((licence) => [licence, ...count(licence)]);
  const table = [
    ['licence', 'build and tests', 'bench', 'mutation testing', 'reference', 'servers'],
    ['---', '--:', '--:', '--:', '--:', '--:'],
    ...rows,
  ];
  const lines = table.map((cells) => `| ${cells.join(' | ')} |`);
  await expect(`${INTRODUCTION}\n${lines.join('\n')}\n`).toMatchFileSnapshot('../../docs/licences.md');
});
