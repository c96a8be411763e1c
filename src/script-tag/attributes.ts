import { page } from '../browser/page.js';
import { StillhereDialog } from '../dialog/index.js';
import type { OptionError } from '../normalize-options.js';
import { REQUEST_RULES, RULES, type Rule } from '../option-rules.js';
import type { IdleTimerOptions } from '../options.js';
import { createToken, type Token } from './token.js';

/** What a script tag asks for. */
export interface TagConfig {
  readonly options: IdleTimerOptions;
  /** The attributes of the dialog. */
  readonly dialog: Readonly<Record<string, string>>;
  readonly start: {
    /** A session begins with this page: the person has just signed in. */
    readonly fresh: boolean;
    /** The request that loaded the page renewed the server's session. */
    readonly renewed: boolean;
  };
  readonly token: Token | undefined;
  /** Who is signed in, as the site says. */
  readonly owner: string | undefined;
  /** The forms that are saved before the end, and where. */
  readonly save: { readonly forms: string; readonly url: string } | undefined;
}

/** A tag's attributes, by their names in a `dataset`. */
export type Attributes = Readonly<Record<string, string | undefined>>;

/** What an attribute may say, and how it is read; undefined is no value. */
type Parser = readonly [allowed: string, parse: (text: string) => unknown];

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const DURATION: Parser = [
  'a duration such as 90s, 30m, 1h or 1500 (milliseconds)',
  (text) => {
    const [, number, unit = 'ms'] = /^(\d+(?:\.\d+)?) ?(ms|s|m|h|d)?$/.exec(text.trim()) ?? [];
    return number && Number(number) * UNITS[unit as keyof typeof UNITS];
  },
];
const FLAG: Parser = [
  'true or false',
  (text) => (text === '' || text === 'true' ? true : text === 'false' ? false : undefined),
];
const LIST: Parser = ['', (text) => text.split(/[\s,]+/).filter(Boolean)];
const TEXT: Parser = ['', (text) => text];
/** Else `data-end="/logout"` would be a button's text, and nothing a logout. */
const WORDS: Parser = ['a text of the dialog', (text) => (/^(\/|https?:|\d+ ?\w{0,2}$)/.test(text) ? undefined : text)];
const SELECTOR: Parser = [
  'a selector of forms',
  (text) => {
    try {
      page.querySelector(text);
      return text;
    } catch {
      return;
    }
  },
];
const ADDRESS: Parser = [
  'an http or https address',
  (text) => {
    try {
      // A <base> that somebody injected leads nowhere; `about:srcdoc` has no other.
      const { href, protocol } = new URL(text, location.protocol === 'about:' ? page.baseURI : location.href);
      return text.trim() && /^https?:$/.test(protocol) ? href : undefined;
    } catch {
      return;
    }
  },
];

const parserOf = ([types]: Rule): Parser | undefined => {
  const kinds = { address: ADDRESS, number: DURATION, boolean: FLAG, list: LIST, string: TEXT };
  return Object.entries(kinds).find(([kind]) => types.includes(kind))?.[1];
};

const capital = (key: string) => key.replace(/./, (letter) => letter.toUpperCase());
const camel = (name: string) => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** What no `observedAttributes` names. */
const DIALOG_FLAGS = ['cover', 'hide-sign-out', 'sign-in-popup'];
const DIALOG = [...StillhereDialog.observedAttributes, 'texts', ...DIALOG_FLAGS];
const AFTER: Parser = ['redirect', (text) => (text === 'redirect' ? text : undefined)];

type Group = 'page' | 'token' | 'dialog' | 'options' | keyof typeof REQUEST_RULES;

type Values = Record<Group, Record<string, unknown>>;

/** Every attribute; if two mean the same name the later counts. */
const ATTRIBUTES = new Map<string, readonly [group: Group, key: string, parser: Parser]>();
for (const name of DIALOG) {
  const parser = DIALOG_FLAGS.includes(name) ? FLAG : name.endsWith('url') ? ADDRESS : WORDS;
  ATTRIBUTES.set(camel(name), ['dialog', name, parser]);
}
ATTRIBUTES.set('after', ['dialog', 'after', AFTER]);
ATTRIBUTES.set('owner', ['page', 'owner', TEXT]);
ATTRIBUTES.set('save', ['page', 'save', SELECTOR]);
ATTRIBUTES.set('saveUrl', ['page', 'url', ADDRESS]);
for (const key of ['csrfHeader', 'csrfMeta', 'csrfCookie', 'csrfField']) ATTRIBUTES.set(key, ['token', key, TEXT]);
for (const key of ['fresh', 'renewed']) ATTRIBUTES.set(key, ['page', key, FLAG]);
const addRules = (group: Group, prefix: string, rules: Readonly<Record<string, Rule>>) => {
  for (const [key, rule] of Object.entries(rules)) {
    const parser = parserOf(rule);
    if (parser && key !== 'url' && key !== 'body')
      ATTRIBUTES.set(prefix ? prefix + capital(key) : key, [group, key, parser]);
  }
};
addRules('options', '', RULES);
for (const [group, rules] of Object.entries(REQUEST_RULES)) addRules(group as Group, group, rules);

/** Begins like one of ours, whatever follows. */
const OURS = /^(timeout|warn|maxAge|keepAlive|check(?=[A-Z])|endSession|csrf)/;

const message = (what: string, name: string, { [name]: text }: Attributes, rest: string) =>
  `${what} \`data-${kebab(name)}\` is ${text === undefined ? 'missing' : `'${text}'`}; ${rest}`;

/**
 * What the `data-` attributes of a script tag ask for; undefined if it has none of ours. Others are their owners'
 * business, unless they look like ours misspelt.
 *
 * @param onToken - called with a new CSRF token that an answer has brought.
 * @throws an error that names the attribute, the value and what is allowed.
 */
export function parseAttributes(data: Attributes, onToken = (_token: string) => {}): TagConfig | undefined {
  const values: Values = {
    page: {},
    token: {},
    dialog: {},
    options: {},
    keepAlive: {},
    check: {},
    endSession: {},
  };
  let found = false;
  for (const [name, text = ''] of Object.entries(data)) {
    const [group, key, parser] = ATTRIBUTES.get(name) ?? [];
    if (!group) {
      const meant = misspelt(name);
      if (meant)
        throw new TypeError(message('unknown attribute', name, data, `did you mean \`data-${kebab(meant)}\`?`));
      continue;
    }
    found = true;
    // A template writes what is not set as an empty attribute.
    if (!text && group !== 'options' && parser !== FLAG) continue;
    const value = parser![1](text);
    if (value === undefined) throw new RangeError(message('attribute', name, data, `allowed is ${parser![0]}`));
    values[group][key!] = value;
  }
  return found ? toConfig(values, onToken) : undefined;
}

function toConfig(
  { page: own, token: said, dialog, options, ...requests }: Values,
  onToken: (token: string) => void,
): TagConfig {
  const token = createToken(said, onToken);
  const owner = own.owner as string | undefined;
  if (dialog['sign-in-popup'] && !owner)
    throw new TypeError(
      'attribute `data-owner` is missing; `data-sign-in-popup` needs it, or a page could go on as somebody else',
    );
  const { save, url } = own as { save?: string; url?: string };
  if (save && !url) throw new TypeError('attribute `data-save-url` is missing; `data-save` needs an address');
  for (const [name, request] of Object.entries(requests)) {
    const url = options[name] as string | undefined;
    const { method = name === 'check' ? 'GET' : 'POST' } = request as { method?: string };
    if (url || Object.keys(request).length)
      options[name] = {
        ...request,
        ...(url && { url, ...token?.of(url, !/^(get|head)$/i.test(method)) }),
      };
  }
  const flags = Object.entries(dialog).filter(([, value]) => value !== false);
  return {
    options,
    dialog: Object.fromEntries(flags.map(([name, value]) => [name, value === true ? '' : String(value)])),
    start: { fresh: own.fresh === true, renewed: own.renewed !== false },
    token,
    owner,
    save: save && url ? { forms: save, url } : undefined,
  };
}

/** The attribute that was probably meant. */
function misspelt(name: string): string | undefined {
  const names = [...ATTRIBUTES.keys()];
  for (const edits of [0, 1, 2]) {
    // A short name is soon a word of somebody else's: `data-test` is no `data-text`.
    const meant = names.find(
      (known) => edits < Math.floor(known.length / 3) && isNear(name.toLowerCase(), known.toLowerCase(), edits),
    );
    if (meant) return meant;
  }
  const [head] = OURS.exec(name) ?? [];
  return head && names.find((known) => known.startsWith(head));
}

/** An edit is a letter that is missing, too many, wrong or swapped with the next. */
function isNear(a: string, b: string, edits: number): boolean {
  if (!a || !b) return a.length + b.length <= edits;
  if (a[0] === b[0]) return isNear(a.slice(1), b.slice(1), edits);
  const after = (i: number, j: number) => isNear(a.slice(i), b.slice(j), edits - 1);
  return edits > 0 && (after(1, 1) || after(1, 0) || after(0, 1) || (a[0] === b[1] && a[1] === b[0] && after(2, 2)));
}

/** An error of the class speaks of options: for the owner of a tag they are attributes. */
export function inAttributes(error: Error & Partial<OptionError>, data: Attributes): string {
  const { option, allowed } = error;
  if (!option) return error.message;
  const name = option.replace('.url', '').replace(/\.(.)/, (_, letter: string) => letter.toUpperCase());
  return message('attribute', name, data, `allowed is ${allowed}`);
}
