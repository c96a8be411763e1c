import { describe, expect, test } from 'vitest';
import { duration } from '../../../src/dialog/format.js';
import { StillhereDialog } from '../../../src/dialog/index.js';
import { languageAt, textsFor, toTag } from '../../../src/dialog/language.js';

describe('the language of the dialog', () => {
  test.for([
    ['zh_Hans_CN', 'zh-Hans-CN', '登录'],
    ['zh_CN_#Hans', 'zh-CN', '登录'],
    ['zh-cmn-Hans', 'zh', '登录'],
    ['zh-TW', 'zh-TW', '登入'],
    ['zh-Hant-HK', 'zh-Hant-HK', '登入'],
    ['zh_HK', 'zh-HK', '登入'],
    ['en_US_POSIX', 'en-US-posix', 'Sign in'],
    ['en_US.UTF-8', 'en-US', 'Sign in'],
    ['en-GB-oed', 'en-GB-oxendict', 'Sign in'],
    ['de_DE@euro', 'de-DE', 'Anmelden'],
    ['de-', 'de', 'Anmelden'],
    ['fr-', 'fr', 'Se connecter'],
    ['ja_JP_JP', 'ja-JP', 'サインイン'],
    ['pt-BR', 'pt-BR', 'Iniciar sessão'],
    ['C', 'en', 'Sign in'],
    ['i-klingon', 'en', 'Sign in'],
    ['tlh', 'en', 'Sign in'],
  ] as const)('%s is no error, and keeps the countdown', ([tag, lang, signIn]) => {
    const language = textsFor(tag);
    expect(language.texts.signIn).toBe(signIn);
    expect(duration(90_000, language.lang)).not.toBe('');
    expect(toTag(tag).split('-')[0]).toBe(lang === 'en' && tag === 'tlh' ? 'tlh' : lang.split('-')[0]);
  });

  test('own texts in a further language have its direction, plural and voice', () => {
    const { lang, dir } = textsFor('he-IL', '', true);
    expect([lang, dir, duration(7_000, lang)]).toEqual(['he-IL', 'rtl', '7 שניות']);
    expect(textsFor('da', '', true).lang).toBe('da');
    expect(textsFor('da').lang).toBe('en');
  });

  test('a further language is one object', () => {
    StillhereDialog.texts.cy = { heading: 'Ydych chi yno o hyd?' };
    expect(textsFor('cy-GB')).toMatchObject({
      lang: 'cy-GB',
      texts: { heading: 'Ydych chi yno o hyd?', stay: 'Stay signed in' },
    });
    delete StillhereDialog.texts.cy;
  });

  test('people who are not signed in are told of their answers, in English if need be', () => {
    expect(textsFor('en-GB', 'anonymous').texts.text).toMatch(
      /^For your security, your answers will be deleted in \{time\}/,
    );
    expect(textsFor('en-GB', 'anonymous').texts.heading).toBe('Are you still there?');
    expect(textsFor('de', 'anonymous')).toMatchObject({
      lang: 'en',
      dir: 'ltr',
      texts: { over: 'Your answers have been deleted' },
    });
    StillhereDialog.texts['de-x-anonymous'] = { over: 'Ihre Antworten wurden gelöscht' };
    expect(textsFor('de-AT', 'anonymous')).toMatchObject({
      lang: 'de-AT',
      texts: { over: 'Ihre Antworten wurden gelöscht' },
    });
    delete StillhereDialog.texts['de-x-anonymous'];
  });

  test('no English text speaks of sessions and timeouts, and every language has a time in each sentence', () => {
    for (const [tag, texts] of Object.entries(StillhereDialog.texts)) {
      if (tag.startsWith('en')) expect(Object.values(texts).join(' ')).not.toMatch(/session|time-?out/i);
      expect([tag, texts.text, texts.limitText]).toEqual([
        tag,
        expect.stringContaining('{time}'),
        expect.stringContaining('{time}'),
      ]);
    }
  });

  test('a shadow root does not hide the language of the page', () => {
    document.documentElement.lang = 'fr';
    const outer = document.createElement('div');
    document.body.append(outer);
    const inner = document.createElement('p');
    outer.attachShadow({ mode: 'open' }).append(inner);
    expect(languageAt(inner)).toBe('fr');
    inner.lang = '';
    expect(languageAt(inner)).toBe('fr');
    outer.lang = 'sv';
    expect(languageAt(inner)).toBe('sv');
    document.documentElement.lang = 'en';
  });
});
