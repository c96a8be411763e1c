const secondsIn = (remaining: number) => Math.max(0, Math.ceil(remaining / 1_000));

/** "1:05", in the digits of the language. */
export function clock(remaining: number, lang: string): string {
  const seconds = secondsIn(remaining);
  const parts = seconds < 3_600 ? [seconds / 60] : [seconds / 3_600, (seconds / 60) % 60];
  return [...parts, seconds % 60]
    .map((part, index) => format(Math.floor(part), lang, { minimumIntegerDigits: index ? 2 : 1 }))
    .join(':');
}

/** "2 minutes", in the words and the plural of the language; "59 seconds" below a minute. */
export function duration(remaining: number, lang: string): string {
  const seconds = secondsIn(remaining);
  const [value, unit] = seconds < 60 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute'];
  return format(value, lang, { style: 'unit', unit, unitDisplay: 'long' });
}

const format = (value: number, lang: string, options: Intl.NumberFormatOptions): string =>
  new Intl.NumberFormat(lang, options).format(value);
