import terser from '@rollup/plugin-terser';
import { dts } from 'rollup-plugin-dts';

const sourcemap = true;
const minify = terser({ ecma: 2022, compress: { passes: 3 } });

const module = (name) => ({ input: `build/${name}.js`, output: { file: `dist/${name}.js`, format: 'es', sourcemap } });
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
    output: { file: 'dist/stillhere.min.js', format: 'iife', sourcemap, plugins: [minify] },
  },
  types('index'),
  types('dialog'),
];
