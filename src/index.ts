export type {
  ChangeEvent,
  ExpireEvent,
  IdleTimerEventMap,
  IdleTimerListener,
  LogoutEvent,
  LogoutResult,
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
  Answer,
  Callback,
  EndSessionOptions,
  HoldOptions,
  IdleTimerOptions,
  KeepAliveOptions,
  KeepAliveRenewOptions,
  Renew,
  Renewal,
  RenewOptions,
  RequestOptions,
  SessionPolicy,
  SessionRequestOptions,
  StartParameters,
} from './options.js';
export { DEFAULT_EVENTS } from './options.js';
