/** Asked once a second while the page is visible: of a longer gap nothing is known. */
const GAP = 3_000;

/** What will happen if nobody does anything, and how long the server's session has been seen. */
export function createPlan({ session, server, settings }) {
  const serverRuns = [];

  /** Between two questions the server's last word holds. */
  function lastWordHolds(now) {
    const last = serverRuns.at(-1);
    if (last && server.remaining > 0 && now - last.to < GAP) last.to = now;
  }

  function plan() {
    lastWordHolds(Date.now());
    const { timeout, warnBefore, lifetime } = settings();
    const { state, remaining } = session.timer;
    const runs = state === 'active' || state === 'warning';
    const deadline = runs ? Date.now() + remaining : 0;
    return {
      scale: Math.max(timeout, lifetime) * 1000,
      deadline,
      warnAt: deadline - warnBefore * 1000,
      serverEnds: server.remaining ? Date.now() + server.remaining : 0,
      serverRuns,
    };
  }

  plan.sawServer = (alive) => {
    const now = Date.now();
    const last = serverRuns.at(-1);
    if (!alive) return;
    if (last && now - last.to < GAP) last.to = now;
    else serverRuns.push({ from: now, to: now });
    if (serverRuns.length > 50) serverRuns.shift();
  };

  return plan;
}
