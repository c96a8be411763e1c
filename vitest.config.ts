import { defineConfig } from 'vitest/config';

/** Real browsers mostly wait: two files at a time, on machines of two cores. */
const real = (name: string) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    sequence: { groupOrder: 2 },
    pool: 'forks' as const,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

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
          sequence: { groupOrder: 0 },
          include: ['test/unit/**/*.test.ts', 'test/property/**/*.test.ts'],
          environment: 'happy-dom',
          setupFiles: ['test/setup.ts'],
          typecheck: { enabled: true, include: ['test/types/**/*.test-d.ts'] },
        },
      },
      {
        test: {
          name: 'package',
          sequence: { groupOrder: 1 },
          include: ['test/package/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      ...['browser', 'readme', 'servers', 'frameworks', 'migration'].map(real),
    ],
  },
});
