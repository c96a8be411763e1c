import { $, setText } from './dom.js';
import { post } from './server-view.js';

const MORE_TABS = 5;
const FAULT_NOTES = {
  ok: '',
  slow: 'Each ping is answered after 3 s.',
  failing: 'Each ping fails. stillhere tries again, ever more rarely, and nobody is signed out for it.',
  'rate-limited': 'The server asks for 10 s of silence, and gets them.',
  offline: 'The server hangs up without an answer.',
  redirecting: 'Be active: the next ping is sent to the login page, and all tabs are signed out.',
};

/** The four things to try. */
export function createExperiments({ presence, settings, server, query }) {
  function openFive() {
    const before = openTabs();
    for (let tab = 0; tab < MORE_TABS; tab += 1) window.open(`/${query()}`, '_blank', 'noopener');
    setText($('open-note'), 'Opening…');
    setTimeout(() => {
      const opened = openTabs() - before;
      const blocked = 'Browsers open one tab a click unless you allow this page’s pop-ups: look at the address bar.';
      setText($('open-note'), opened >= MORE_TABS ? '' : `${Math.max(opened, 0)} of ${MORE_TABS} opened. ${blocked}`);
    }, 4_000);
  }

  const openTabs = () => [...presence.tabs.values()].filter((tab) => !tab.closed).length;

  /** A loop that lets nothing else run: no timer, no event, no message. */
  function block(seconds) {
    setText($('sleep-note'), `Asleep for ${seconds} s …`);
    presence.here();
    // Two frames, so that the note is on the screen before nothing can be drawn any more.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const until = Date.now() + seconds * 1000;
        while (Date.now() < until);
        setText($('sleep-note'), `Awake again after ${seconds} s.`);
      }),
    );
  }

  async function setFault(mode) {
    const response = await post('/faults', { mode }).catch(() => undefined);
    const revoked = 'The session is gone on the server. Be active: the next ping is told so.';
    setText($('fault-note'), response?.ok ? (FAULT_NOTES[mode] ?? revoked) : 'The server did not take it.');
    server.ask();
  }

  $('open-five').addEventListener('click', openFive);
  $('busy').addEventListener('click', () => block(5));
  $('sleep').addEventListener('click', () => block(settings().timeout + 3));
  $('faults').addEventListener('change', ({ target }) => setFault(target.value));
  $('revoke').addEventListener('click', () => setFault('revoked'));

  /** The mode may have been set in another tab. */
  return function showMode(mode) {
    const radio = document.querySelector(`#faults [value="${mode}"]`);
    if (!radio || radio.checked) return;
    radio.checked = true;
    setText($('fault-note'), FAULT_NOTES[mode]);
  };
}
