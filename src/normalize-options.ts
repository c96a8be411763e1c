import { REQUEST_RULES, RULES, type Rule } from './option-rules.js';
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

const OBJECT: Rule = ['object', 'an object', (value: unknown) => value && !Array.isArray(value)];

/** An error of an option, for whoever knows the option by another name. */
export interface OptionError extends Error {
  /** Of a request `keepAlive.interval`. */
  readonly option: string;
  readonly allowed: string;
}

/**
 * The options with their defaults.
 *
 * @throws TypeError if an option is unknown or of the wrong type, RangeError if it is out of range: an
 * {@link OptionError} whose message names the option, the value and what is allowed.
 */
export function normalizeOptions(options: IdleTimerOptions): Settings {
  const given: IdleTimerOptions = checkObject('', options, RULES);
  const timeout = given.timeout ?? TIMEOUT;
  const maxAge = given.maxAge ?? Number.POSITIVE_INFINITY;
  const limit = Math.min(timeout, maxAge);
  const warnBefore = given.warnBefore ?? Math.min(WARN_BEFORE, limit / 2);
  if (warnBefore >= limit) reject(RangeError, 'warnBefore', warnBefore, `less than the ${limit} of timeout and maxAge`);
  const interval = Math.min(timeout / 3, INTERVAL);
  const keepAlive = request('keepAlive', given.keepAlive, { method: 'POST', interval });
  if (keepAlive && keepAlive.interval >= timeout)
    reject(RangeError, 'keepAlive.interval', keepAlive.interval, `less than the ${timeout} of timeout`);
  return {
    ...given,
    timeout,
    maxAge,
    warnBefore,
    name: given.name ?? 'default',
    events: given.events ?? (given.untrusted ? [...DEFAULT_EVENTS, ...SCRIPTED_EVENTS] : DEFAULT_EVENTS),
    keepAlive,
    check: request('check', given.check, { method: 'GET' }),
    endSession: request('endSession', given.endSession, { method: 'POST' }),
  } as Settings;
}

function request<D>(
  name: keyof typeof REQUEST_RULES,
  value: unknown,
  defaults: D,
): (Partial<RequestOptions> & D & { timeout: number }) | undefined {
  if (value === undefined) return;
  const isAddress = typeof value === 'string' || value instanceof URL;
  const given = isAddress ? { url: value } : typeof value === 'function' ? { renew: value } : value;
  const own = checkObject<Partial<RequestOptions> & { renew?: unknown }>(`${name}.`, given, REQUEST_RULES[name]);
  if (own.url === undefined && !own.renew) reject(TypeError, `${name}.url`, undefined, RULES[name][1]);
  return { timeout: REQUEST_TIMEOUT, ...defaults, ...own };
}

/** A copy without what is undefined, so that nothing absent replaces a default. */
function checkObject<T>(path: string, value: unknown, rules: Readonly<Record<string, Rule>>): T {
  check(path.slice(0, -1) || 'options', value, OBJECT);
  const entries = Object.entries(value as object).filter(([, option]) => option !== undefined);
  for (const [key, option] of entries) {
    const rule = Object.hasOwn(rules, key) && rules[key];
    if (!rule) reject(TypeError, path + key, option, `one of ${Object.keys(rules).join(', ')}`, 'unknown option');
    check(path + key, option, rule);
  }
  return Object.fromEntries(entries) as T;
}

/** @throws as {@link normalizeOptions} does. */
export function check(name: string, value: unknown, [types, allowed, isValid]: Rule): void {
  const isType = types.includes(typeof value);
  // Of an object its type is all that can be wrong.
  const Type = isType && typeof value !== 'object' ? RangeError : TypeError;
  if (!isType || (isValid && !isValid(value as never))) reject(Type, name, value, allowed);
}

function reject(Type: ErrorConstructor, option: string, value: unknown, allowed: string, what = 'option'): never {
  throw Object.assign(new Type(`stillhere: ${what} \`${option}\` is ${show(value)}; allowed is ${allowed}`), {
    option,
    allowed,
  } satisfies Omit<OptionError, keyof Error>);
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
