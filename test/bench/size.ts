import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { minify } from 'terser';
import { print, type Row, save, type Table } from './figures.js';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const own = JSON.stringify(at('../../dist/index.js'));
const dialog = JSON.stringify(at('../../dist/dialog.js'));

/** What a page has anyway where it uses the peer at all. */
const FRAMEWORKS = ['react', 'react/jsx-runtime', 'vue', '@angular/core', '@angular/common', 'rxjs', 'rxjs/operators'];

const NONE = 'one page, no warning, no server';
/** A page that loads exactly this, and what of a session time-out it has then. */
const MODULES: readonly (readonly [name: string, has: string, code: string])[] = [
  ['stillhere: IdleTimer', 'tabs, warning, keep-alive, logout', `export { IdleTimer } from ${own}`],
  [
    'stillhere: IdleTimer and dialog',
    'the same, and a dialog in 13 languages',
    `export { IdleTimer } from ${own}; import ${dialog}`,
  ],
  ['react-idle-timer', 'tabs, warning', `export { useIdleTimer } from 'react-idle-timer'`],
  ['@vueuse/core useIdle', NONE, `export { useIdle } from '@vueuse/core'`],
  [
    '@ng-idle/core',
    'tabs (storage), warning',
    `export { DEFAULT_INTERRUPTSOURCES, Idle, provideNgIdle } from '@ng-idle/core'`,
  ],
  ['ifvisible.js', NONE, `export { ifvisible } from 'ifvisible.js'`],
  ['idlejs', NONE, `export { Idle } from 'idlejs'`],
  [
    'inactivity-countdown-timer',
    'tabs (storage), countdown',
    `export { InactivityCountdownTimer } from 'inactivity-countdown-timer'`,
  ],
];

const measure = (code: string): Row => ({
  minified: Buffer.byteLength(code),
  gzip: gzipSync(code, { level: 9 }).length,
  brotli: brotliCompressSync(code).length,
});

/** Without the dialog's other languages. */
function inEnglish(minified: string): string {
  const english = minified.replace(/(\{en:\[[^\]]*\]),[^}]*\}/, '$1}');
  if (english === minified) throw new Error('the texts of the dialog are elsewhere now');
  return english;
}

export async function size(): Promise<void> {
  const table: Table = {};
  for (const [name, has, contents] of MODULES) {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: at('.') },
      bundle: true,
      write: false,
      format: 'esm',
      target: 'es2022',
      external: FRAMEWORKS,
      define: { 'process.env.NODE_ENV': '"production"', ngDevMode: 'false' },
      logLevel: 'error',
    });
    const { code = '' } = await minify(outputFiles[0].text, { ecma: 2022, module: true, compress: { passes: 3 } });
    table[name] = { ...measure(code), has };
  }
  const tag = await readFile(at('../../dist/stillhere.min.js'), 'utf8');
  table['stillhere: script tag'] = { ...measure(tag), has: 'the same with dialog, as it comes from the CDN' };
  table['stillhere: script tag in English'] = { ...measure(inEnglish(tag)), has: 'the same, were it of one language' };
  print('bytes that a page loads, beyond React, Vue, Angular or RxJS', table);
  await save('size', 'bundles', { bytes: table });
}
