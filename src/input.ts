import type { Reason } from './events.js';
import type { SessionRecord } from './record.js';

/** What an answer of the server, or its absence, means. */
export type Outcome =
  | { readonly type: 'alive'; readonly status: number; readonly expiresIn: number | undefined }
  | { readonly type: 'gone' }
  | { readonly type: 'failed'; readonly status: number; readonly error: unknown; readonly delay: number }
  /** Another tab is at it. */
  | { readonly type: 'busy' };

/** What happens to a session. */
export type Input =
  /** `first`: since this page was loaded, by a request that the server saw. */
  | { readonly type: 'start'; readonly first: boolean; readonly fresh: boolean }
  | { readonly type: 'stop' }
  | { readonly type: 'activity'; readonly at: number }
  | { readonly type: 'extend' }
  | { readonly type: 'hold'; readonly by: 1 | -1 }
  /** The alarm. */
  | { readonly type: 'look' }
  /** The page was frozen, cached, hidden or asleep. */
  | { readonly type: 'wake' }
  | { readonly type: 'online' }
  /** From another tab; `hello`: it has just come and asks for what is known. */
  | { readonly type: 'record'; readonly record: SessionRecord; readonly hello: boolean }
  | { readonly type: 'end'; readonly reason: Reason }
  /** Whether this tab leads the expiry of that session. */
  | { readonly type: 'claim'; readonly session: number; readonly leader: boolean }
  /** How far the leader's work for that session has got. */
  | { readonly type: 'acted'; readonly session: number; readonly done: number }
  /** To what was asked in that session. */
  | {
      readonly type: 'answer';
      readonly to: 'ping' | 'check';
      readonly session: number;
      readonly sent: number;
      readonly outcome: Outcome;
    };
