import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import plugin from '@rollup/plugin-terser';
import { rollup } from 'rollup';
import { expect, test } from 'vitest';

const root = process.cwd();
/** Its types say that it is a module of CommonJS; it is not. */
const terser = plugin as unknown as typeof plugin.default;
const kilobytes = (code: string) => brotliCompressSync(code).length / 1_000;

/** What a site ships that imports it: minified, and compressed by brotli. */
async function imported(code: string): Promise<number> {
  const entry = {
    name: 'entry',
    resolveId: (id: string) =>
      id === 'entry' ? id : id.startsWith('stillhere') ? join(root, 'dist', FILES[id]!) : null,
    load: (id: string) => (id === 'entry' ? code : null),
  };
  const bundle = await rollup({ input: 'entry', plugins: [entry] });
  const { output } = await bundle.generate({ format: 'es', plugins: [terser()] });
  return kilobytes(output[0].code);
}
const FILES: Record<string, string> = { stillhere: 'index.js', 'stillhere/dialog': 'dialog.js' };

/** In kB. A byte more is a decision: raise the budget in the commit that needs it, and the README with it. */
const BUDGETS = [
  ['the class, with tabs and keep-alive', 12.2, () => imported(`export { IdleTimer } from 'stillhere'`)],
  ['the dialog, in thirteen languages', 11.8, () => imported(`import 'stillhere/dialog'`)],
  [
    'the script tag, with all of it',
    27.2,
    async () => kilobytes(await readFile(join(root, 'dist/stillhere.min.js'), 'utf8')),
  ],
] as const;

test.for(BUDGETS)('%s stays within its budget of %d kB, and the README says so', async ([what, budget, measure]) => {
  const size = await measure();
  expect(size).toBeLessThanOrEqual(budget);
  expect(size, 'a budget that is not used is no budget').toBeGreaterThan(budget - 0.4);
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  expect(readme).toContain(`| ${what} | ${budget} kB |`);
  if (what === BUDGETS[0][0]) expect(readme).toContain(`/brotli-${budget}_kB-`);
});
