import { element, setText } from './dom.js';
import { REASON_TEXTS } from './words.js';

/**
 * The product's ready-made warning, in this page's colours. After the end it says why, and has one button more, since
 * this page is there to be looked at.
 */
export function createWarning({ session, query }) {
  const dialog = document.createElement('stillhere-dialog');
  const why = element('span');
  const look = element('button', { id: 'look', type: 'button', textContent: 'Look at what happened' });
  look.addEventListener('click', () => {
    dialog.timer = null;
  });
  dialog.append(element('div', { slot: 'over-text' }, why, look));
  document.body.append(dialog);

  return {
    /** The timer may be another one, or the person may have put the dialog aside. */
    follow() {
      dialog.setAttribute('expired-url', `/login${query()}`);
      if (dialog.timer !== session.timer) dialog.timer = session.timer;
    },
    expired() {
      setText(why, `${REASON_TEXTS[session.timer.getSnapshot().reason]} All tabs are signed out.`);
    },
  };
}
