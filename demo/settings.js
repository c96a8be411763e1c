/** In seconds, as a person types them. Short, so that a demonstration is; a site takes minutes. */
export const DEFAULTS = {
  timeout: 30,
  warnBefore: 10,
  maxAge: 0,
  interval: 5,
  lifetime: 45,
  extendOn: 'explicit',
  keepAlive: true,
  check: false,
  persist: false,
};

export const NAMES = Object.keys(DEFAULTS);

/** The settings in an address; what it does not name, or names wrongly, is the default, or less where the timeout is short. */
export function fromQuery(search) {
  const query = new URLSearchParams(search);
  const entries = NAMES.map((name) => [name, query.has(name) ? parse(name, query.get(name)) : DEFAULTS[name]]);
  const settings = Object.fromEntries(entries);
  const third = Math.max(1, Math.floor(settings.timeout / 3));
  for (const name of ['warnBefore', 'interval']) if (!query.has(name)) settings[name] = Math.min(settings[name], third);
  return settings;
}

/** The address's query for settings: only what differs from the defaults. */
export function toQuery(settings) {
  const changed = NAMES.filter((name) => settings[name] !== DEFAULTS[name]);
  const query = new URLSearchParams(changed.map((name) => [name, String(settings[name])]));
  return query.size ? `?${query}` : '';
}

function parse(name, text) {
  const usual = DEFAULTS[name];
  if (typeof usual === 'boolean') return text === 'true' || text === '1' || text === 'on';
  if (typeof usual === 'string') return text === 'activity' ? 'activity' : 'explicit';
  const number = Number(text);
  return text.trim() !== '' && number >= 0 ? number : usual;
}

/** What a site should know about a choice: the rule that keeps the server from ending first. */
export function advice({ timeout, warnBefore, interval, lifetime, keepAlive }) {
  if (!keepAlive) return 'Without keep-alive the server ends its session whatever the person does in the page.';
  if (interval >= lifetime)
    return `The server ends after ${lifetime} s, but is told only every ${interval} s: it will end first. Choose a shorter interval.`;
  if (lifetime < timeout + interval)
    return `The server may end before the timer does. Give it at least timeout + interval = ${timeout + interval} s.`;
  if (warnBefore > 0 && warnBefore < 20)
    return 'Good for a demonstration. On a site give people at least 20 s to answer a warning (WCAG 2.2.1).';
  return '';
}
