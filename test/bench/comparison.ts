import { readFile, writeFile } from 'node:fs/promises';
import { type Cell, FILE, type Row, type Table } from './figures.js';

/** As much of results.json as the table is made of. */
interface Results {
  readonly events: { readonly chrome: Measured<'cost of a mouse move'> };
  readonly lateness: { readonly chrome: Measured<'lateness'> };
  readonly size: { readonly bundles: Measured<'bytes'> };
}
interface Measured<T extends string> {
  readonly on: string;
  readonly at: string;
  readonly tables: Readonly<Record<T, Table>>;
}

/** What each is called among the sizes and the costs; scripted moves count only where they are asked for. */
const PEERS: readonly (readonly [name: string, size?: string, cost?: string])[] = [
  ['stillhere', 'stillhere: IdleTimer', 'stillhere (untrusted: true)'],
  ['react-idle-timer'],
  ['@vueuse/core useIdle'],
  ['@ng-idle/core'],
  ['ifvisible.js'],
  ['idlejs'],
  ['inactivity-countdown-timer'],
  ['setTimeout snippet'],
];

const README = new URL('../../README.md', import.meta.url);
const [BEGIN, END] = ['<!-- compared: npm run bench -- readme -->\n', '\n<!-- /compared -->'];

function figure(cell: Cell | undefined, divisor: number): string {
  if (typeof cell !== 'number') return '–';
  const value = cell / divisor;
  return value.toLocaleString('en', { maximumFractionDigits: value < 0.1 ? 2 : 1 });
}

const ended = (cell: Cell | undefined): string => {
  if (cell === 'right') return 'has ended';
  return String(cell).includes('REVIVED') ? '**goes on**' : `**${String(cell).toLowerCase()}**`;
};

/** The comparison of the README, from the figures that were measured last. */
function comparison({ events, lateness, size }: Results): string {
  const costs = events.chrome.tables['cost of a mouse move'];
  const lines = PEERS.map(([name, sized = name, cost = name]) => {
    const bytes: Row = size.bundles.tables.bytes[sized] ?? {};
    const ends: Row = lateness.chrome.tables.lateness[name] ?? {};
    const cells = [
      name,
      ended(ends['timers stopped, touched']),
      ended(ends['frozen, touched']),
      ended(ends['bfcache, touched']),
      figure(costs[cost]?.['mousemove, 100'], 1_000),
      figure(bytes.brotli, 1_000),
      String(bytes.has ?? 'one page, no warning, no server'),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| | after a sleep | after a freeze | from the back/forward cache | µs an event, 100 timers | kB brotli | and it has |',
    '|---|---|---|---|---|---|---|',
    ...lines,
    '',
    `${lateness.chrome.on.split(',')[0]}, ${lateness.chrome.at}.`,
  ].join('\n');
}

/** The README with the table, and what the table is to be. */
export async function readComparison(): Promise<{ readme: string; wanted: string }> {
  const readme = await readFile(README, 'utf8');
  const [before = '', rest = ''] = readme.split(BEGIN);
  const [, after = ''] = rest.split(END);
  const table = comparison(JSON.parse(await readFile(FILE, 'utf8')) as Results);
  return { readme, wanted: before + BEGIN + table + END + after };
}

export async function writeComparison(): Promise<void> {
  const { wanted } = await readComparison();
  await writeFile(README, wanted);
}
