import { $, setText } from './dom.js';
import { clock, length, REASON_TEXTS } from './words.js';

/** Seconds left at which a screen reader is told, beside the opening. */
const SPOKEN = [60, 30, 10];

/** The warning and the expired face, in one modal dialog. */
export function createWarning({ session, settings }) {
  const dialog = $('warning');
  let before;

  function open(face) {
    dialog.dataset.face = face;
    for (const id of ['warning-stay', 'warning-end']) $(id).hidden = face !== 'warning';
    for (const id of ['warning-signin', 'warning-look']) $(id).hidden = face !== 'expired';
    for (const id of ['warning-time', 'warning-fuse']) $(id).hidden = face !== 'warning';
    if (!dialog.open) {
      before = document.activeElement;
      dialog.showModal();
    }
    // Never a button: a person in the middle of typing would press it with the next space.
    $('warning-title').focus({ preventScroll: true });
  }

  function close() {
    if (!dialog.open) return;
    dialog.close();
    before?.focus?.({ preventScroll: true });
    before = undefined;
  }

  // The first Esc on a page that nobody touched yet closes a dialog whatever its `cancel` event says.
  dialog.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    if (dialog.dataset.face === 'warning') session.extend();
    else close();
  });
  dialog.addEventListener('cancel', (event) => event.preventDefault());
  $('warning-stay').addEventListener('click', () => session.extend());
  $('warning-end').addEventListener('click', () => session.expire());
  $('warning-look').addEventListener('click', close);

  function burn(remaining) {
    $('warning-fuse').style.scale = `${Math.min(1, remaining / (settings().warnBefore * 1000))} 1`;
  }

  function tick(remaining) {
    // A second ahead: that is how long the style sheet takes to get there.
    burn(remaining - 1000);
    setText($('warning-time'), clock(remaining));
    const seconds = Math.ceil(remaining / 1000);
    if (SPOKEN.includes(seconds)) setText($('warning-spoken'), `${length(seconds)} left`);
  }

  return {
    close,
    tick,
    warn({ remaining, extendable }) {
      const { extendOn } = settings();
      const how = extendOn === 'explicit' ? '' : ' Anything that you do keeps you signed in.';
      const seconds = Math.ceil(remaining / 1000);
      setText($('warning-title'), extendable ? 'Are you still here?' : 'Your session ends soon');
      setText(
        $('warning-text'),
        extendable
          ? `Without an answer you are signed out, in all tabs.${how}`
          : 'It has lasted as long as a session may. Please save your work, and sign in again.',
      );
      setText($('warning-spoken'), `${length(seconds)} left`);
      setText($('warning-time'), clock(remaining));
      burn(remaining);
      open('warning');
      $('warning-stay').hidden = !extendable;
    },
    expired(reason, query) {
      setText($('warning-title'), 'You are signed out');
      setText($('warning-text'), `${REASON_TEXTS[reason]} All tabs are signed out.`);
      $('warning-signin').href = `/login${query}`;
      open('expired');
    },
  };
}
