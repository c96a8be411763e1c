import { page } from './dom.js';

const EVERY = 1_000;

/**
 * Asks the server each second, while somebody can see the answer, what it thinks. The question renews nothing.
 *
 * @param onView - is told { session, mode, requests }, requests being those not told before
 */
export function watchServer(onView) {
  let since = 0;
  let endsAt;
  let timeout;

  async function ask() {
    try {
      const response = await fetch(`/events?since=${since}`, { cache: 'no-store', signal: AbortSignal.timeout(5_000) });
      const view = await response.json();
      if (view.requests.length) since = view.requests.at(-1).id;
      endsAt = view.session ? Date.now() + view.session.expiresIn * 1000 : 0;
      onView(view);
    } catch {
      endsAt = undefined;
    }
  }

  async function loop() {
    clearTimeout(timeout);
    if (document.hidden) return;
    await ask();
    clearTimeout(timeout);
    timeout = setTimeout(loop, EVERY);
  }

  document.addEventListener('visibilitychange', loop);
  window.addEventListener('pageshow', (event) => event.persisted && loop());
  loop();

  return {
    ask,
    /** Milliseconds by the server's own word; 0 without a session, undefined where it is not known. */
    get remaining() {
      return endsAt === undefined ? undefined : Math.max(0, endsAt - Date.now());
    },
  };
}

/** Posts JSON to the demo's server, with the token that shows the page to be its own. */
export const post = (path, body) =>
  fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': page.token },
    body: JSON.stringify(body ?? {}),
  });
