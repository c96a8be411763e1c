import { readFile } from 'node:fs/promises';

export interface Snippet {
  readonly language: string;
  readonly heading: string;
  readonly code: string;
}

/** The fenced blocks of a Markdown file, each with the heading it stands under. */
export async function readSnippets(file: string): Promise<Snippet[]> {
  const text = await readFile(file, 'utf8');
  let heading = '';
  return [...text.matchAll(/^#+ ([^\n]+)$|^```(\w*)\n(.*?)^```$/gms)].flatMap(([, title, language, code]) => {
    if (title !== undefined) heading = title;
    return code === undefined ? [] : [{ language: language ?? '', heading, code }];
  });
}
