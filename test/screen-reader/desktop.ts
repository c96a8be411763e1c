import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { find } from '../engines/binaries.mjs';
import { eventually } from '../engines/eventually.js';
import { type Child, start } from '../engines/processes.js';
import { readSpeech, type Utterance } from './speech.js';

/** A desktop whose screen reader speaks to a voice that writes down what was heard. */
export interface Desktop {
  /** Real keys, which the screen reader sees before the browser does: `Tab`, `shift+Tab`, `Return`. */
  press(key: string): Promise<void>;
  type(text: string): Promise<void>;
  /** All that was heard since then. */
  heard(since?: number): Utterance[];
  close(): Promise<void>;
}

const VOICE = fileURLToPath(new URL('voice.mjs', import.meta.url));
/** As somebody types who does not look at the screen. */
const KEY_MS = 180;
/** On a slow machine. */
const STARTED_MS = 150_000;
const SYSTEM_PATH = '/usr/bin:/bin:/usr/libexec';

const firstLine = async ({ output, exited }: Child): Promise<string> => {
  const [line] = await Promise.race([once(output, 'data'), exited.then(() => [])]);
  if (!line) throw new Error('a program of the desktop did not start');
  return String(line).trim();
};

async function writeConfiguration(home: string): Promise<void> {
  const folder = join(home, '.config/speech-dispatcher');
  await mkdir(join(folder, 'modules'), { recursive: true });
  await mkdir(join(home, 'run'));
  await mkdir(join(home, 'bin'));
  // Orca asks it for others of the same person, and refuses to be the second: here each has a desktop of its own.
  await writeFile(join(home, 'bin/pgrep'), '#!/bin/sh\n', { mode: 0o755 });
  await chmod(join(home, 'run'), 0o700);
  await writeFile(join(folder, 'modules/silent.conf'), '');
  await writeFile(
    join(folder, 'speechd.conf'),
    [
      'CommunicationMethod "unix_socket"',
      'DefaultLanguage "en"',
      'SymbolsPreproc "none"',
      `AddModule "silent" "${VOICE}" "silent.conf"`,
      'DefaultModule silent',
      'Timeout 0',
      '',
    ].join('\n'),
  );
}

/**
 * Starts a display, a session bus, the accessibility bus, a window manager, speech-dispatcher and Orca. Browsers that are
 * started afterwards belong to it: it is in the environment of this process.
 *
 * @param log where the voice writes what was heard.
 */
export async function openDesktop(log: string): Promise<Desktop> {
  const home = await mkdtemp(join(tmpdir(), 'stillhere-orca-'));
  await writeConfiguration(home);
  await mkdir(dirname(log), { recursive: true });
  await writeFile(log, '');
  const children: Child[] = [];
  const run = async (command: string, ...args: string[]) => {
    const child = await start(command, args, process.env);
    children.push(child);
    return child;
  };

  // Node, for the voice; but before it Debian's Python, for Orca.
  process.env.PATH = `${join(home, 'bin')}:${SYSTEM_PATH}:${process.env.PATH}`;
  delete process.env.WAYLAND_DISPLAY;
  Object.assign(process.env, {
    HOME: home,
    XDG_RUNTIME_DIR: join(home, 'run'),
    SPEECH_LOG: log,
    LANG: 'C.UTF-8',
    GNOME_ACCESSIBILITY: '1',
    ACCESSIBILITY_ENABLED: '1',
  });
  const display = await run(find('xvfb'), '-displayfd', '1', '-screen', '0', '1280x800x24', '-nolisten', 'tcp');
  process.env.DISPLAY = `:${await firstLine(display)}`;
  const bus = await run('dbus-daemon', '--session', '--nofork', '--print-address');
  process.env.DBUS_SESSION_BUS_ADDRESS = await firstLine(bus);
  await run('openbox');
  await run('/usr/libexec/at-spi-bus-launcher', '--launch-immediately', '--a11y=1', '--screen-reader=1');
  await run('speech-dispatcher', '-s', '-t', '0');
  await run('orca', ...(process.env.ORCA_DEBUG ? [`--debug-file=${process.env.ORCA_DEBUG}`] : []));

  const heard = (since = 0) => readSpeech(log).filter(({ from }) => from >= since);
  const isThere = () => heard().some(({ text, to }) => /screen reader on/i.test(text) && to);
  await eventually('Orca says that it is there', isThere, STARTED_MS);
  const xdotool = async (...args: string[]) => void (await (await start('xdotool', args, process.env)).exited);
  return {
    press: (key) => xdotool('key', key),
    type: (text) => xdotool('type', '--delay', String(KEY_MS), text),
    heard,
    async close() {
      for (const child of children.reverse()) await child.kill();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
