import { $, page, setText } from './dom.js';
import { createExperiments } from './experiments.js';
import { bindForm, showProblem } from './form.js';
import { createHero } from './hero.js';
import { createHistory } from './history.js';
import { watchInput } from './input.js';
import { createLog, describe } from './log.js';
import { createNaive } from './naive.js';
import { createPlan } from './plan.js';
import { createPlayground } from './playground.js';
import { createPresence } from './presence.js';
import { post, watchServer } from './server-view.js';
import { createSession } from './session.js';
import { advice, fromQuery, toQuery } from './settings.js';
import { createTabsTable } from './tabs-table.js';
import { createTimeline } from './timeline.js';
import { setTitle } from './title.js';
import { createWarning } from './warning.js';
import { listenToProduct } from './wire.js';
import { clock, length, timeOfDay } from './words.js';

/** What another tab set longer ago is no news: a frozen tab must not begin a session by it. */
const FRESH = 2_000;

let settings = fromQuery(location.search);
let restarted = false;
/** The server is being told of another lifetime: what it says of the old one is no news. */
let posting = false;
const deeds = new Map();
const current = () => settings;
const query = () => toQuery(settings);

const past = createHistory();
const logs = { event: createLog($('events')), message: createLog($('messages')), request: createLog($('requests')) };
const session = createSession(onTimer, () => presence.name);
if (!configure(settings)) {
  const refusal = $('problem').textContent;
  settings = fromQuery('');
  configure(settings);
  setText($('problem'), refusal);
}

const presence = createPresence({
  self: () => ({ state: session.timer.state, held: session.held }),
  onSeen: (tab) => past.sawTab(tab),
  onNews,
});
const server = watchServer(onServer);
const plan = createPlan({ session, server, settings: current });
const hero = createHero({ session, server, settings: current, restarted: () => restarted });
const warning = createWarning({ session, query });
const naive = createNaive({ session, settings: current });
const showMode = createExperiments({ presence, server, settings: current, query });
const showCode = createPlayground();
const showForm = bindForm($('settings'), (wanted) => apply(wanted, true));
const updateTable = createTabsTable($('tabs'), {
  presence,
  history: past,
  deeds: (id) => deeds.get(id)?.join(', ') ?? '–',
});
createTimeline($('timeline'), { history: past, tabs: presence.tabs, me: () => presence.id, plan });

function onTimer(type, event) {
  const { timer } = session;
  if (type !== 'tick') logs.event({ kind: type, name: type, text: describe(type, event) });
  if (type === 'expire') {
    // The leader's logout is on its way: the server's ring is to show it.
    setTimeout(server.ask, 250);
    if (event.leader) presence.tell('leader', { deed: `the sign-out at ${timeOfDay(Date.now())}` });
  }
  if (type === 'ping' || type === 'pingerror') presence.tell(type);
  if (type === 'restart') restarted = true;
  if (type === 'change') onState(event.state);
  hero.update();
  setTitle(timer.state, presence.name);
}

function onState(state) {
  if (state === 'active') restarted = false;
  if (state === 'expired') warning.expired();
  else warning.follow();
  presence.here();
}

function onNews({ from, kind, at, deed, wanted }) {
  if (kind === 'settings') {
    if (from !== presence.id && Date.now() - at < FRESH) apply(wanted, false);
    return;
  }
  past.mark(from, kind, at);
  if (kind === 'ping' && !document.hidden) server.ask();
  if (deed) deeds.set(from, [...(deeds.get(from) ?? []), deed].slice(-2));
}

function onServer({ mode, requests, session: found }) {
  showMode(mode);
  plan.sawServer(found);
  for (const { time, method, path, status, tab } of requests) {
    const good = status >= 200 && status < 300;
    logs.request({
      time,
      kind: good ? 'good' : status < 400 && status ? 'moved' : 'bad',
      name: `${method} ${path}`,
      text: `${status || 'hung up'}${tab ? ` · ${tab}` : ''}`,
    });
    if (path === '/session/ping') past.requests.push({ at: time, good });
  }
  // Asked for here it goes to the server; chosen elsewhere it comes from there.
  if (!found || posting || found.lifetime === settings.lifetime) return;
  settings = { ...settings, lifetime: found.lifetime };
  show();
}

async function postLifetime(lifetime) {
  posting = true;
  await post('/settings', { lifetime }).catch(() => {});
  posting = false;
  server.ask();
}

/** @returns false where the product refuses; its own words say why. */
function configure(wanted) {
  try {
    session.configure(wanted);
    showProblem($('settings'));
    return true;
  } catch (error) {
    showProblem($('settings'), error.message);
    return false;
  }
}

function apply(wanted, mine) {
  if (!configure(wanted)) return;
  const otherLifetime = wanted.lifetime !== settings.lifetime;
  settings = wanted;
  if (mine && otherLifetime) postLifetime(wanted.lifetime);
  if (mine) presence.tell('settings', { wanted });
  naive.start();
  show();
}

function show() {
  window.history.replaceState(null, '', `/${query()}`);
  showForm(settings);
  showCode(settings);
  setText($('advice'), advice(settings));
  setText($('warn-after'), length(settings.timeout - settings.warnBefore));
  setText($('end-after'), length(settings.timeout));
  for (const id of ['signin-link', 'signout']) $(id).href = `/login${query()}`;
  $('open-one').href = `/${query()}`;
  if (session.timer.state !== 'expired') warning.follow();
  hero.update();
}

function start(how) {
  session.start(how);
  naive.start();
  hero.update();
}

$('extend').addEventListener('click', () => session.extend());
$('expire').addEventListener('click', () => session.expire());
$('hold').addEventListener('click', () => {
  session.toggleHold();
  presence.here();
  hero.update();
});
$('resume').addEventListener('click', () => start());
$('run').addEventListener('click', () => {
  if (session.timer.state === 'stopped') return start();
  session.stop();
  naive.stop();
  hero.update();
});

// What scrolls must be reachable for a keyboard.
for (const node of document.querySelectorAll('.log, .scroll')) node.tabIndex = 0;

watchInput(() => presence.tell('activity'));
listenToProduct('demo', ({ text }) => {
  past.messages.push({ at: Date.now() });
  logs.message({ name: 'record', text });
});
setInterval(() => {
  updateTable();
  const { lastActive } = session.timer;
  setText($('idle'), clock(lastActive && Math.floor((Date.now() - lastActive) / 1000) * 1000));
  naive.draw();
  setTitle(session.timer.state, presence.name);
}, 250);

presence.named.then(() => {
  setText($('me'), presence.name);
  start(page.fresh ? { fresh: true } : undefined);
  show();
});
show();
