import { element, setText } from './dom.js';
import { STATE_NAMES } from './words.js';

/** The tabs in words: what the drawing shows, for everybody. */
export function createTabsTable(body, { presence, history, deeds }) {
  const rows = new Map();

  function rowOf(id) {
    if (!rows.has(id)) {
      const cells = [element('th', { scope: 'row' }), ...Array.from({ length: 4 }, () => element('td'))];
      rows.set(id, cells);
      body.append(element('tr', {}, ...cells));
    }
    return rows.get(id);
  }

  function heard(tab, now) {
    if (tab.id === presence.id) return 'this tab';
    if (tab.closed) return 'said goodbye';
    if (!history.silent(tab.at, now)) return 'just now';
    return `${Math.round((now - tab.at) / 1000)} s ago: frozen, asleep, busy or gone`;
  }

  return function update() {
    const now = Date.now();
    for (const [id, cells] of rows) {
      if (presence.tabs.has(id)) continue;
      cells[0].parentElement.remove();
      rows.delete(id);
    }
    for (const tab of [...presence.tabs.values()].sort((a, b) => a.number - b.number)) {
      const [name, state, seen, last, acted] = rowOf(tab.id);
      setText(name, `Tab ${tab.number}`);
      setText(state, tab.closed ? 'Closed' : (STATE_NAMES[tab.state] ?? '') + (tab.held ? ', held' : ''));
      state.dataset.state = tab.closed ? 'stopped' : tab.state;
      setText(seen, tab.hidden ? 'hidden' : 'visible');
      setText(last, heard(tab, now));
      setText(acted, deeds(tab.id));
    }
  };
}
