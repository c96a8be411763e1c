import { timeOfDay } from './words.js';

const FIELDS = [
  ...['session', 'endReason', 'endProgress', 'timeout', 'warnBefore', 'maxAge', 'extendOn'],
  ...['startedAt', 'lastActiveAt', 'loadedAt', 'lastPingAt', 'retryAt', 'refusedAt'],
  ...['serverAskedAt', 'serverEndsAt', 'configuredAt'],
];
const REASONS = ['', 'idle', 'maxAge', 'server', 'server', 'ended'];
const PROGRESS = ['', 'expire handled', 'logout sent', 'logout refused', 'logout sent again'];

/** Listens to what the product's tabs tell each other, and says it in words: what is new since the last message. */
export function listenToProduct(name, onMessage) {
  if (typeof BroadcastChannel === 'undefined') return;
  let channel;
  let last = {};
  const open = () => {
    channel = new BroadcastChannel(`stillhere:2:${name}`);
    channel.onmessage = ({ data }) => {
      const record = decode(data);
      if (!record) return;
      onMessage({ record, text: news(record, last) });
      last = record;
    };
  };
  open();
  // An open channel keeps a page out of the back/forward cache once a message comes.
  addEventListener('pagehide', () => channel.close());
  addEventListener('pageshow', (event) => event.persisted && open());
}

function decode(data) {
  if (typeof data !== 'string' || !/^\d+(,\d+)+$/.test(data)) return undefined;
  const values = data.split(',').map(Number);
  return Object.fromEntries(FIELDS.map((field, index) => [field, values[index]]));
}

function news(record, last) {
  const differs = (field) => record[field] && record[field] !== last[field];
  const parts = [];
  if (record.session !== last.session) parts.push(`session ${record.session}`);
  if (differs('endReason')) parts.push(`ended (${REASONS[record.endReason]})`);
  if (differs('endProgress')) parts.push(PROGRESS[record.endProgress] ?? 'logout answered');
  if (differs('lastPingAt')) parts.push(`pinged ${timeOfDay(record.lastPingAt)}`);
  if (differs('retryAt')) parts.push(`no ping before ${timeOfDay(record.retryAt)}`);
  if (differs('refusedAt')) parts.push(`ping refused ${timeOfDay(record.refusedAt)}`);
  if (differs('serverEndsAt')) parts.push(`server ends ${timeOfDay(record.serverEndsAt)}`);
  if (differs('lastActiveAt')) parts.push(`active ${timeOfDay(record.lastActiveAt)}`);
  return parts.join(', ') || 'nothing new';
}
