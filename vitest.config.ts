import { defineConfig } from 'vitest/config';

/** On machines of two cores; and real browsers mostly wait. */
const maxWorkers = 2;

const real = (name: string) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    sequence: { groupOrder: 2 },
    pool: 'forks' as const,
    maxWorkers,
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
          maxWorkers,
          // What is measured in them has the test's clock; a property looks at thousands of cases.
          testTimeout: 60_000,
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
          maxWorkers,
          include: ['test/package/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      ...['browser', 'readme', 'servers', 'frameworks', 'migration'].map(real),
    ],
  },
});
