import { $, setText } from './dom.js';
import { post } from './server-view.js';
import { clock, length } from './words.js';

const USUAL_EVENTS = ['mousemove', 'mousedown', 'keydown', 'scroll', 'touchstart', 'click'];
const REAL_NOTES = {
  stopped: 'Stopped.',
  active: 'No timer is reset, no ping without a person.',
  warning: 'No timer is reset, no ping without a person.',
  expired: 'Signed out in all tabs.',
};
/** A timer that fires later than this was asleep. */
const LATE = 2_000;

/** The timer that everybody writes first, under the same events, and a count of what it gets wrong. */
export function createNaive({ session, settings }) {
  const sins = { pings: 0, fooled: 0, early: 0, revived: 0 };
  let timeout;
  let pinging;
  let last = 0;
  let ended = false;

  // From here to the end of `ping` is what such a timer usually is.
  function reset() {
    if (ended || !timeout) return;
    judgeReset();
    clearTimeout(timeout);
    timeout = setTimeout(expire, settings().timeout * 1000);
    last = Date.now();
  }

  function expire() {
    judgeEnd();
    ended = true;
    clearInterval(pinging);
  }

  async function ping() {
    judgePing();
    const response = await post('/naive/ping').catch(() => undefined);
    if (response?.redirected && response.ok) count('fooled', 'It took the login page for a success.');
  }

  function start() {
    clearTimeout(timeout);
    clearInterval(pinging);
    ended = false;
    last = Date.now();
    timeout = setTimeout(expire, settings().timeout * 1000);
    pinging = setInterval(ping, settings().interval * 1000);
    setText($('duel-naive-note'), '');
  }

  function judgeReset() {
    const over = Date.now() - last - settings().timeout * 1000;
    if (over > LATE / 4) count('revived', `A touch brought it back ${length(Math.ceil(over / 1000))} after the end.`);
  }

  function judgeEnd() {
    const late = Date.now() - last - settings().timeout * 1000;
    if (late > LATE) setText($('duel-naive-note'), `Signed out ${length(Math.round(late / 1000))} too late.`);
    else if (session.timer.state === 'active') count('early', 'Signed out, although you are busy in another tab.');
    else setText($('duel-naive-note'), 'Signed out. So far so good.');
  }

  function judgePing() {
    const idle = Date.now() - session.timer.lastActive > settings().interval * 2000;
    if (idle) count('pings', 'It pings, and nobody is here.');
  }

  function count(sin, words) {
    sins[sin] += 1;
    setText($(`naive-${sin}`), String(sins[sin]));
    $(`naive-${sin}`).dataset.found = '';
    setText($('duel-naive-note'), words);
  }

  for (const type of USUAL_EVENTS) addEventListener(type, reset, { passive: true });

  return {
    start,
    stop() {
      clearTimeout(timeout);
      clearInterval(pinging);
      timeout = undefined;
    },
    draw() {
      const { state, remaining } = session.timer;
      setText($('duel-real'), state === 'stopped' ? '–' : clock(remaining));
      setText($('duel-real-note'), REAL_NOTES[state]);
      const left = last + settings().timeout * 1000 - Date.now();
      setText($('duel-naive'), !timeout ? '–' : ended ? clock(0) : left < 0 ? `−${clock(-left)}` : clock(left));
    },
  };
}
