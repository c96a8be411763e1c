import terser from '@rollup/plugin-terser';
import { dts } from 'rollup-plugin-dts';

const sourcemap = true;
const input = 'build/index.js';

export default [
  {
    input,
    output: [
      { file: 'dist/index.js', format: 'es', sourcemap },
      { file: 'dist/stillhere.min.js', format: 'iife', name: 'stillhere', sourcemap, plugins: [terser()] },
    ],
  },
  { input: 'build/index.d.ts', output: { file: 'dist/index.d.ts' }, plugins: [dts()] },
];
