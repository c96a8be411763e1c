import type { Input } from './input.js';
import { limited, send } from './keep-alive.js';
import type { Settings } from './options.js';
import { lead, lock, serverLock } from './tabs/claim.js';

/** What a tab has to do with the end of a session that it was in. */
export interface Ending {
  /** What the leader does is this tab's, and it is not done yet. */
  readonly acting: boolean;
  /** The logout was answered, whoever sent it, or given up. */
  readonly finished: Promise<void>;
  /** Does what the leader does for all. */
  act(): void;
  waitUntil(promise: PromiseLike<unknown>): void;
  /** How far the end has got, in whichever tab. */
  follow(done: number): void;
  /** The next session has begun: a logout would end that one. */
  cancel(): void;
  /** The page goes: what is held back is done now, and the claim is let go of. */
  leave(): void;
}

/** `waitUntil` holds the logout back no longer. */
const WAIT_LIMIT = 5_000;
/** Within this time the other tabs have heard of the expiry, and said what they have to wait for. */
const TOLD = 100;
/** The claim outlasts the end by this: a tab that hears of it late must not find it free. */
const LATE = 10_000;

const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** A promise, and what resolves it. */
function deferred(): [promise: Promise<void>, resolve: () => void] {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return [promise, resolve];
}

export function createEnding(
  { crossTab, name, endSession }: Settings,
  session: number,
  report: (input: Input) => void,
): Ending {
  const alone = crossTab === false;
  const claim = new AbortController();
  const { signal } = claim;
  const cancelled = new AbortController();
  const waitingFor: PromiseLike<unknown>[] = [];
  const [hurried, hurry] = deferred();
  const [finished, finish] = deferred();
  let acting = false;
  let unsent = false;
  let settled = false;

  const sent = () => {
    if (!unsent) return;
    unsent = false;
    report({ type: 'acted', session, done: 2 });
  };
  const answered = () => {
    sent();
    acting = false;
    report({ type: 'acted', session, done: 3 });
    finish();
  };

  /** Other tabs save their drafts, and their pings are answered or aborted. */
  const others = async () => {
    if (alone) return;
    await delay(TOLD);
    (await lock(serverLock(name), { signal }))?.();
  };
  const logOut = async (request: NonNullable<typeof endSession>) => {
    await Promise.race([Promise.all([Promise.allSettled(waitingFor), others()]), delay(WAIT_LIMIT), hurried]);
    // Frozen meanwhile, this tab may not have heard that the person has signed in again.
    report({ type: 'look' });
    try {
      await limited(request.timeout, cancelled.signal, (limit) => send(request, limit, { keepalive: true }, sent));
    } catch {
      // The server's session ends by itself.
    }
    if (!cancelled.signal.aborted) answered();
  };
  /** As long as this tab has something to save the tab that leads does not get the lock. */
  const save = async () => {
    const release = await lock(serverLock(name), { mode: 'shared', signal });
    await Promise.race([Promise.allSettled(waitingFor), delay(WAIT_LIMIT), hurried]);
    release?.();
  };

  // Where the tab that leads is gone before it could say so.
  const patience = setTimeout(finish, WAIT_LIMIT + (endSession?.timeout ?? 0));
  void finished.then(() => clearTimeout(patience));

  const leads = () => report({ type: 'claim', session, leader: true });
  if (alone) leads();
  else void lead(name, session, signal, leads);

  return {
    get acting() {
      return acting;
    },
    finished,
    act() {
      acting = unsent = true;
      if (endSession) void logOut(endSession);
      else answered();
    },
    waitUntil(promise) {
      waitingFor.push(promise);
      if (!alone && endSession && waitingFor.length === 1) void save();
    },
    follow(done) {
      if (done >= 2 && !settled) {
        settled = true;
        setTimeout(() => claim.abort(), LATE);
      }
      if (done >= 3) finish();
    },
    cancel() {
      acting = unsent = false;
      cancelled.abort();
      claim.abort();
      finish();
    },
    leave() {
      hurry();
      claim.abort();
      if (!unsent) finish();
    },
  };
}
