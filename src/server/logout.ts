import type { Input } from '../core/input.js';
import { Progress } from '../core/record.js';
import type { LogoutResult } from '../events.js';
import type { Settings } from '../options.js';
import { electLeader, lock, pause, serverLock } from '../tabs/locks.js';
import { REFUSED, SIGNED_OUT } from './answer.js';
import { send, withTimeout } from './request.js';

/** What a tab has to do with the end of one session. */
export interface Logout {
  /** This tab leads, and its logout is not finished. */
  readonly leading: boolean;
  /** The person has signed in again before it was answered. */
  readonly cancelled: boolean;
  /** What came of the logout, in whichever tab it was sent. */
  readonly finished: Promise<LogoutResult>;
  /** Does what the leader does for all. */
  start(): void;
  waitUntil(promise: PromiseLike<unknown>): void;
  /** How far the end has got, in whichever tab. */
  follow(progress: number): void;
  /** The person has signed in again: a logout would end that session. */
  cancel(): void;
  /** The page goes: what is held back is done now, and the claim is released. */
  leave(): void;
}

/** `waitUntil` holds the logout back no longer. */
const WAIT_LIMIT_MS = 5_000;
/** Within this time the other tabs have heard of the end, and said what they have to wait for. */
const DRAFT_NOTICE_MS = 100;
/** Keep the claim this long, so a tab that hears late does not claim again. */
const CLAIM_LINGER_MS = 10_000;
/** After a network error or a 5xx the logout is tried once more. After a refusal it is tried at once. */
const RETRY_MS = 1_000;
/** A refused logout is another tab's to try within this time. */
const TAKEOVER_MS = 1_500;

type Answer = LogoutResult & { readonly error?: unknown };

function deferred<T = void>(): [promise: Promise<T>, resolve: (value: T) => void] {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return [promise, resolve];
}

/**
 * @param gone - the server has said that its session is over: there is nothing to log out of.
 * @param dispatch - tells how far it has got.
 */
export function createLogout(
  { crossTab, name, endSession }: Settings,
  session: number,
  gone: boolean,
  dispatch: (input: Input) => void,
): Logout {
  const alone = crossTab === false;
  const request = gone ? undefined : endSession;
  const claim = new AbortController();
  const cancelled = new AbortController();
  const waitingFor: PromiseLike<unknown>[] = [];
  const [hurried, hurry] = deferred();
  const [finished, finish] = deferred<LogoutResult>();
  let phase: 'following' | 'waiting' | 'sent' | 'finished' = 'following';
  let known = 0;
  let left = false;

  const follow = (progress: number) => {
    if (progress >= Progress.SENT && known < Progress.SENT) setTimeout(() => claim.abort(), CLAIM_LINGER_MS);
    known = Math.max(known, progress);
    if (progress < Progress.FAILED) return;
    const ok = progress >= Progress.DONE;
    finish({ ok, status: progress - (ok ? Progress.DONE : Progress.FAILED) });
  };
  const tell = (progress: number) => {
    follow(progress);
    dispatch({ type: 'progress', session, progress });
  };
  const end = ({ ok, status, error }: Answer) => {
    if (phase === 'finished') return;
    phase = 'finished';
    if (!ok) {
      console.error(
        `stillhere: the logout failed (${status || error}), so the server may still be signed in. Check endSession and its token.`,
      );
    }
    tell((ok ? Progress.DONE : Progress.FAILED) + status);
  };

  /** The other tabs save their drafts, and their pings are answered or aborted. */
  const others = async () => {
    if (alone) return;
    await pause(DRAFT_NOTICE_MS);
    (await lock(serverLock(name), { signal: claim.signal }))?.();
  };
  const attempt = async (): Promise<Answer> => {
    try {
      return await withTimeout(request?.timeout ?? 0, cancelled.signal, async (signal) => {
        const { renew, redirect = 'manual' } = request as NonNullable<typeof request>;
        if (renew) {
          await renew({ signal });
          return { ok: true, status: 0 };
        }
        const { ok, status, type } = await send(
          request as NonNullable<typeof request>,
          signal,
          { keepalive: true, redirect },
          () => {},
        );
        return { ok: ok || type === 'opaqueredirect' || SIGNED_OUT.includes(status), status };
      });
    } catch (error) {
      return { ok: false, status: 0, error };
    }
  };
  /** Looks at what is stored: meanwhile the person may have signed in again, and this tab may not have heard. */
  const isOff = () => {
    dispatch({ type: 'evaluate' });
    return cancelled.signal.aborted;
  };
  const logOut = async () => {
    await Promise.race([Promise.all([Promise.allSettled(waitingFor), others()]), pause(WAIT_LIMIT_MS), hurried]);
    if (isOff()) return;
    const again = known >= Progress.REFUSED;
    phase = 'sent';
    tell(again ? Progress.SENT_AGAIN : Progress.SENT);
    let answer = await attempt();
    const isRefused = REFUSED.includes(answer.status);
    if (!answer.ok && (isRefused || !answer.status || answer.status >= 500) && !left) {
      // The token is read anew: the refusal may have brought one.
      if (!isRefused) await Promise.race([pause(RETRY_MS), hurried]);
      if (!isOff()) answer = await attempt();
    }
    if (isOff()) return;
    if (REFUSED.includes(answer.status) && !again && !alone && !left) {
      tell(Progress.REFUSED);
      claim.abort();
      await pause(TAKEOVER_MS);
      // Another tab's token may be good.
      if (known > Progress.REFUSED) {
        phase = 'following';
        return;
      }
    }
    end(answer);
  };
  /** As long as this tab has something to save, the tab that leads does not get the lock. */
  const save = async () => {
    const release = await lock(serverLock(name), { mode: 'shared', signal: claim.signal });
    await Promise.race([Promise.allSettled(waitingFor), pause(WAIT_LIMIT_MS), hurried]);
    release?.();
  };

  // In case the leader dies without reporting.
  const patience = setTimeout(
    () => finish({ ok: !request, status: 0 }),
    WAIT_LIMIT_MS + 2 * (request?.timeout ?? 0) + TAKEOVER_MS,
  );
  void finished.then(() => clearTimeout(patience));

  const leads = () => dispatch({ type: 'claim', session });
  if (alone) leads();
  else {
    void electLeader(name, session, claim.signal, (unlocked) => {
      // What another tab has just stored is known after this.
      if (unlocked) dispatch({ type: 'evaluate' });
      if (!unlocked || !known) leads();
    });
  }

  return {
    get leading() {
      return phase === 'waiting' || phase === 'sent';
    },
    get cancelled() {
      return cancelled.signal.aborted;
    },
    finished,
    start() {
      if (phase !== 'following') return;
      phase = 'waiting';
      if (request) void logOut();
      else end({ ok: true, status: 0 });
    },
    waitUntil(promise) {
      waitingFor.push(promise);
      if (!alone && request && waitingFor.length === 1) void save();
    },
    follow,
    cancel() {
      phase = 'finished';
      cancelled.abort();
      claim.abort();
      finish({ ok: false, status: 0 });
    },
    leave() {
      left = true;
      hurry();
      claim.abort();
      if (phase === 'following') finish({ ok: !request, status: 0 });
    },
  };
}
