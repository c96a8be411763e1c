import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { install, quietly } from './apt.mjs';
import { runVitest } from './run-vitest.mjs';
import { writeTable } from './write-table.mjs';

/*
 * Has a real screen reader, Orca, read the dialog in Chromium and Firefox, and writes what was heard into
 * docs/screen-reader.md: `npm run screen-reader`. For Debian and Ubuntu. With --table nothing is run, and the table is written
 * from the last run's results.
 */

const PACKAGES = [
  ...['orca', 'python3-speechd', 'python3-pyatspi', 'gir1.2-wnck-3.0', 'gir1.2-gtk-3.0', 'speech-dispatcher'],
  ...['at-spi2-core', 'dbus', 'dbus-x11', 'gsettings-desktop-schemas', 'dconf-gsettings-backend'],
  ...['xvfb', 'openbox', 'xdotool'],
];
const BROWSERS = ['chromium', 'firefox'];
/** What is heard, by the moments of the story. */
const MOMENTS = {
  opening: 'the warning opens, 1 minute before the end',
  halfMinute: '30 seconds left',
  tenSeconds: '10 seconds left',
  end: 'the end',
  signIn: 'Tab, after the end',
  openingAgain: 'the next warning opens',
  stay: 'Tab, in the warning',
  signOut: 'Tab again',
  enter: 'Enter on “Stay signed in”',
  escape: 'Esc, in the warning after that',
};

const root = fileURLToPath(new URL('..', import.meta.url));
const PAGE = join(root, 'docs/screen-reader.md');

if (!process.argv.includes('--table')) {
  install(PACKAGES.filter((name) => !quietly('dpkg-query', ['-W', name])));
  if (!runVitest(['--config', 'test/screen-reader/vitest.config.ts'])) process.exitCode = 1;
}

const results = await Promise.all(
  BROWSERS.map(async (name) => JSON.parse(await readFile(join(root, `build/screen-reader/${name}.json`), 'utf8'))),
);
const row = (name, cells) => `| ${name} | ${cells.join(' | ')} |`;
const quoted = (heard) => heard.map((text) => `“${text.trim().replaceAll('|', '\\|')}”`).join(' ') || '(nothing)';
const title = ({ reader, browser, version, date }) =>
  `${reader}, ${browser[0].toUpperCase()}${browser.slice(1)} ${version}, ${date}`;
const table = [
  row('moment', results.map(title)),
  row('---', ['---', '---']),
  ...Object.entries(MOMENTS).map(([moment, name]) =>
    row(
      name,
      results.map(({ heard }) => quoted(heard[moment])),
    ),
  ),
  ...Object.keys(results[0].typed).map((text) =>
    row(
      `\`${text}\` typed as the warning opens, then Enter`,
      results.map(({ typed }) => (typed[text] === 'warning' ? 'answers nothing' : `**${typed[text]}**`)),
    ),
  ),
].join('\n');
await writeTable(PAGE, table);
