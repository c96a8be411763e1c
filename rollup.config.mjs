import { readFile } from 'node:fs/promises';
import terser from '@rollup/plugin-terser';
import { dts } from 'rollup-plugin-dts';

const sourcemap = true;
/** Leads the source maps back to the TypeScript. */
const sources = {
  name: 'sources',
  load: async (id) => ({ code: await readFile(id, 'utf8'), map: await readFile(`${id}.map`, 'utf8') }),
};
const minify = terser({ ecma: 2022, compress: { passes: 3 } });

const module = (name) => ({
  input: `build/${name}.js`,
  plugins: [sources],
  output: { file: `dist/${name}.js`, format: 'es', sourcemap },
});
const types = (name) => ({
  input: `build/${name}.d.ts`,
  output: { file: `dist/${name}.d.ts` },
  external: './index.js',
  plugins: [dts()],
});

export default [
  module('index'),
  module('dialog'),
  {
    input: 'build/auto.js',
    plugins: [sources],
    output: { file: 'dist/stillhere.min.js', format: 'iife', sourcemap, plugins: [minify] },
  },
  types('index'),
  types('dialog'),
];
