import { type DialogTexts, TEXTS } from './texts.js';

const RIGHT_TO_LEFT = /^(ar|he|iw|fa|ur|ps|sd|ug|yi|dv|ckb)\b|-(arab|hebr)\b/i;

export interface Language {
  readonly texts: DialogTexts;
  /** A tag that `Intl` takes. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
}

/** The language of that place: shadow roots do not stop it. */
export function languageAt(place: Element): string {
  for (let node: Element | null = place; node; node = (node.getRootNode() as Partial<ShadowRoot>).host ?? null) {
    const lang = node.closest('[lang]:not([lang=""])')?.getAttribute('lang');
    if (lang) return lang;
  }
  return navigator.language;
}

/** What `Intl` takes of a tag. Java and POSIX write `zh_Hans_CN`, `de_DE@euro`, `zh_CN_#Hans`, and people `fr-`. */
export function toTag(language: string): string {
  const parts = language.replace(/[^\w-].*/, '').split(/[-_]/);
  for (; parts.length; parts.pop()) {
    try {
      return Intl.getCanonicalLocales(parts.join('-'))[0] as string;
    } catch {}
  }
  return 'en';
}

/**
 * The texts of a language, or the English ones if it has none.
 *
 * @param set - the name of another set, `anonymous`.
 * @param own - the page brings texts of its own: then they are in its language, known here or not.
 */
export function textsFor(language: string, set = '', own = false): Language {
  const tag = toTag(language);
  const suffix = set && `-x-${set}`;
  const parts = (/^zh-(tw|hk|mo)/i.test(tag) ? 'zh-hant' : tag.toLowerCase()).split('-');
  let base = 'en';
  for (; parts.length; parts.pop()) {
    const candidate = parts.join('-');
    if (!Object.hasOwn(TEXTS, candidate + suffix)) continue;
    base = candidate;
    break;
  }
  const lang = parts.length || own ? tag : 'en';
  return {
    texts: { ...TEXTS.en, ...TEXTS[base], ...TEXTS[base + suffix] } as DialogTexts,
    lang,
    dir: RIGHT_TO_LEFT.test(lang) ? 'rtl' : 'ltr',
  };
}
