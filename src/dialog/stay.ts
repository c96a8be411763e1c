import type { IdleTimer } from '../index.js';

/** Only the tab that pings gets an event of the answer; the others have to look. */
const LOOK_MS = 1_000;

/** What became of the person's "stay". */
export interface Stay {
  /** A ping has failed, and none was answered since. */
  readonly isUnheard: boolean;
  /** The person has just extended the session. */
  said(timer: IdleTimer): void;
  pingFailed(): void;
  /** Looks whether the server has heard of it, from this tab or another. */
  look(): void;
  forget(): void;
}

export function createStay(onUnheard: () => void, onHeard: () => void): Stay {
  let isHeard: (() => boolean) | undefined;
  let looking: ReturnType<typeof setInterval> | undefined;

  function forget(): void {
    clearInterval(looking);
    isHeard = looking = undefined;
  }

  function look(): void {
    if (!isHeard?.()) return;
    forget();
    onHeard();
  }

  return {
    get isUnheard() {
      return looking !== undefined;
    },
    said(timer) {
      const saidAt = timer.lastActive;
      isHeard = () => timer.lastPing >= saidAt;
    },
    pingFailed() {
      look();
      if (!isHeard || looking) return;
      looking = setInterval(look, LOOK_MS);
      onUnheard();
    },
    look,
    forget,
  };
}
