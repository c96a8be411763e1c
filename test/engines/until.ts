import { expect } from 'vitest';
import type { Tab } from './types.js';

/** `expect` of what a function finds in the page, tried again until it holds. */
export const until = <A extends unknown[], R>(tab: Tab, fn: (...args: A) => R | Promise<R>, ...args: A) =>
  expect.poll(() => tab.evaluate(fn, ...args), { timeout: 10_000, interval: 25 });
