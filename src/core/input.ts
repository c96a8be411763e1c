import type { SessionRecord } from './record.js';

/** What an answer of the server, or its absence, means. */
export type Outcome =
  | { readonly type: 'alive'; readonly status: number; readonly expiresIn: number | undefined }
  /** The server said that its session is gone. */
  | { readonly type: 'signedOut' }
  /** The token may be wrong, or the session gone; `alive`: the answer to a check says that it is the token. */
  | { readonly type: 'refused'; readonly status: number; readonly alive?: boolean }
  | { readonly type: 'failed'; readonly status: number; readonly error: unknown; readonly delay: number }
  /** Another tab is asking, or the request was called off. */
  | { readonly type: 'skipped' };

/** What happens to a session. */
export type Input =
  | {
      readonly type: 'start';
      /** The person has just signed in. */
      readonly fresh: boolean;
      /** The request that loaded this page has renewed the server's session. */
      readonly renewed: boolean;
      /** Who had this page loaded. */
      readonly load: 'person' | 'frame' | 'unseen frame';
    }
  | { readonly type: 'stop' }
  | { readonly type: 'activity'; readonly at: number }
  | { readonly type: 'extend' }
  /** Whether this page asks the person: a listener of `warn` prevented its default, for example. */
  | { readonly type: 'asked'; readonly session: number; readonly asks: boolean }
  /** 0: nothing is held. */
  | { readonly type: 'hold'; readonly until: number }
  /** The options have changed. */
  | { readonly type: 'configure' }
  /** The alarm: what has become of the session? */
  | { readonly type: 'evaluate' }
  /** The page was frozen, cached, hidden or asleep. */
  | { readonly type: 'wake' }
  /** The page is being left. */
  | { readonly type: 'leave' }
  | { readonly type: 'online' }
  /** From another tab; `request`: it has just come and asks for what is known. */
  | { readonly type: 'record'; readonly record: SessionRecord; readonly request: boolean }
  /** An index of END_REASONS. */
  | { readonly type: 'end'; readonly reason: number }
  /** This tab leads the end of that session. */
  | { readonly type: 'claim'; readonly session: number }
  /** How far the logout of that session has got. */
  | { readonly type: 'progress'; readonly session: number; readonly progress: number }
  /** To what was asked in that session. */
  | {
      readonly type: 'answer';
      /** `report`: the page's own request. */
      readonly to: 'ping' | 'check' | 'report';
      readonly session: number;
      readonly sent: number;
      readonly outcome: Outcome;
    };
