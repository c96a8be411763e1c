import { readFileSync } from 'node:fs';

/** What has reached the voice. */
export interface Utterance {
  readonly text: string;
  /** As far as it was heard: the next utterance, or a key, may have cut it off. */
  readonly heard: string;
  readonly from: number;
  /** Undefined: it is still being said. */
  readonly to: number | undefined;
}

type Entry = { at: number; text: string } & ({ type: 'begin' } | { type: 'end'; heard: string });

/** Reads what the voice has written down. */
export function readSpeech(path: string): Utterance[] {
  const utterances: Utterance[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n').slice(0, -1)) {
    const entry = JSON.parse(line) as Entry;
    if (entry.type === 'begin') utterances.push({ text: entry.text, heard: '', from: entry.at, to: undefined });
    else utterances.push({ ...utterances.pop()!, heard: entry.heard, to: entry.at });
  }
  return utterances;
}

/** What was heard, as one text. */
export const saidBy = (utterances: readonly Utterance[]): string => utterances.map(({ heard }) => heard).join(' ');
