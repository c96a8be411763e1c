import { readFile } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { StillhereDialog } from '../../../src/dialog/index.js';
import { IdleTimer } from '../../../src/index.js';
import type { StillhereDialogAttributes } from '../../../src/types/elements.js';

/* What tools and templates are told of the element is what it has. */

interface Named {
  readonly name: string;
  readonly description?: string;
}

const read = (path: string) => readFile(path, 'utf8');
const manifest = JSON.parse(await read('dist/custom-elements.json'));
const [module] = manifest.modules;
const [declaration] = module.declarations;
const names = (list: readonly Named[]) => list.map(({ name }) => name).sort();

test('the custom-elements manifest names the element, and the file that defines it', () => {
  expect(declaration).toMatchObject({ customElement: true, tagName: 'stillhere-dialog', name: StillhereDialog.name });
  expect(module.exports).toContainEqual({
    kind: 'custom-element-definition',
    name: 'stillhere-dialog',
    declaration: { name: 'StillhereDialog', module: module.path },
  });
});

test('the manifest has every attribute that the element observes', () => {
  expect(names(declaration.attributes)).toEqual(expect.arrayContaining([...StillhereDialog.observedAttributes].sort()));
});

test('the manifest has the parts and slots that are rendered, and no others', () => {
  const timer = new IdleTimer({ crossTab: false });
  const dialog = document.createElement('stillhere-dialog');
  dialog.timer = timer;
  document.body.append(dialog);
  onTestFinished(() => {
    timer.stop();
    dialog.remove();
  });
  timer.start();
  timer.expire();
  const parts = [...dialog.shadowRoot!.querySelectorAll('[part]')].map((element) => element.getAttribute('part'));
  expect(names(declaration.cssParts)).toEqual(parts.sort());
  const slots = [...dialog.shadowRoot!.querySelectorAll('slot')].map(({ name }) => name);
  expect(names(declaration.slots)).toEqual(expect.arrayContaining(slots));
});

test('the manifest has the custom properties that the style reads', async () => {
  const style = await read('src/dialog/style.ts');
  expect(names(declaration.cssProperties)).toEqual([...new Set(style.match(/--stillhere-[\w-]+/g))].sort());
});

test('templates may set exactly the attributes that the manifest has', () => {
  // The compiler refuses a list that lacks one, or has one too many.
  const attributes: Record<Exclude<keyof StillhereDialogAttributes, undefined>, true> = {
    name: true,
    'expired-url': true,
    'sign-out-url': true,
    'sign-in-popup': true,
    after: true,
    'signed-out-url': true,
    unsaved: true,
    'unsaved-text': true,
    'hide-sign-out': true,
    cover: true,
    texts: true,
    heading: true,
    text: true,
    stay: true,
    end: true,
    limit: true,
    'limit-text': true,
    'go-on': true,
    over: true,
    'over-text': true,
    'sign-in': true,
    'activity-text': true,
    failed: true,
    'failed-text': true,
    unheard: true,
    'unheard-text': true,
  };
  const given = names(declaration.attributes).filter((name) => name !== 'lang');
  expect(Object.keys(attributes).sort()).toEqual(given);
});
