import { $, setText } from './dom.js';
import { clock, length, REASON_TEXTS, STATE_NAMES } from './words.js';

const calm = matchMedia('(prefers-reduced-motion: reduce)');

/** The card with the ring: the state, the time left here and on the server, each on the same scale. */
export function createHero({ session, server, settings, restarted }) {
  let drawn = 0;

  /** Shows the part of a ring between two shares of its whole. */
  function arc(id, from, to) {
    const { style } = $(id);
    const share = Math.min(1, to) - from;
    style.strokeDasharray = `${share} 2`;
    style.strokeDashoffset = -from;
    style.visibility = share > 0 ? 'visible' : 'hidden';
  }

  function rings(remaining) {
    const { timeout, warnBefore, lifetime } = settings();
    const scale = Math.max(timeout, lifetime) * 1000;
    const warning = Math.min(remaining, warnBefore * 1000);
    arc('arc-warning', 0, warning / scale);
    arc('arc-browser', warning / scale, remaining / scale);
    arc('arc-server', 0, (server.remaining ?? 0) / scale);
  }

  function numbers(state, remaining) {
    const runs = state === 'active' || state === 'warning';
    const { remaining: left } = server;
    setText($('remaining'), runs ? clock(remaining) : state === 'expired' ? '0:00' : '–');
    setText($('remaining-note'), state === 'expired' ? 'no session' : runs ? 'until sign-out' : 'not started');
    const here = { stopped: 'is not watching', expired: 'has signed out' };
    setText($('browser-says'), here[state] ?? `signs out in ${clock(remaining)}`);
    setText(
      $('server-says'),
      left === undefined ? 'does not answer' : left ? `ends it in ${clock(left)}` : 'has ended it',
    );
    const [good, words] = verdict(runs, remaining, left);
    $('verdict').dataset.good = good;
    setText($('verdict'), words);
  }

  function verdict(runs, remaining, left) {
    const { state } = session.timer;
    if (left === undefined || state === 'stopped') return [true, ''];
    if (!runs) return left ? [true, ''] : [true, 'Both have ended: nothing is left behind.'];
    if (!left) return [false, 'The server has ended its session. The page learns it with the next ping.'];
    const ahead = Math.round((left - remaining) / 1000);
    if (ahead < 0) return [false, `The server would end ${length(-ahead)} too early.`];
    return [true, ahead ? `In agreement: the server waits ${length(ahead)} longer.` : 'In agreement to the second.'];
  }

  function words(state, reason) {
    const { timeout, warnBefore, maxAge, extendOn } = settings();
    const limit = maxAge ? ` In any case the session ends ${length(maxAge)} after the sign-in.` : '';
    const texts = {
      stopped: ['Nobody is watching', 'Start the timer to begin.'],
      active: [
        session.held ? 'Held: you count as here' : 'You are here',
        session.held
          ? 'As while a video plays or a call is on: nobody is warned until you let go.'
          : `Take your hands off: ${warnBefore ? `the warning comes after ${length(timeout - warnBefore)}, and ` : ''}you are signed out after ${length(timeout)} without activity in any tab.${limit}`,
      ],
      warning: session.extendable
        ? [
            'Are you still there?',
            extendOn === 'explicit'
              ? 'Press “Stay signed in” in any tab.'
              : 'Move the mouse, press a key or touch the page, in any tab.',
          ]
        : ['Your session ends soon', 'It has lasted as long as a session may, and cannot be extended.'],
      expired: ['You are signed out', REASON_TEXTS[reason] ?? ''],
    };
    const [headline, explanation] = texts[state];
    setText($('headline'), headline);
    setText(
      $('explanation'),
      restarted() && state === 'expired'
        ? 'Somebody signed in again in another tab. This one waits for you.'
        : explanation,
    );
  }

  function controls(state) {
    const runs = state === 'active' || state === 'warning';
    for (const id of ['extend', 'expire', 'hold']) $(id).disabled = !runs;
    $('hold').setAttribute('aria-pressed', String(session.held));
    setText($('hold').firstChild, session.held ? 'Let go ' : 'Hold ');
    setText($('run').firstChild, runs ? 'Stop ' : 'Start ');
    setText($('run').lastChild, runs ? 'stop()' : 'start()');
    $('controls').hidden = state === 'expired';
    $('signin').hidden = state !== 'expired';
    $('resume').hidden = !restarted();
  }

  /** What changes with the state. */
  function update() {
    const { state } = session.timer;
    const { reason } = session.timer.getSnapshot();
    document.body.dataset.state = state;
    setText($('badge'), STATE_NAMES[state]);
    words(state, reason);
    controls(state);
    draw();
  }

  /** What changes with time. */
  function draw() {
    const { state, remaining } = session.timer;
    rings(remaining);
    numbers(state, remaining);
  }

  function frame(now) {
    if (now - drawn >= (calm.matches ? 1000 : 50)) {
      drawn = now;
      draw();
    }
    requestAnimationFrame(frame);
  }
  requestAnimationFrame(frame);

  return { update };
}
