const CHANNEL = 'stillhere-demo-presence';
const EVERY = 1_000;
const SETTLE = 250;
const FORGET_CLOSED = 12_000;
const FORGET_SILENT = 300_000;

/**
 * Who is there: every tab of the demo tells the others once a second how it is. This is the demo's own, for showing; the
 * product needs no heartbeat.
 *
 * @param self - tells what this tab says of itself
 * @param onSeen - is told each tab's state as it is heard of
 * @param onNews - is told { from, kind, ...detail } of what another tab reports beside that
 */
export function createPresence({ self, onSeen, onNews }) {
  const id = Math.random().toString(36).slice(2);
  const opened = Date.now();
  const tabs = new Map();
  let number = Number(sessionStorage.getItem('demo-tab')) || 0;
  let channel;
  let told = 0;

  const me = () => ({ id, number, opened, at: Date.now(), hidden: document.hidden, ...self() });
  const send = (message) => channel?.postMessage(message);

  function here() {
    told = Date.now();
    const state = me();
    if (number) note(state);
    send({ type: 'here', ...state });
  }

  function note(state) {
    const known = tabs.get(state.id);
    tabs.set(state.id, { ...known, ...state, closed: undefined });
    onSeen(state);
  }

  function takeNumber(least = 1) {
    const taken = new Set([...tabs.values()].filter((tab) => tab.id !== id && !tab.closed).map((tab) => tab.number));
    number = least;
    while (taken.has(number)) number += 1;
    sessionStorage.setItem('demo-tab', number);
    here();
  }

  function receive({ data }) {
    if (data.type === 'news') return onNews(data);
    if (data.type === 'bye') {
      const tab = tabs.get(data.id);
      if (tab) tab.closed = Date.now();
      return;
    }
    const isNew = !tabs.has(data.id);
    if (data.number) note(data);
    // Two tabs with one number: the later opened one gives way.
    const elder = data.opened - opened || (data.id < id ? -1 : 1);
    if (data.number === number && elder < 0) takeNumber(number);
    // An answer from here comes at once even where a hidden tab's timers run once a minute.
    else if (number && (isNew || Date.now() - told > EVERY * 0.8)) here();
  }

  function open() {
    if (typeof BroadcastChannel === 'undefined') return;
    channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = receive;
    here();
  }

  function forget() {
    const now = Date.now();
    for (const tab of tabs.values()) {
      const gone = tab.closed ? now - tab.closed > FORGET_CLOSED : now - tab.at > FORGET_SILENT;
      if (gone && tab.id !== id) tabs.delete(tab.id);
    }
  }

  open();
  const named = new Promise((resolve) => {
    setTimeout(() => {
      if (!number || [...tabs.values()].some((tab) => tab.number === number && tab.id !== id)) takeNumber();
      else here();
      resolve();
    }, SETTLE);
  });
  setInterval(() => {
    here();
    forget();
  }, EVERY);
  addEventListener('pagehide', () => {
    send({ type: 'bye', id });
    channel?.close();
    channel = undefined;
  });
  addEventListener('pageshow', (event) => event.persisted && open());
  document.addEventListener('visibilitychange', here);

  return {
    id,
    tabs,
    named,
    here,
    get name() {
      return number ? `Tab ${number}` : 'Tab …';
    },
    /** Tells all tabs, this one too. */
    tell(kind, detail = {}) {
      const news = { type: 'news', from: id, kind, at: Date.now(), ...detail };
      send(news);
      onNews(news);
    },
  };
}
