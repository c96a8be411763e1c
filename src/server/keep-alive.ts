import { SKIPPED_MS } from '../core/answer.js';
import type { Input, Outcome } from '../core/input.js';
import type { TabState } from '../core/state.js';
import type { Settings } from '../options.js';
import { acquireServerLock } from '../tabs/locks.js';
import { ask } from './answer.js';

/** Asks the server about its session, for all tabs: in turns, and as long as the session lasts. */
export interface KeepAlive {
  /** Aborts with the requests in flight. */
  readonly signal: AbortSignal;
  ask(what: 'ping' | 'check'): void;
  cancel(): void;
}

/** Keep the lock this long after an answer, so that other tabs hear of it first. */
const NEWS_MS = 100;
/** A turn takes longer than its request by this at most. */
const SLACK_MS = 1_000;

export function createKeepAlive(
  { crossTab, name, keepAlive, check }: Settings,
  tab: () => TabState,
  now: () => number,
  dispatch: (input: Input) => void,
): KeepAlive {
  let requests = new AbortController();
  let failures = 0;
  /** How often another tab had the turn, and nothing came of it. */
  let missedTurns = { news: 0, times: 0 };

  /** Rises with every outcome, failures included. */
  const news = () => tab().record.lastPingAt + tab().record.retryAt;

  const run = async (what: 'ping' | 'check') => {
    const options = what === 'ping' ? keepAlive : check;
    if (!options) return;
    const { signal } = requests;
    const { session } = tab();
    const times = missedTurns.news === news() ? missedTurns.times : 0;
    // Counts attempts, not time: time passes during sleep, too.
    const steal = times * SKIPPED_MS > options.timeout + SLACK_MS;
    const release = crossTab === false ? () => {} : await acquireServerLock(name, what, steal);
    missedTurns = { news: news(), times: release ? 0 : times + 1 };
    // Frozen while it waited for its turn, this tab may not have heard that another has asked.
    dispatch({ type: 'evaluate' });
    let sent = now();
    const onSend = () => {
      sent = now();
    };
    const { lastActiveAt, lastPingAt } = tab().record;
    const wanted = release && !signal.aborted && (what === 'check' || lastActiveAt > lastPingAt);
    let outcome: Outcome = { type: 'skipped' };
    if (wanted) {
      outcome = await ask(options, signal, failures, onSend);
      // Perhaps another tab's sign-in changed the token: it is read anew.
      if (outcome.type === 'refused') outcome = await ask(options, signal, failures, onSend);
      if (outcome.type === 'refused' && check && check !== options) outcome = await doubted(outcome, signal);
      failures = outcome.type === 'failed' ? failures + 1 : 0;
    }
    dispatch({ type: 'answer', to: what, session, sent, outcome });
    if (signal.aborted) release?.();
    else setTimeout(() => release?.(), NEWS_MS);
  };

  /** Whether the session is gone, or only the token wrong, `check` can tell. */
  const doubted = async (refused: Extract<Outcome, { type: 'refused' }>, signal: AbortSignal): Promise<Outcome> => {
    const { type } = await ask(check as NonNullable<typeof check>, signal, failures, () => {});
    return type === 'signedOut' ? { type } : { ...refused, alive: type === 'alive' };
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
