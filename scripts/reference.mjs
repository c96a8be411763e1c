import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import process from 'node:process';
import { installIn } from './install.mjs';

/*
 * Writes the reference of the API from the comments of the built types. With --check nothing is written: it fails where
 * the reference is not what they give.
 */

const FILES = { 'index.md': 'stillhere', 'dialog.md': 'stillhere/dialog', 'save-forms.md': 'stillhere/save-forms' };
const folder = 'docs/reference';
const out = 'build/reference';
const checkOnly = process.argv.includes('--check');
const quiet = { stdio: ['ignore', 'ignore', 'inherit'] };

installIn(folder);
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const typedoc = `${folder}/node_modules/typedoc/bin/typedoc`;
execFileSync(
  process.execPath,
  [typedoc, '--options', `${folder}/typedoc.json`, '--out', out, '--logLevel', 'Warn'],
  quiet,
);

for (const [file, module] of Object.entries(FILES)) {
  const made = (await readFile(`${out}/${file}`, 'utf8')).replace(/^# .*/, `# \`${module}\``);
  const path = `${folder}/${file}`;
  if (!checkOnly) await writeFile(path, made);
  else if (made !== (await readFile(path, 'utf8'))) {
    console.error(`${path} is not what the types give: run \`npm run api\`, and commit what it changes.`);
    process.exitCode = 1;
  }
}
