import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Window } from 'happy-dom';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { rollup } from 'rollup';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/* What a person gets who installs the package: the tarball, in a project of its own. */

interface Manifest {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly [field: string]: unknown;
}

const root = process.cwd();

/** What a tool has to say about a failure it says on its standard output. */
const run = async (file: string, args: string[], options: { cwd: string; timeout?: number }) => {
  try {
    return await promisify(execFile)(file, args, options);
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${stdout ?? ''}${stderr ?? ''}`, { cause: error });
  }
};
const bin = (name: string) => join(root, 'node_modules/.bin', name);

let home: string;
let tarball: string;
let project: string;
let installed: string;
let manifest: Manifest;
let files: string[];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'stillhere-'));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', home], { cwd: root });
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  tarball = join(home, packed.filename);
  files = packed.files.map(({ path }) => path);
  project = join(home, 'project');
  await mkdir(project);
  await writeFile(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd: project });
  installed = join(project, 'node_modules/stillhere');
  manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as Manifest;
});

afterAll(() => rm(home, { recursive: true, force: true }));

const read = (path: string) => readFile(join(installed, path), 'utf8');
const scripts = () => files.filter((path) => /^dist\/.*\.js$/.test(path));

/** The files that can be imported, by the names under which they are. */
const entries = (): [name: string, file: string][] =>
  Object.entries(manifest.exports)
    .map(([name, target]): [string, string] => [
      name.replace(/^\./, 'stillhere'),
      typeof target === 'string' ? target : (target.default ?? ''),
    ])
    .filter(([, file]) => file.endsWith('.js'));

/** A page that runs scripts. */
function openPage() {
  const settings = { enableJavaScriptEvaluation: true, suppressInsecureJavaScriptEnvironmentWarning: true };
  const window = new Window({ url: 'https://example.com/', settings });
  // In a real page they are there; here they are those of Node, which keep the process awake.
  Object.assign(window, { BroadcastChannel: undefined });
  return { run: (code: string): unknown => window.eval(code), close: () => window.happyDOM.close() };
}

describe('what is in it', () => {
  test('depends on nothing, and runs nothing on being installed', async () => {
    for (const field of ['dependencies', 'optionalDependencies', 'bundledDependencies', 'bin']) {
      expect(manifest[field], field).toBeUndefined();
    }
    // What an adapter adapts to, for those who have it.
    for (const name of Object.keys((manifest.peerDependencies ?? {}) as object)) {
      expect(manifest.peerDependenciesMeta, name).toMatchObject({ [name]: { optional: true } });
    }
    const hooks = Object.keys((manifest.scripts ?? {}) as object).filter((name) => /install|prepare/.test(name));
    expect(hooks).toEqual([]);
    const visible = (await readdir(join(project, 'node_modules'))).filter((name) => !name.startsWith('.'));
    expect(visible).toEqual(['stillhere']);
  });

  test('the built files with their maps and types, the sources, the licence, and nothing else', () => {
    const expected =
      /^(package\.json|README\.md|LICENSE|dist\/([\w.-]+\.(js|js\.map|d\.ts)|(sri|custom-elements)\.json)|dialog\/package\.json|src\/[\w./-]+\.ts)$/;
    expect(files.filter((path) => !expected.test(path))).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'dist/index.js', 'dist/index.d.ts', 'dist/stillhere.min.js']),
    );
  });

  test('every module that is built can be imported, and every file that is named is there', () => {
    const modules = scripts().filter((path) => !path.endsWith('.min.js'));
    expect(entries().map(([, file]) => file.replace('./', ''))).toEqual(expect.arrayContaining(modules));
    const { exports, main, types, unpkg, jsdelivr } = manifest;
    const named = JSON.stringify([Object.values(exports), main, types, unpkg, jsdelivr]);
    for (const [, path] of named.matchAll(/"\.\/([^"]+)"/g)) expect(files).toContain(path);
  });

  test('P10: no script makes code of text, nor markup, nor a style', async () => {
    for (const path of scripts()) {
      const code = (await read(path)).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      expect(code).not.toMatch(/\beval\s*\(|\bFunction\s*\(|\bimport\s*\(|createObjectURL|javascript:/);
      expect(code).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|createElement\(["']style/);
      expect(code).not.toMatch(/set(Timeout|Interval)\(\s*["'`]/);
    }
  });

  test('the maps lead to the sources, which are in them', async () => {
    for (const path of scripts()) {
      expect(await read(path)).toMatch(/\/\/# sourceMappingURL=[\w.-]+\.js\.map\s*$/);
      const map = JSON.parse(await read(`${path}.map`)) as { sources: string[]; sourcesContent?: (string | null)[] };
      expect(map.sources.length).toBeGreaterThan(0);
      for (const [i, source] of map.sources.entries()) {
        expect(source).toMatch(/^\.\.\/src\/.*\.ts$/);
        expect(map.sourcesContent?.[i]).toBeTruthy();
      }
    }
  });

  test('publint finds nothing to say', async () => {
    const { messages, pkg } = await publint({ pkgDir: installed, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  test('what ignores `exports` finds the dialog as well: Parcel, TypeScript’s node10', async () => {
    const { main, module, types, sideEffects } = JSON.parse(await read('dialog/package.json')) as Manifest;
    expect(sideEffects).toBe(true);
    const { default: file, types: typed } = manifest.exports['./dialog'] as Record<string, string>;
    expect([main, module, types]).toEqual([file, file, typed].map((path) => path?.replace('./', '../')));
  });

  test('the types are right for everyone who can import it', async () => {
    await run(bin('attw'), [tarball, '--profile', 'esm-only', '--no-emoji', '--format', 'ascii'], { cwd: home });
  });
});

describe('for a project with TypeScript', () => {
  const source = `
    import { IdleTimer, type ExpireEvent, type IdleTimerOptions } from 'stillhere';
    const options: IdleTimerOptions = { timeout: 60_000, onExpire: ({ reason, leader }) => console.log(reason, leader) };
    export const timer: IdleTimer = new IdleTimer(options);
    timer.addEventListener('expire', (event: ExpireEvent) => event.waitUntil(Promise.resolve()));
    // @ts-expect-error
    timer.addEventListener('expired', () => {});
  `;

  test.for([
    ['nodenext', 'nodenext', 'ES2022,DOM'],
    ['esnext', 'bundler', 'ESNext,DOM'],
  ] as const)('its types stand by themselves: %s, %s, %s', async ([module, moduleResolution, lib]) => {
    await writeFile(join(project, 'types.ts'), source);
    const flags = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--skipDefaultLibCheck'];
    await run(
      process.execPath,
      [
        bin('tsc'),
        ...flags,
        ...['--target', 'ES2022', '--module', module, '--moduleResolution', moduleResolution, '--lib', lib],
        'types.ts',
      ],
      { cwd: project },
    );
  });
});

describe('P9: on a server', () => {
  test('every entry is imported by Node without touching anything', async () => {
    for (const name of Object.keys((manifest.peerDependencies ?? {}) as object)) {
      await symlink(join(root, 'node_modules', name), join(project, 'node_modules', name));
    }
    for (const [name] of entries()) {
      const code = `
        const before = Object.keys(globalThis).join();
        const own = await import('${name}');
        const after = Object.keys(globalThis).filter((key) => key !== 'stillhere').join();
        if (before !== after) throw new Error('globals have changed: ' + after);
        const { IdleTimer } = own.IdleTimer ? own : (globalThis.stillhere ?? {});
        if (IdleTimer) {
          const timer = new IdleTimer({ keepAlive: '/ping' });
          timer.start();
          console.log(timer.state);
        }
      `;
      // It ends by itself: nothing is left running.
      const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', code], {
        cwd: project,
        timeout: 10_000,
      });
      expect([stdout.trim(), stderr], name).toEqual([/dialog|react|save-forms/.test(name) ? '' : 'stopped', '']);
    }
  });
});

describe('in a page', () => {
  const session = (IdleTimer: string) => `
    (() => {
      const log = [];
      const timer = new ${IdleTimer}({
        timeout: 60_000,
        crossTab: false,
        untrusted: true,
        onChange: ({ state }) => log.push(state),
        onExpire: ({ reason, leader }) => log.push(reason, leader),
      });
      timer.start();
      document.body.dispatchEvent(new Event('keydown'));
      timer.expire();
      timer.stop();
      return JSON.stringify(log);
    })()
  `;
  const told = JSON.stringify(['active', 'expired', 'ended', true, 'stopped']);

  test('a script tag defines the global `stillhere`, and no other', async () => {
    const page = openPage();
    page.run('globalThis.before = Object.keys(globalThis).concat("before")');
    page.run(await read('dist/stillhere.min.js'));
    expect(page.run('JSON.stringify(Object.keys(globalThis).filter((key) => !before.includes(key)))')).toBe(
      JSON.stringify(['stillhere']),
    );
    expect(page.run(session('stillhere.IdleTimer'))).toBe(told);
    await page.close();
  });

  const bundled = `import { IdleTimer } from 'stillhere'; globalThis.Timer = IdleTimer;`;
  const nothing = `import { IdleTimer } from 'stillhere'; export const unused = () => 1;`;

  const byVite = async (source: string) => {
    const entry = join(project, 'entry.js');
    await writeFile(entry, source);
    const result = await build({
      root: project,
      configFile: false,
      logLevel: 'silent',
      build: { write: false, lib: { entry, formats: ['iife'], name: 'app' } },
    });
    const [{ output }] = result as unknown as [{ output: [{ code: string }] }];
    return output[0].code;
  };

  const byRollup = async (source: string) => {
    const entry = join(project, 'entry.js');
    await writeFile(entry, source);
    const index = join(installed, 'dist/index.js');
    const bundle = await rollup({
      input: entry,
      plugins: [
        {
          name: 'installed',
          resolveId: (id: string) => (id === 'stillhere' ? { id: index, moduleSideEffects: false } : null),
        },
      ],
    });
    const { output } = await bundle.generate({ format: 'iife', name: 'app' });
    await bundle.close();
    return output[0].code;
  };

  test.for([
    ['Vite', byVite],
    ['Rollup', byRollup],
  ] as const)('%s bundles it, and what it bundled works', async ([, bundle]) => {
    const page = openPage();
    page.run(await bundle(bundled));
    expect(page.run(session('Timer'))).toBe(told);
    await page.close();
  });

  test.for([
    ['Vite', byVite],
    ['Rollup', byRollup],
  ] as const)('%s leaves it out where nobody uses it', async ([, bundle]) => {
    expect((await bundle(nothing)).length).toBeLessThan(300);
  });
});
