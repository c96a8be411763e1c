import type { IdleTimerOptions } from './options.js';

/**
 * What an option may be. The script tag derives its attributes from the same rules.
 *
 * `types` is a list of what `typeof` may say, followed by `list` or `address` for whoever has only a text to read it from.
 */
export type Rule = readonly [types: string, allowed: string, isValid?: (value: never) => unknown];

const MINUTE = 60_000;
/** Below this a throttled tab could not even look. */
const SHORTEST = 1_000;
/** Some 35 years. */
const LONGEST = 2 ** 40;

const FLAG: Rule = ['boolean', 'true or false'];
const FUNCTION: Rule = ['function', 'a function'];
const TEXT: Rule = ['string', 'a string that is not empty', (value: string) => value];
const URL_OR_TEXT: Rule = [
  'string object address',
  `a URL, or ${TEXT[1]}`,
  (value: unknown) => value && (typeof value === 'string' || value instanceof URL),
];
const ADDRESS: Rule = [
  'string object function address',
  `${URL_OR_TEXT[1]}, or a function, or an object with a url or a renew function`,
  (value: unknown) => value && !Array.isArray(value),
];

const duration = (least: number, most = LONGEST): Rule => [
  'number',
  `a number of milliseconds from ${least} to ${most}`,
  (value: number) => value >= least && value <= most,
];
const oneOf = (...values: string[]): Rule => [
  'string',
  values.map((value) => `'${value}'`).join(' or '),
  (value: string) => values.includes(value),
];
const isTarget = (value: Partial<EventTarget> | null) => value && typeof value.addEventListener === 'function';

const REQUEST = {
  url: URL_OR_TEXT,
  renew: FUNCTION,
  method: TEXT,
  headers: ['object function', 'headers, or a function', (value: unknown) => value] as Rule,
  credentials: oneOf('omit', 'same-origin', 'include'),
  body: ['string object function', 'a body, or a function', (value: unknown) => value !== null] as Rule,
  fetch: FUNCTION,
  timeout: duration(1, 10 * MINUTE),
};
const END_SESSION = { ...REQUEST, redirect: oneOf('manual', 'follow') };
const SESSION_REQUEST = {
  ...END_SESSION,
  isAlive: FUNCTION,
  expiresIn: ['string function', `a function, or ${TEXT[1]}`, TEXT[2]] as Rule,
};

/** The options of a hold. */
export const HOLD_RULES = {
  max: ['number', 'a number of milliseconds above 0', (value: number) => value > 0],
} satisfies Record<string, Rule>;

/** The options of each request. */
export const REQUEST_RULES = {
  keepAlive: { ...SESSION_REQUEST, interval: duration(100) },
  check: SESSION_REQUEST,
  endSession: END_SESSION,
} satisfies Record<string, Readonly<Record<string, Rule>>>;

export const RULES: { readonly [K in keyof IdleTimerOptions]-?: Rule } = {
  timeout: duration(SHORTEST),
  warnBefore: duration(0),
  maxAge: [
    'number',
    `${duration(SHORTEST)[1]}, or Infinity`,
    (value: number) => value >= SHORTEST && (value <= LONGEST || value === Number.POSITIVE_INFINITY),
  ],
  extendOn: oneOf('activity', 'explicit'),
  name: TEXT,
  crossTab: FLAG,
  persist: FLAG,
  events: [
    'object list',
    'an array of event names',
    (value: unknown) => Array.isArray(value) && value.every((name) => name && typeof name === 'string'),
  ],
  target: ['object', 'an EventTarget', isTarget],
  untrusted: FLAG,
  keepAlive: ADDRESS,
  check: ADDRESS,
  endSession: ADDRESS,
  signal: [
    'object',
    'an AbortSignal',
    (value: EventTarget | null) => isTarget(value) && 'aborted' in (value as object),
  ],
  onWarn: FUNCTION,
  onTick: FUNCTION,
  onActive: FUNCTION,
  onExpire: FUNCTION,
  onChange: FUNCTION,
  onRestart: FUNCTION,
  onPing: FUNCTION,
  onPingError: FUNCTION,
  onLogout: FUNCTION,
};
