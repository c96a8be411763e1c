import type { IdleTimerOptions } from '../options.js';

/** What a script tag asks for. */
export interface Wishes {
  readonly options: IdleTimerOptions;
  /** The attributes of the dialog. */
  readonly dialog: Readonly<Record<string, string>>;
  /** A session begins with this page: the person has just signed in. */
  readonly fresh: boolean;
  /** The name of the `<meta>` that has the CSRF token. */
  readonly csrfMeta: string | undefined;
}

/** @throws what is allowed. */
type Parse = (text: string) => unknown;

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds: `90s`, `30m`, `1.5h`, `1500`. */
const duration: Parse = (text) => {
  const [, number, unit = 'ms'] = /^(\d+(?:\.\d+)?) ?(ms|s|m|h|d)?$/.exec(text.trim()) ?? [];
  if (number === undefined) throw 'a duration such as 90s, 30m, 1h or 1500 (milliseconds)';
  return Number(number) * UNITS[unit as keyof typeof UNITS];
};

const flag: Parse = (text) => {
  if (text === '' || text === 'true') return true;
  if (text === 'false') return false;
  throw 'true or false';
};

const words: Parse = (text) => text.split(/[\s,]+/).filter(Boolean);

const plain: Parse = (text) => text;

const REQUEST = { url: plain, method: plain, credentials: plain, timeout: duration };
const SESSION_REQUEST = { ...REQUEST, redirect: plain, expiresIn: plain };

/** What can be said, by where it belongs: a request's `url` is its attribute itself, the rest stand behind its name. */
const GROUPS = {
  options: {
    timeout: duration,
    warnBefore: duration,
    maxAge: duration,
    extendOn: plain,
    name: plain,
    crossTab: flag,
    persist: flag,
    untrusted: flag,
    events: words,
  },
  keepAlive: { ...SESSION_REQUEST, interval: duration },
  check: SESSION_REQUEST,
  endSession: REQUEST,
  page: { fresh: flag, csrfHeader: plain, csrfMeta: plain, lang: plain, expiredUrl: plain, cover: flag },
} as const satisfies Record<string, Record<string, Parse>>;

type Group = keyof typeof GROUPS;

const REQUESTS = ['keepAlive', 'check', 'endSession'] as const;

/** Attributes that others put on script tags. */
const FOREIGN = /^(turbo|hx|cf)/;

const CSRF_META = 'csrf-token';
const CSRF_HEADER = 'X-CSRF-Token';

const attributeOf = (key: string) => `data-${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const capital = (key: string) => `${key[0]?.toUpperCase()}${key.slice(1)}`;

/** Every attribute, as it is called in a `dataset`. */
const ATTRIBUTES = new Map<string, { group: Group; key: string; parse: Parse }>();
for (const [group, rules] of Object.entries(GROUPS) as [Group, Record<string, Parse>][]) {
  const isRequest = (REQUESTS as readonly string[]).includes(group);
  for (const [key, parse] of Object.entries(rules)) {
    const name = !isRequest ? key : key === 'url' ? group : group + capital(key);
    ATTRIBUTES.set(name, { group, key, parse });
  }
}

/**
 * What the `data-` attributes of a script tag ask for; undefined where it has none of ours.
 *
 * @throws an error that names the attribute, the value and what is allowed.
 */
export function readAttributes(data: Readonly<Record<string, string | undefined>>): Wishes | undefined {
  const names = Object.keys(data).filter((name) => !FOREIGN.test(name));
  if (!names.some((name) => ATTRIBUTES.has(name))) return;
  const values: Record<Group, Record<string, unknown>> = {
    options: {},
    keepAlive: {},
    check: {},
    endSession: {},
    page: {},
  };
  for (const name of names) {
    const text = data[name] as string;
    const attribute = ATTRIBUTES.get(name);
    if (!attribute) throw new TypeError(`unknown attribute \`${attributeOf(name)}\` is '${text}'`);
    try {
      values[attribute.group][attribute.key] = attribute.parse(text);
    } catch (allowed) {
      throw new RangeError(`attribute \`${attributeOf(name)}\` is '${text}'; allowed is ${allowed}`);
    }
  }
  return toWishes(values);
}

function toWishes({ options, page, ...requests }: Record<Group, Record<string, unknown>>): Wishes {
  const { csrfHeader, lang, expiredUrl, cover } = page as Record<string, string | undefined>;
  const csrfMeta = (page.csrfMeta as string | undefined) ?? (csrfHeader === undefined ? undefined : CSRF_META);
  // Read for each request: what swaps pages by script may swap the token.
  const headers = () => {
    const token = csrfMeta && tokenIn(csrfMeta);
    return token ? { [csrfHeader ?? CSRF_HEADER]: token } : {};
  };
  for (const name of REQUESTS) {
    if (Object.keys(requests[name]).length) options[name] = { ...requests[name], headers };
  }
  const dialog = Object.entries({ lang, 'expired-url': expiredUrl, cover: cover ? '' : undefined });
  return {
    options: options as IdleTimerOptions,
    dialog: Object.fromEntries(dialog.filter(([, value]) => value !== undefined)) as Record<string, string>,
    fresh: page.fresh === true,
    csrfMeta,
  };
}

/** The CSRF token that the page has in a `<meta>`. */
export const tokenIn = (meta: string): string | undefined =>
  document.querySelector<HTMLMetaElement>(`meta[name="${CSS.escape(meta)}"]`)?.content;

/** An error of the class speaks of options: for the owner of a tag they are attributes. */
export const inAttributes = (message: string): string =>
  message.replace(
    /`(\w+)(?:\.(\w+))?`/,
    (_, group: string, key?: string) => `\`${attributeOf(key && key !== 'url' ? group + capital(key) : group)}\``,
  );
