import { defineConfig } from 'vitest/config';

/** What is quick enough to be run for each mutant. */
export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.ts', 'test/property/{record,options,regressions}.test.ts'],
    environment: 'happy-dom',
    setupFiles: ['test/setup.ts'],
  },
});
