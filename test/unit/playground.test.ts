import { expect, test } from 'vitest';
import { IdleTimer } from '../../src/index.js';
import { parseAttributes } from '../../src/script-tag/attributes.js';

interface Playground {
  scriptTag(settings: object): string;
}
// The demo is plain JavaScript, as its page loads it.
const playground: string = '../../demo/playground.js';

test('the tag that the demo writes is one that the product takes, whatever was chosen', async () => {
  const { scriptTag } = (await import(playground)) as Playground;
  const page = document.createElement('div');
  page.innerHTML = scriptTag({
    timeout: 90,
    warnBefore: 20,
    maxAge: 600,
    extendOn: 'explicit',
    keepAlive: true,
    interval: 7,
    check: true,
    persist: true,
  });
  const { options, dialog } = parseAttributes(page.querySelector('script')?.dataset ?? {}) ?? {};
  expect(options).toMatchObject({
    timeout: 90_000,
    warnBefore: 20_000,
    maxAge: 600_000,
    extendOn: 'explicit',
    persist: true,
    keepAlive: { url: `${location.origin}/session/ping`, interval: 7_000 },
    check: { url: `${location.origin}/session` },
    endSession: { url: `${location.origin}/logout` },
  });
  expect(dialog).toEqual({ 'expired-url': `${location.origin}/login` });
  expect(() => new IdleTimer(options)).not.toThrow();
});
