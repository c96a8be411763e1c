import { mkdir, writeFile } from 'node:fs/promises';
import type { EngineName } from '../engines/index.js';
import { orcaVersion } from './known.js';
import type { Utterance } from './speech.js';
import type { TypingStory } from './typing.js';
import type { WarningStory } from './warning.js';

export const RESULTS = new URL('../../build/screen-reader/', import.meta.url);

const heardOf = (utterances: readonly Utterance[]) => utterances.map(({ heard }) => heard).filter(Boolean);

/** Writes down what was heard: `run.mjs` puts it into the docs. */
export async function keep(
  browser: EngineName,
  version: string,
  { heard }: WarningStory,
  typed: ReadonlyMap<string, TypingStory>,
): Promise<void> {
  const result = {
    reader: `Orca ${orcaVersion}`,
    browser,
    version,
    date: new Date().toISOString().slice(0, 10),
    heard: Object.fromEntries(Object.entries(heard).map(([moment, utterances]) => [moment, heardOf(utterances)])),
    typed: Object.fromEntries([...typed].map(([text, { state }]) => [text, state])),
  };
  await mkdir(RESULTS, { recursive: true });
  await writeFile(new URL(`${browser}.json`, RESULTS), JSON.stringify(result, null, 2));
}
