/** What will happen if nobody does anything, and how long the server's session has been seen. */
export function createPlan({ session, server, settings }) {
  /** From when to when the server had a session; the last run goes on until `ends`, by the server's own word. */
  const serverRuns = [];

  /** Between two questions the server's last word holds. */
  function lastWordHolds(now) {
    const last = serverRuns.at(-1);
    if (last && server.remaining > 0) last.to = Math.min(now, last.ends);
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

  /** @param found - what the server said of its session: it has lived since its last renewal at least */
  plan.sawServer = (found) => {
    if (!found) return;
    const now = Date.now();
    const ends = now + found.expiresIn * 1000;
    const renewed = ends - found.lifetime * 1000;
    const last = serverRuns.at(-1);
    if (last && renewed <= last.ends) Object.assign(last, { to: now, ends });
    else serverRuns.push({ from: renewed, to: now, ends });
    if (serverRuns.length > 50) serverRuns.shift();
  };

  return plan;
}
