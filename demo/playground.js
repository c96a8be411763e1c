import { $, page, setText } from './dom.js';

const underscored = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, '_');

/** The script tag for these settings: what differs from the product's own defaults. */
export function scriptTag(settings) {
  const attributes = [
    `src="https://cdn.jsdelivr.net/npm/stillhere@${page.version}/dist/stillhere.min.js"`,
    `data-timeout="${settings.timeout}s"`,
    `data-warn-before="${settings.warnBefore}s"`,
    settings.maxAge && `data-max-age="${settings.maxAge}s"`,
    settings.extendOn === 'explicit' && 'data-extend-on="explicit"',
    settings.keepAlive && 'data-keep-alive="/session/ping"',
    settings.keepAlive && `data-keep-alive-interval="${settings.interval}s"`,
    settings.check && 'data-check="/session"',
    'data-end-session="/logout"',
    'data-expired-url="/login"',
    settings.persist && 'data-persist="true"',
  ].filter(Boolean);
  return `<script\n${attributes.map((attribute) => `  ${attribute}`).join('\n')}\n  defer></script>`;
}

export function typeScript(settings) {
  const ms = (seconds) => underscored(Math.round(seconds * 1000));
  const lines = [
    `timeout: ${ms(settings.timeout)},`,
    `warnBefore: ${ms(settings.warnBefore)},`,
    settings.maxAge && `maxAge: ${ms(settings.maxAge)},`,
    settings.extendOn === 'explicit' && `extendOn: 'explicit',`,
    settings.persist && 'persist: true,',
    settings.keepAlive && `keepAlive: { url: '/session/ping', interval: ${ms(settings.interval)} },`,
    settings.check && `check: '/session',`,
    `endSession: '/logout',`,
  ].filter(Boolean);
  return [
    `import { IdleTimer } from 'stillhere';`,
    `import 'stillhere/dialog';`,
    '',
    'const timer = new IdleTimer({',
    ...lines.map((line) => `  ${line}`),
    '});',
    `const dialog = document.createElement('stillhere-dialog');`,
    'dialog.timer = timer;',
    'document.body.append(dialog);',
    'timer.start();',
  ].join('\n');
}

export function createPlayground() {
  for (const id of ['tag', 'module']) {
    $(`copy-${id}`).addEventListener('click', async () => {
      const done = await navigator.clipboard?.writeText($(id).textContent).then(
        () => true,
        () => false,
      );
      if (!done) getSelection().selectAllChildren($(id));
      setText($('copy-note'), done ? 'Copied.' : 'It is selected: copy it with your keyboard.');
    });
  }
  return function show(settings) {
    setText($('tag'), scriptTag(settings));
    setText($('module'), typeScript(settings));
  };
}
