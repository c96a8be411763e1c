import { element } from './dom.js';
import { timeOfDay } from './words.js';

/** A list that shows the newest first and keeps the last `most`. */
export function createLog(list, most = 80) {
  return function add({ time = Date.now(), kind = '', name, text = '' }) {
    const stamp = element('time', { dateTime: new Date(time).toISOString(), textContent: timeOfDay(time) });
    const entry = element(
      'li',
      {},
      stamp,
      ' ',
      element('b', { textContent: name }),
      ' ',
      element('span', { textContent: text }),
    );
    entry.dataset.kind = kind;
    list.prepend(entry);
    while (list.children.length > most) list.lastChild.remove();
  };
}

const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;

/** What an event of the timer says, in a line. */
export function describe(type, event) {
  switch (type) {
    case 'warn':
      return `${seconds(event.remaining)} left${event.extendable ? '' : ', cannot be extended'}`;
    case 'change':
      return `${event.previous} → ${event.state}`;
    case 'expire':
      return `${event.reason}${event.leader ? ', this tab acts for all' : ''}`;
    case 'ping':
      return `${event.status}${event.expiresIn === undefined ? '' : `, the server gives ${event.expiresIn} s`}`;
    case 'pingerror':
      return `${event.status || 'no answer'}, again in ${seconds(event.retryIn)}`;
    case 'restart':
      return 'signed in again in another tab';
    default:
      return '';
  }
}
