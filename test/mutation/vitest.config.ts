import { statSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The first test that fails is the last that is run: the small files, of one source each, mostly know. */
class SmallestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const size = ({ moduleId }: TestSpecification) => statSync(moduleId).size;
    return files.sort((a, b) => size(a) - size(b));
  }
}

/** What is quick enough to be run for each mutant. */
export default defineConfig({
  test: {
    sequence: { sequencer: SmallestFirst },
    include: ['test/unit/**/*.test.ts', 'test/property/{record,options,regressions}.test.ts'],
    environment: 'happy-dom',
    setupFiles: ['test/setup.ts'],
  },
});
