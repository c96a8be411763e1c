import { readFile, writeFile } from 'node:fs/promises';

/** Puts a table of results into a page of the docs, between its two marks. */
export async function writeTable(page, table) {
  const text = await readFile(page, 'utf8');
  await writeFile(
    page,
    text.replace(/(<!-- results -->\n)[\s\S]*?(<!-- end -->)/, (_, from, to) => `${from}${table}\n${to}`),
  );
}
