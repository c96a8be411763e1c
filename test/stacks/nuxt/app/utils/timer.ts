import { IdleTimer } from 'stillhere';

export const timer = new IdleTimer({
  timeout: 9_000,
  warnBefore: 8_000,
  keepAlive: { url: '/session/renew', interval: 2_000 },
  endSession: '/session/logout',
});
