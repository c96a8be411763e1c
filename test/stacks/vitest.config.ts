import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Every stack, two at a time: most build for a minute, but then a browser waits. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/stacks/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 600_000,
    pool: 'forks',
    maxWorkers: 2,
    // What takes too long for a build.
    env: { STACKS: 'all' },
  },
});
