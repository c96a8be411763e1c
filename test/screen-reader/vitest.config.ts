import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Two stories at a time: each has a desktop of its own, and mostly waits. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/screen-reader/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
