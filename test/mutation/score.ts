import { readFile } from 'node:fs/promises';
import { print, type Row, round, save, type Table } from '../bench/figures.js';

/** As much of Stryker's report as is counted. */
interface Report {
  readonly files: Record<string, { readonly mutants: readonly { readonly status: string }[] }>;
}

const REPORT = new URL('../../build/mutation.json', import.meta.url);

function row(statuses: readonly string[]): Row {
  const count = (...wanted: string[]) => statuses.filter((status) => wanted.includes(status)).length;
  const detected = count('Killed', 'Timeout');
  const survived = count('Survived', 'NoCoverage');
  return { detected, survived, 'score, %': round((detected / (detected + survived)) * 100, 1) };
}

const { files } = JSON.parse(await readFile(REPORT, 'utf8')) as Report;
const each = Object.entries(files).map(([file, { mutants }]) => [file, mutants.map(({ status }) => status)] as const);
const table: Table = { 'all of them': row(each.flatMap(([, statuses]) => statuses)) };
for (const [file, statuses] of each) table[file] = row(statuses);
print('mutants that the unit tests notice', table);
await save('mutation', 'unit tests', { 'by file': table });
