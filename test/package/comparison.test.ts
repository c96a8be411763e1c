import { expect, test } from 'vitest';
import { readComparison } from '../bench/comparison.js';

test('the comparison of the README has the figures that were measured, and no others', async () => {
  const { readme, wanted } = await readComparison();
  expect(readme).toBe(wanted);
  expect(readme).toContain('| stillhere | has ended | has ended | has ended |');
});
