/** 0:07, 12:30, 1:02:03: whole seconds, rounded up, so that 0:00 is the end and not before. */
export function clock(milliseconds) {
  const all = Math.max(0, Math.ceil(milliseconds / 1000));
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  const pad = (number) => String(number).padStart(2, '0');
  return hours ? `${hours}:${pad(minutes)}:${pad(seconds)}` : `${minutes}:${pad(seconds)}`;
}

/** A length of time as it is said: 20 s, 5 min, 1 h 30 min. */
export function length(seconds) {
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [Math.round(seconds % 60), 's'],
  ];
  const said = parts.filter(([number]) => number).map((part) => part.join('\u00a0'));
  return said.join(' ') || '0\u00a0s';
}

const time = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 1,
});

/** 12:30:01.5 */
export const timeOfDay = (epoch) => time.format(epoch);

export const STATE_NAMES = { stopped: 'Stopped', active: 'Active', warning: 'Warning', expired: 'Signed out' };

export const REASON_TEXTS = {
  idle: 'Nobody was here for too long.',
  maxAge: 'The longest time that a session may last is over.',
  server: 'The server’s session is gone.',
  ended: 'You signed out, here or in another tab.',
};
