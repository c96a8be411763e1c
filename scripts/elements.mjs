import { readFile, writeFile } from 'node:fs/promises';

/*
 * What is published about the element `<stillhere-dialog>`, beside its code: its types for templates, and the custom-elements
 * manifest, which editors and documentation tools read. All that the manifest says stands in the comments of the types.
 */

const declared = await readFile('dist/dialog.d.ts', 'utf8');
const types = await readFile('src/types/elements.d.ts', 'utf8');

const plain = (comment) =>
  comment
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n')
    .trim();
const commentOf = (code, pattern) => {
  const found = new RegExp(`/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*${pattern}`).exec(code);
  if (!found) throw new Error(`no comment before ${pattern}`);
  return plain(found[1]);
};
const attributeOf = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const about = commentOf(declared, 'declare class StillhereDialog').split('\n@')[0].replace(/\s+/g, ' ').trim();

/** The names that the comment lists behind a word and a colon, with what stands in brackets after each. */
const listed = (word) => {
  const [, list] = new RegExp(`${word}: (.*?)\\.(?: [A-Z]|$)`).exec(about) ?? [];
  if (!list) throw new Error(`the comment of the class has no list of ${word}`);
  return [...list.matchAll(/`([\w-]+)`(?: \(([^)]*)\))?/g)].map(([, name, description]) => ({ name, description }));
};

const [, textsBlock] = /interface DialogTexts \{([\s\S]*?)\n\}/.exec(declared) ?? [];
const texts = [...textsBlock.matchAll(/readonly (\w+): string/g)].map(([, name]) => ({
  name: attributeOf(name),
  description: commentOf(textsBlock, `readonly ${name}: string`).replace(/\s+/g, ' '),
}));
const own = listed('Attributes').filter(({ name }) => !texts.some((text) => text.name === name));
const FLAGS = new Set(['cover', 'hide-sign-out', 'sign-in-popup', 'unsaved']);

const manifest = {
  schemaVersion: '2.1.0',
  readme: 'README.md',
  modules: [
    {
      kind: 'javascript-module',
      path: 'dist/dialog.js',
      declarations: [
        {
          kind: 'class',
          customElement: true,
          name: 'StillhereDialog',
          tagName: 'stillhere-dialog',
          superclass: { name: 'HTMLElement' },
          description: about.split(' Attributes:')[0],
          attributes: [...own, ...texts].map(({ name, description }) => ({
            name,
            description,
            type: { text: FLAGS.has(name) ? 'boolean' : 'string' },
          })),
          members: [
            {
              kind: 'field',
              name: 'timer',
              description: commentOf(declared, 'get timer\\(').replace(/\s+/g, ' '),
              type: { text: 'IdleTimer | undefined' },
            },
          ],
          events: listed('Events').map((event) => ({ ...event, type: { text: 'Event' } })),
          slots: texts,
          cssParts: listed('Parts'),
          cssProperties: listed('Custom properties'),
        },
      ],
      exports: [
        {
          kind: 'js',
          name: 'StillhereDialog',
          declaration: { name: 'StillhereDialog', module: 'dist/dialog.js' },
        },
        {
          kind: 'custom-element-definition',
          name: 'stillhere-dialog',
          declaration: { name: 'StillhereDialog', module: 'dist/dialog.js' },
        },
      ],
    },
  ],
};
await writeFile('dist/custom-elements.json', `${JSON.stringify(manifest, null, 2)}\n`);

const published = types.replace('../dialog/index.js', './dialog.js').replace('../index.js', './index.js');
await writeFile('dist/elements.d.ts', published);
