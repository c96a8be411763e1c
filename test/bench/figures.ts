import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';

export type Cell = number | string | null;
export type Row = Record<string, Cell>;
/** Rows by their names. */
export type Table = Record<string, Row>;

export const round = (value: number, digits = 0): number => {
  const factor = 10 ** digits;
  // Never -0, which JSON and people read differently.
  return Math.round(value * factor) / factor || 0;
};

const show = (cell: Cell | undefined): string =>
  cell === null || cell === undefined ? '–' : typeof cell === 'number' ? cell.toLocaleString('en') : cell;

export function print(title: string, table: Table): void {
  const columns = [...new Set(Object.values(table).flatMap((row) => Object.keys(row)))];
  const lines = [
    ['', ...columns],
    ...Object.entries(table).map(([name, row]) => [name, ...columns.map((c) => show(row[c]))]),
  ];
  const widths = lines[0]!.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  console.log(`\n${title}`);
  for (const line of lines)
    console.log(line.map((cell, i) => (i ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join('  '));
}

export const FILE = new URL('results.json', import.meta.url);

/** What makes a run shorter than the one whose figures are kept. */
const SHORTENED = ['PEERS', 'ROUNDS', 'SAMPLE', 'HIDDEN', 'WAKE', 'SECONDS', 'TABS', 'MINUTES'];

/** Keeps the figures of the parts that were not measured this time. */
export async function save(part: string, where: string, tables: Readonly<Record<string, Table>>): Promise<void> {
  const shortened = SHORTENED.filter((name) => process.env[name]);
  if (shortened.length)
    return console.log(`\nresults.json is left as it was: ${shortened.join(', ')} cut this run short.`);
  const all = JSON.parse(await readFile(FILE, 'utf8').catch(() => '{}')) as Record<string, Record<string, object>>;
  const [processor] = cpus();
  all[part] = {
    ...all[part],
    [where.split('/')[0]!.toLowerCase()]: {
      on: `${where}, Node ${process.version}, ${cpus().length} × ${processor?.model}`,
      at: new Date().toISOString().slice(0, 10),
      load: round(loadavg()[0]!, 1),
      tables,
    },
  };
  await writeFile(FILE, `${JSON.stringify(all, null, 2)}\n`);
}
