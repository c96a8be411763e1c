import type { Input } from './input.js';
import { ask } from './keep-alive.js';
import { BUSY } from './machine.js';
import type { Settings } from './options.js';
import { takeTurn } from './tabs/claim.js';
import type { View } from './view.js';

/** Asks the server about its session, for all tabs: in turns, and as long as the session lasts. */
export interface Asking {
  /** Aborts with the requests under way. */
  readonly signal: AbortSignal;
  ask(what: 'ping' | 'check'): void;
  cancel(): void;
}

/** The next ping waits this long for the news of the last. */
const NEWS = 100;
/** A turn takes longer than its request by this at most. */
const SLACK = 1_000;

export function createAsking(
  { crossTab, name, keepAlive, check }: Settings,
  look: () => View,
  now: () => number,
  report: (input: Input) => void,
): Asking {
  let requests = new AbortController();
  let failures = 0;
  /** How often another tab had the turn, and nothing has come of it. */
  let refused = { news: 0, times: 0 };

  /** Rises with every answer, and with none. */
  const news = () => look().record.pinged + look().record.retry;

  const run = async (what: 'ping' | 'check') => {
    const options = what === 'ping' ? keepAlive : check;
    if (!options) return;
    const { signal } = requests;
    const { session } = look();
    const number = Math.floor(now() / (keepAlive?.interval ?? NEWS));
    const times = refused.news === news() ? refused.times : 0;
    // Not by the clock: in a sleep nobody has had the turn for long.
    const steal = times * BUSY > options.timeout + SLACK;
    const release = crossTab === false ? () => {} : await takeTurn(name, what, number, signal, steal);
    refused = { news: news(), times: release ? 0 : times + 1 };
    // Frozen while it waited for its turn, this tab may not have heard that another was at it.
    report({ type: 'look' });
    let sent = now();
    const { active, pinged } = look().record;
    const wanted = release && !signal.aborted && (what === 'check' || active > pinged);
    const outcome = wanted
      ? await ask(options, signal, failures, () => {
          sent = now();
        })
      : ({ type: 'busy' } as const);
    if (wanted) failures = outcome.type === 'failed' ? failures + 1 : 0;
    report({ type: 'answer', to: what, session, sent, outcome });
    if (signal.aborted) release?.();
    else setTimeout(() => release?.(), NEWS);
  };

  return {
    get signal() {
      return requests.signal;
    },
    ask: (what) => void run(what),
    cancel() {
      requests.abort();
      requests = new AbortController();
    },
  };
}
