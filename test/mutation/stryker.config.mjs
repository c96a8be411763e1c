import { fileURLToPath } from 'node:url';

const installed = (name) => fileURLToPath(new URL(`node_modules/${name}`, import.meta.url));

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'vitest',
  plugins: [installed('@stryker-mutator/vitest-runner/dist/src/index.js')],
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
  coverageAnalysis: 'perTest',
  mutate: [
    'src/**/*.ts',
    // What only a real browser can tell right from wrong: test/browser looks at it.
    '!src/browser/frames.ts',
    '!src/dialog/style.ts',
    '!src/dialog/texts.ts',
    '!src/index.ts',
  ],
  // Constants of a module are set before a mutant can be switched on: each would need a process of its own.
  ignoreStatic: true,
  // The compiler of TypeScript 7 has no interface that Stryker could read a tsconfig.json with.
  tsconfigFile: 'none',
  ignorePatterns: ['/docs', '/dist', '/coverage', '/api', '/test/bench', '/test/mutation/node_modules'],
  tempDirName: 'build/stryker',
  reporters: ['progress', 'clear-text', 'json'],
  jsonReporter: { fileName: 'build/mutation.json' },
  clearTextReporter: { logTests: false, allowColor: false },
  concurrency: 2,
  timeoutMS: 10_000,
  thresholds: { high: 95, low: 90, break: 90 },
};
