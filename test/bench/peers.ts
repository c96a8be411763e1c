/** What is measured: a file of `pages`, with what it is to be told beside the usual. */
export interface Peer {
  readonly name: string;
  readonly page: string;
  /** More than one in a page makes no sense of it. */
  readonly single?: boolean;
  readonly untrusted?: boolean;
  /** Leaves something in a page, for good: what an event costs without it has to be seen in another. */
  readonly lasting?: boolean;
  /** Agreement between tabs is among its features. */
  readonly crossTab?: boolean;
}

export const NOTHING: Peer = { name: 'no listener', page: 'nothing', single: true };
export const FLOOR: Peer = { name: 'empty passive listener', page: 'empty-listener', single: true };
/** The floor of who hears both events of a move. */
export const FLOORS: Peer = { name: 'two empty passive listeners', page: 'empty-listeners', single: true };
export const OWN: Peer = { name: 'stillhere', page: 'stillhere', crossTab: true };
export const OWN_UNTRUSTED: Peer = { ...OWN, name: 'stillhere (untrusted: true)', untrusted: true };
export const REACT: Peer = { name: 'react-idle-timer', page: 'react-idle-timer', crossTab: true };

export const PEERS: readonly Peer[] = [
  REACT,
  { name: '@vueuse/core useIdle', page: 'vueuse' },
  { name: '@ng-idle/core', page: 'ng-idle', lasting: true },
  { name: 'ifvisible.js', page: 'ifvisible', single: true, lasting: true },
  { name: 'idlejs', page: 'idlejs' },
  { name: 'inactivity-countdown-timer', page: 'inactivity-countdown-timer', lasting: true },
  { name: 'setTimeout snippet', page: 'snippet' },
];

/** `PEERS=stillhere,idlejs` measures only these. */
const wanted = process.env.PEERS?.split(',');
export const among = (peers: readonly Peer[]): Peer[] => peers.filter(({ name }) => wanted?.includes(name) ?? true);
