import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** In the usual order, that of the projects' names, they would begin when the other workers are about to be done. */
const LONGEST = ['property/tabs.test.ts', 'servers/sessions.test.ts', 'servers/recipes.test.ts'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => LONGEST.some((path) => moduleId.endsWith(path));
    const usual = await super.sort(files);
    return [...usual.filter(isLong), ...usual.filter((file) => !isLong(file))];
  }
}

const common = { testTimeout: 60_000, hookTimeout: 60_000 };

/** On machines of two cores. What is measured in them has the test's clock; but a property looks at thousands of cases. */
const computing = { ...common, maxWorkers: 2, sequence: { groupOrder: 0 } };

const real = (name: string) => ({
  test: {
    ...common,
    name,
    include: [`test/${name}/**/*.test.ts`],
    sequence: { groupOrder: 1 },
    pool: 'forks' as const,
    // Even on two cores: real browsers mostly wait.
    maxWorkers: 3,
    // Each has browsers of its own, and a limit on its time.
    maxConcurrency: process.env.CI ? 4 : 8,
  },
});

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
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
          ...computing,
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/property/**/*.test.ts'],
          environment: 'happy-dom',
          setupFiles: ['test/setup.ts'],
          typecheck: { enabled: true, include: ['test/types/**/*.test-d.ts'] },
        },
      },
      {
        test: { ...computing, name: 'package', include: ['test/package/**/*.test.ts'] },
      },
      ...['browser', 'readme', 'servers', 'frameworks', 'migration'].map(real),
      {
        // The quick ones of `npm run stacks`; they install what they need.
        test: { ...real('stacks').test, include: ['test/stacks/{preact,react}.test.ts'], hookTimeout: 300_000 },
      },
    ],
  },
});
