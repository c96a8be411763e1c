import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * In the usual order, that of the projects' names, they would begin when the other workers are about to be done. Those of
 * the servers need the processors, those between them mostly wait.
 */
const LONGEST = [
  'property/tabs.test.ts',
  'servers/recipes.test.ts',
  'browser/faults.test.ts',
  'browser/tabs.test.ts',
  'servers/sessions.test.ts',
];
const rank = ({ moduleId }: TestSpecification) => {
  const index = LONGEST.findIndex((path) => moduleId.endsWith(path));
  return index < 0 ? LONGEST.length : index;
};

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
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
      // Of the tests without a browser. The dialog and the script tag are proved in browsers, which no coverage is read from.
      include: ['src/*.ts', 'src/{browser,core,server,tabs}/**/*.ts'],
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
        // The quickest of `npm run stacks`; it installs what it needs.
        test: { ...real('stacks').test, include: ['test/stacks/react.test.ts'], hookTimeout: 300_000 },
      },
    ],
  },
});
