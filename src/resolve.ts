import { DEFAULT_EVENTS, type IdleTimerOptions, type RequestOptions, type Settings } from './options.js';

/** What tests dispatch alone; of a person's mouse they follow pointer events. */
const SCRIPTED_EVENTS = ['mousemove', 'mousedown'];

const MINUTE = 60_000;
/** PCI DSS 8.2.8, HMRC and login.gov. */
const TIMEOUT = 15 * MINUTE;
/** Six times the least that WCAG 2.2.1 asks for. */
const WARN_BEFORE = 2 * MINUTE;
/** Common servers give a session 20 min or more: three pings may fail before it ends. */
const INTERVAL = 5 * MINUTE;
const REQUEST_TIMEOUT = 10_000;
/** Below this a throttled tab could not even look. */
const SHORTEST = 1_000;
/** Some 35 years. */
const LONGEST = 2 ** 40;

interface Rule {
  allowed: string;
  type(value: unknown): boolean;
  range?(value: never): boolean;
}

const ofType = (type: string, allowed: string): Rule => ({ allowed, type: (value) => typeof value === type });
const flag = ofType('boolean', 'true or false');
const callback = ofType('function', 'a function');
const text: Rule = { ...ofType('string', 'a string that is not empty'), range: (value: string) => value !== '' };
const duration = (least: number, most = LONGEST): Rule => ({
  ...ofType('number', `a number of milliseconds from ${least} to ${most}`),
  range: (value: number) => value >= least && value <= most,
});
const oneOf = (...values: string[]): Rule => ({
  ...ofType('string', values.map(show).join(' or ')),
  range: (value: string) => values.includes(value),
});
const either = (a: Rule, b: Rule): Rule => ({
  allowed: `${a.allowed}, or ${b.allowed}`,
  type: (value) => a.type(value) || b.type(value),
  range: (value: never) => (a.type(value) ? a : b).range?.(value) ?? true,
});
const object: Rule = {
  allowed: 'an object',
  type: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};
const target: Rule = {
  allowed: 'an EventTarget',
  type: (value) => typeof (value as EventTarget | null)?.addEventListener === 'function',
};
const url = either({ allowed: 'a URL', type: (value) => value instanceof URL }, text);

const REQUEST = {
  url,
  method: text,
  headers: either(callback, { ...object, allowed: 'headers', type: (value) => typeof value === 'object' && !!value }),
  credentials: oneOf('omit', 'same-origin', 'include'),
  fetch: callback,
  timeout: duration(1, 10 * MINUTE),
};
const SESSION_REQUEST = {
  ...REQUEST,
  redirect: oneOf('manual', 'follow'),
  isAlive: callback,
  expiresIn: either(callback, text),
};
const KEEP_ALIVE = { ...SESSION_REQUEST, interval: duration(100) };
const address = either(url, { ...object, allowed: 'an object with a url' });

const RULES: { [K in keyof IdleTimerOptions]-?: Rule } = {
  timeout: duration(SHORTEST),
  warnBefore: duration(0),
  maxAge: duration(SHORTEST),
  extendOn: oneOf('activity', 'explicit'),
  name: text,
  crossTab: flag,
  persist: flag,
  events: {
    allowed: 'an array of event names',
    type: (value) => Array.isArray(value) && value.every((name) => name && typeof name === 'string'),
  },
  target,
  untrusted: flag,
  keepAlive: address,
  check: address,
  endSession: address,
  signal: { allowed: 'an AbortSignal', type: (value) => target.type(value) && 'aborted' in (value as object) },
  onWarn: callback,
  onTick: callback,
  onActive: callback,
  onExpire: callback,
  onChange: callback,
  onRestart: callback,
  onPing: callback,
  onPingError: callback,
};

/**
 * The options with their defaults.
 *
 * @throws TypeError where an option is unknown or of the wrong type, RangeError where it is out of range: the message
 * names the option, the value and what is allowed.
 */
export function resolve(options: IdleTimerOptions): Settings {
  const given = check('options', options, object, RULES) as IdleTimerOptions;
  const timeout = given.timeout ?? TIMEOUT;
  const maxAge = given.maxAge ?? Number.POSITIVE_INFINITY;
  const life = Math.min(timeout, maxAge);
  const warnBefore = given.warnBefore ?? Math.min(WARN_BEFORE, life / 2);
  if (warnBefore >= life) reject('warnBefore', warnBefore, `less than the ${life} of timeout and maxAge`, RangeError);
  const interval = Math.min(timeout / 3, INTERVAL);
  const keepAlive = request('keepAlive', given.keepAlive, KEEP_ALIVE, { method: 'POST', interval });
  if (keepAlive && keepAlive.interval >= timeout)
    reject('keepAlive.interval', keepAlive.interval, `less than the ${timeout} of timeout`, RangeError);
  return {
    ...given,
    timeout,
    maxAge,
    warnBefore,
    name: given.name ?? 'default',
    events: given.events ?? (given.untrusted ? [...DEFAULT_EVENTS, ...SCRIPTED_EVENTS] : DEFAULT_EVENTS),
    keepAlive,
    check: request('check', given.check, SESSION_REQUEST, { method: 'GET' }),
    endSession: request('endSession', given.endSession, REQUEST, { method: 'POST' }),
  };
}

function request<T extends RequestOptions, D>(
  name: string,
  value: string | URL | T | undefined,
  rules: Record<string, Rule>,
  defaults: D,
): (T & D & { timeout: number }) | undefined {
  if (value === undefined) return;
  const given = typeof value === 'string' || value instanceof URL ? { url: value } : value;
  if (given.url === undefined) reject(`${name}.url`, undefined, url.allowed, TypeError);
  const own = check(name, given, object, rules) as T;
  return { timeout: REQUEST_TIMEOUT, ...defaults, ...own };
}

/** The value; of an object a copy without what is undefined, so that nothing absent replaces a default. */
function check(name: string, value: unknown, rule: Rule, rules?: Record<string, Rule>): unknown {
  if (!rule.type(value)) reject(name, value, rule.allowed, TypeError);
  if (rule.range && !rule.range(value as never)) reject(name, value, rule.allowed, RangeError);
  if (!rules) return value;
  const path = name === 'options' ? '' : `${name}.`;
  const entries = Object.entries(value as object).filter(([, option]) => option !== undefined);
  for (const [key, option] of entries) {
    const known = Object.hasOwn(rules, key) && rules[key];
    if (!known) reject(path + key, option, `one of ${Object.keys(rules).join(', ')}`, TypeError, 'unknown option');
    check(path + key, option, known, undefined);
  }
  return Object.fromEntries(entries);
}

function reject(name: string, value: unknown, allowed: string, Type: ErrorConstructor, what = 'option'): never {
  throw new Type(`stillhere: ${what} \`${name}\` is ${show(value)}; allowed is ${allowed}`);
}

function show(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  try {
    return String(value);
  } catch {
    return typeof value;
  }
}
