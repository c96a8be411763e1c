const SILENT_AFTER = 2_500;

/**
 * What each tab did, for the drawing: runs of one state, and marks in time. Instants are milliseconds since the epoch.
 */
export function createHistory() {
  const lanes = new Map();
  const messages = [];
  const requests = [];
  let visibleSince = Date.now();
  document.addEventListener('visibilitychange', () => {
    visibleSince = document.hidden ? Number.POSITIVE_INFINITY : Date.now();
  });

  function lane(id) {
    if (!lanes.has(id)) lanes.set(id, { runs: [], marks: [] });
    return lanes.get(id);
  }

  /** Whether this page was looking all the while: in a hidden one a gap means nothing. */
  const silent = (from, to) => to - Math.max(from, visibleSince) > SILENT_AFTER;

  return {
    lanes,
    messages,
    requests,
    silent,
    sawTab({ id, state, at }) {
      const { runs } = lane(id);
      const last = runs.at(-1);
      if (last && silent(last.to, at)) runs.push({ state: 'silent', from: last.to, to: at });
      else if (last) last.to = Math.max(last.to, at);
      if (last?.state !== state || runs.at(-1) !== last) runs.push({ state, from: at, to: at });
    },
    mark: (id, kind, at) => lane(id).marks.push({ kind, at }),
    forget(before) {
      for (const [id, { runs, marks }] of lanes) {
        while (runs.length && runs[0].to < before) runs.shift();
        while (marks.length && marks[0].at < before) marks.shift();
        if (!runs.length) lanes.delete(id);
      }
      for (const list of [messages, requests]) while (list.length && list[0].at < before) list.shift();
    },
  };
}
