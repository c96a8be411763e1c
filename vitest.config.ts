import { defineConfig } from 'vitest/config';

// Real browsers share two cores: one file at a time, so that what they are timed by is theirs.
const real = { pool: 'forks', fileParallelism: false, testTimeout: 60_000, hookTimeout: 60_000 } as const;

export default defineConfig({
  test: {
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/index.ts'],
      reporter: ['text', 'json-summary'],
      thresholds: { branches: 95 },
    },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/property/**/*.test.ts'],
          environment: 'happy-dom',
          setupFiles: ['test/setup.ts'],
          typecheck: { enabled: true, include: ['test/types/**/*.test-d.ts'] },
        },
      },
      { test: { name: 'package', include: ['test/package/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 } },
      { test: { name: 'browser', include: ['test/browser/**/*.test.ts'], ...real } },
      { test: { name: 'readme', include: ['test/readme/**/*.test.ts'], ...real } },
      { test: { name: 'servers', include: ['test/servers/**/*.test.ts'], ...real } },
      { test: { name: 'frameworks', include: ['test/frameworks/**/*.test.ts'], ...real } },
    ],
  },
});
