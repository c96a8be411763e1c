import type { IdleTimer } from 'stillhere';

export const theTagsTimer = () => (globalThis as { stillhere?: { timer?: IdleTimer } }).stillhere?.timer;
