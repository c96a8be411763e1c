import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import terser from '@rollup/plugin-terser';
import { dts } from 'rollup-plugin-dts';

const sourcemap = true;
/** Leads the source maps back to the TypeScript. */
const sources = {
  name: 'sources',
  load: async (id) => ({ code: await readFile(id, 'utf8'), map: await readFile(`${id}.map`, 'utf8') }),
};
const minify = terser({ ecma: 2022, compress: { passes: 3 } });

const index = fileURLToPath(new URL('build/index.js', import.meta.url));
const module = (name, input = name) => ({
  input: `build/${input}.js`,
  // An adapter has the class from its own file: an application that imports both has one.
  external: name === 'index' ? [] : [/^react$/, /\bbuild\/index\.js$/, '../index.js'],
  plugins: [sources],
  output: { file: `dist/${name}.js`, format: 'es', sourcemap, paths: { [index]: './index.js' } },
});
const types = (name, input = name, banner = '') => ({
  input: `build/${input}.d.ts`,
  output: {
    file: `dist/${name}.d.ts`,
    banner,
    paths: { [index]: './index.js' },
  },
  external: /\bbuild\/index\.js$|^\.\.\/index\.js$|^react$/,
  plugins: [dts()],
});

export default [
  module('index'),
  module('dialog', 'dialog/index'),
  module('save-forms', 'features/save-forms'),
  module('react', 'react/index'),
  {
    input: 'build/script-tag/index.js',
    plugins: [sources],
    output: { file: 'dist/stillhere.min.js', format: 'iife', sourcemap, plugins: [minify] },
  },
  types('index'),
  types('save-forms', 'features/save-forms'),
  types('react', 'react/index'),
  // With it come the types for templates.
  types('dialog', 'dialog/index', "import './elements.js';"),
];
