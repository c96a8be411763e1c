export type {
  ChangeEvent,
  ExpireEvent,
  IdleTimerEventMap,
  IdleTimerListener,
  PingErrorEvent,
  PingEvent,
  Reason,
  Snapshot,
  State,
  TickEvent,
  WarnEvent,
} from './events.js';
export { IdleTimer } from './idle-timer.js';
export type {
  Callback,
  IdleTimerOptions,
  KeepAliveOptions,
  RequestOptions,
  SessionRequestOptions,
} from './options.js';
export { DEFAULT_EVENTS } from './options.js';
