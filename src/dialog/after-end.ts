import type { IdleTimerEventMap, Reason } from '../index.js';
import { addressOf, isHere, leaveFor } from './address.js';

const POPUP = 'popup,width=500,height=700';

/** Where the page goes: for somebody who signed out, and for somebody whose time was up. */
function addressAfter(host: Element, reason: Reason): string | undefined {
  const signedOut = reason === 'ended' && addressOf(host, 'signed-out-url');
  const address = signedOut || addressOf(host, 'expired-url');
  if (!address || reason === 'ended') return address;
  const url = new URL(address);
  const { searchParams: query } = url;
  query.set('reason', reason);
  // A path, which no server need ask whose it is; two slashes would begin another site's.
  const way = location.pathname.replace(/^\/+/, '/') + location.search + location.hash;
  if (url.origin === location.origin && window === window.top && !query.has('next')) query.set('next', way);
  return url.href;
}

/** What becomes of the page after the end. */
export interface AfterEnd {
  /** The session is over: the page may have to go elsewhere, once the server has heard of it. */
  ended(event: IdleTimerEventMap['expire']): Promise<void>;
  /** The person wants to sign in. @returns false if the page has to be left for that. */
  signIn(address: string): boolean;
  /** Somebody has signed in again, here or elsewhere. */
  restarted(): void;
}

/**
 * @param isOver - the page still shows that its session is over.
 * @param goOn - goes on in place.
 */
export function createAfterEnd(host: Element, isOver: () => boolean, goOn: () => void): AfterEnd {
  let opened: Window | null = null;
  return {
    async ended({ reason, finished }) {
      if (host.getAttribute('after') !== 'redirect') return;
      const { ok } = await finished;
      const address = addressAfter(host, reason);
      // Of a logout that failed the person has to know. And a page that led to itself would do so for ever.
      if (ok && address && isOver() && !isHere(address)) leaveFor(address);
    },
    signIn(address) {
      if (!host.hasAttribute('sign-in-popup')) return false;
      opened = window.open(address, 'stillhere-sign-in', POPUP);
      return opened !== null;
    },
    restarted() {
      if (!opened) return;
      opened.close();
      opened = null;
      goOn();
    },
  };
}
