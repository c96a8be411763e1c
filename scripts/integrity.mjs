import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import process from 'node:process';

const FILES = ['stillhere.min.js'];

/** What a script tag's `integrity` is for the files that are loaded from elsewhere; the README shows the first. */
const integrity = {};
for (const name of FILES) {
  const hash = createHash('sha384').update(await readFile(`dist/${name}`));
  integrity[name] = `sha384-${hash.digest('base64')}`;
}
await writeFile('dist/sri.json', `${JSON.stringify(integrity, null, 2)}\n`);

const readme = await readFile('README.md', 'utf8').catch(() => undefined);
const current = readme?.replace(/integrity="sha384-[^"]*"/g, `integrity="${integrity['stillhere.min.js']}"`);
if (current !== readme) {
  await writeFile('README.md', current);
  if (process.env.CI) console.warn('The integrity in README.md was not that of the built file.');
}
