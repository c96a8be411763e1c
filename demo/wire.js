import { timeOfDay } from './words.js';

const FIELDS = ['version', 'session', 'began', 'active', 'pinged', 'retry', 'asked', 'ends', 'ended', 'done'];
const REASONS = ['', 'idle', 'maxAge', 'server', 'ended'];

/** Listens to what the product's tabs tell each other, and says it in words: what is new since the last message. */
export function listenToProduct(name, onMessage) {
  if (typeof BroadcastChannel === 'undefined') return;
  let channel;
  let last = {};
  const open = () => {
    channel = new BroadcastChannel(`stillhere:${name}`);
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
  try {
    const values = JSON.parse(data);
    return Object.fromEntries(FIELDS.map((field, index) => [field, values[index]]));
  } catch {
    return undefined;
  }
}

function news(record, last) {
  const differs = (field) => record[field] && record[field] !== last[field];
  const parts = [];
  if (record.session !== last.session) parts.push(`session ${record.session}`);
  if (differs('ended')) parts.push(`ended (${REASONS[record.ended]})`);
  if (differs('done')) parts.push(['', 'expire handled', 'logout sent', 'logout answered'][record.done]);
  if (differs('pinged')) parts.push(`pinged ${timeOfDay(record.pinged)}`);
  if (differs('retry')) parts.push(`no ping before ${timeOfDay(record.retry)}`);
  if (differs('ends')) parts.push(`server ends ${timeOfDay(record.ends)}`);
  if (differs('active')) parts.push(`active ${timeOfDay(record.active)}`);
  return parts.join(', ') || 'nothing new';
}
