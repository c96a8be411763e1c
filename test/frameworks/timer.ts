import { IdleTimer } from 'stillhere';

export const timer = new IdleTimer({ timeout: 15 * 60_000, warnBefore: 2 * 60_000, extendOn: 'explicit' });
