import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { test } from 'vitest';

/** Two compilers and a third-party tool, on a machine that may be slow. */
const LIMIT = 300_000;

test(
  'the report of the API is what the built types give: what people rely on changes only where a commit shows it',
  async () => {
    await promisify(execFile)(process.execPath, ['scripts/api.mjs', '--check']);
  },
  LIMIT,
);

test(
  'the reference of the API is what the comments of the built types give',
  async () => {
    await promisify(execFile)(process.execPath, ['scripts/reference.mjs', '--check']);
  },
  LIMIT,
);
