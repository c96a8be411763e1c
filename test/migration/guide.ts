import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build, type PluginOption } from 'vite';
import { expect } from 'vitest';
import { readSnippets, type Snippet } from '../readme/snippets.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The guides' own times are too long to wait for. */
const TIMES = [
  ['timeout: 15 * 60_000', 'timeout: 4_000'],
  ['warnBefore: 2 * 60_000', 'warnBefore: 3_000'],
  ['data-timeout="10m"', 'data-timeout="4s"'],
  ['data-warn-before="1m"', 'data-warn-before="3s"'],
  ['SESSION_COOKIE_AGE = 14 * 60', 'SESSION_COOKIE_AGE = 8'],
] as const;

const shorten = (code: string) => TIMES.reduce((text, [long, short]) => text.replace(long, short), code);

/** The code that a guide gives in place of the old, in a folder of its own. */
export interface Guide {
  readonly folder: string;
  /** The new code by the names of its files, which stand in the first line of each. */
  readonly files: Readonly<Record<string, string>>;
  /** Adds a file of the site around it. */
  add(name: string, text: string): Promise<void>;
  remove(): Promise<void>;
}

/** Writes what stands under "After" into files; what stands under "Before" is the other package's, and is not run. */
export async function readGuide(name: string): Promise<Guide> {
  const path = join(root, 'docs/migration', `${name}.md`);
  const snippets = await readSnippets(path);
  const of = (heading: string) => snippets.filter((snippet) => snippet.heading === heading);
  expect(of('Before').length).toBeGreaterThan(0);
  expect(of('Before').length + of('After').length).toBe(snippets.length);
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  expect(readme.includes(`(docs/migration/${name}.md)`), 'the README leads to it').toBe(true);

  // Inside the project, so that `stillhere` is found by its name, through its own `exports`.
  await mkdir(join(root, 'build'), { recursive: true });
  const folder = await mkdtemp(join(root, 'build/migration-'));
  const add = async (file: string, text: string) => {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  };
  const files = Object.fromEntries(of('After').map((snippet) => [nameOf(snippet), shorten(snippet.code)]));
  for (const [file, code] of Object.entries(files)) await add(file, code);
  return { folder, files, add, remove: () => rm(folder, { recursive: true, force: true }) };
}

function nameOf({ code }: Snippet): string {
  const [, name] = /^(?:\/\/|#|<!--|\{#) ([\w./]+)/.exec(code) ?? [];
  if (!name) throw new Error(`this does not begin with the name of its file:\n${code}`);
  return name;
}

/** Checks the types, and builds the page of `main`, as the users of a framework do. */
export async function buildPage({ folder, add }: Guide, main: string, plugins: PluginOption[] = []): Promise<void> {
  const compilerOptions = {
    module: 'esnext',
    moduleResolution: 'bundler',
    jsx: 'react-jsx',
    experimentalDecorators: true,
  };
  await add('tsconfig.json', JSON.stringify({ extends: '../../tsconfig.json', compilerOptions, include: ['*'] }));
  await add(
    'index.html',
    `<!doctype html><html lang="en"><title>A page</title><link rel="icon" href="data:,"><div id="app"></div><script type="module" src="/${main}"></script>`,
  );
  const tsc = promisify(execFile)(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder]);
  await tsc.catch(({ stdout }) => expect(stdout).toBe(''));
  // Where React mounts everything twice in strict mode.
  process.env.NODE_ENV = 'development';
  await build({
    root: folder,
    mode: 'development',
    configFile: false,
    logLevel: 'error',
    plugins,
    build: { outDir: 'dist', target: 'es2022', minify: false },
  });
}
