import { execFileSync } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';

const { env, platform } = process;
const linux = platform === 'linux';

const onPath = (...names) =>
  (env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));

/** What macOS and Windows have outside of PATH. */
const installed = (application, executable) =>
  platform === 'darwin'
    ? [join('/Applications', application)]
    : [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
        .filter((folder) => folder && platform === 'win32')
        .map((folder) => join(folder, executable));

/** A path from the environment stands alone: where it is wrong, no other binary is taken in silence. */
const first = (variable, candidates, fits = runnable) =>
  (env[variable] ? [env[variable]] : candidates()).find((path) => fits(path));

function runnable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function list(folder, options) {
  try {
    return readdirSync(folder, options).map((name) => join(folder, String(name)));
  } catch {
    return [];
  }
}

/** On Debian it is in a folder named after the processor. */
const miniBrowsers = () =>
  ['/usr/lib', '/usr/libexec', '/usr/lib64']
    .flatMap((folder) => [folder, ...list(folder).filter((path) => path.endsWith('-linux-gnu'))])
    .flatMap((folder) => ['6.0', '4.1', '4.0'].map((api) => join(folder, `webkit2gtk-${api}`, 'MiniBrowser')));

/** Version managers put a python3 without the system's packages first in PATH. */
const pythons = () => ['/usr/bin/python3', ...onPath('python3', 'python', 'python.exe')];

const imports = (module) => (path) => {
  try {
    execFileSync(path, ['-c', `import ${module}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Without a font text has no size, and what is below it moves into reach of the pointer. */
const fonts = () =>
  linux
    ? list('/usr/share/fonts', { recursive: true }).filter((path) => /\.(ttf|otf)$/.test(path))
    : [process.execPath];

const requirements = {
  chromium: {
    find: () =>
      first('CHROMIUM_BIN', () => [
        ...onPath('chromium', 'google-chrome', 'google-chrome-stable'),
        ...installed('Google Chrome.app/Contents/MacOS/Google Chrome', 'Google/Chrome/Application/chrome.exe'),
      ]),
    package: 'chromium',
    hint: 'Chromium or Google Chrome (https://www.google.com/chrome), or CHROMIUM_BIN=<path>',
  },
  firefox: {
    find: () =>
      first('FIREFOX_BIN', () => [
        ...onPath('firefox-esr', 'firefox'),
        ...installed('Firefox.app/Contents/MacOS/firefox', 'Mozilla Firefox/firefox.exe'),
      ]),
    package: 'firefox-esr',
    hint: 'Firefox (https://www.mozilla.org/firefox), or FIREFOX_BIN=<path>',
  },
  webkit: {
    find: () => first('WEBKIT_DRIVER_BIN', () => onPath('WebKitWebDriver', 'safaridriver')),
    package: 'webkit2gtk-driver',
    hint: 'the WebDriver of WebKitGTK, or WEBKIT_DRIVER_BIN=<path>; on macOS `safaridriver --enable`; there is none for Windows: BROWSERS=chromium,firefox',
  },
  ...(linux && {
    miniBrowser: {
      find: () => first('MINIBROWSER_BIN', miniBrowsers),
      package: 'webkit2gtk-driver',
      hint: 'the MiniBrowser of WebKitGTK, or MINIBROWSER_BIN=<path>',
    },
    xvfb: { find: () => first('XVFB_BIN', () => onPath('Xvfb')), package: 'xvfb', hint: 'Xvfb, or XVFB_BIN=<path>' },
  }),
  flask: {
    find: () => first('PYTHON_BIN', pythons, imports('flask')),
    package: 'python3-flask',
    hint: 'Python 3 with Flask (`python3 -m pip install flask`), or PYTHON_BIN=<path>',
  },
  django: {
    find: () => first('PYTHON_BIN', pythons, imports('django')),
    package: 'python3-django',
    hint: 'Python 3 with Django (`python3 -m pip install django`), or PYTHON_BIN=<path>',
  },
  font: { find: () => fonts()[0], package: 'fonts-dejavu-core', hint: 'any TrueType font in /usr/share/fonts' },
};

export const missing = () => Object.values(requirements).filter(({ find }) => !find());

/** @throws an Error that says how to install what is missing. */
export function find(name) {
  const { find, hint } = requirements[name];
  const path = find();
  if (!path) throw new Error(`${name} is missing: run \`npm run setup\`. What is needed: ${hint}`);
  return path;
}
