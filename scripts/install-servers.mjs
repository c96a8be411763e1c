import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { stacks } from '../test/servers/stacks/stacks.mjs';
import { install, quietly } from './apt.mjs';
import { installIn } from './install.mjs';

/** Installs what these stacks need: packages of the system, and a folder of modules that is not the project's own. */
export function installServers(chosen) {
  const packages = [...new Set(chosen.flatMap(({ apt = [] }) => apt))];
  install(packages.filter((name) => !quietly('dpkg-query', ['-W', name])));
  for (const folder of new Set(chosen.map(({ npm }) => npm).filter(Boolean))) {
    installIn(fileURLToPath(new URL(`../test/servers/stacks/${folder}`, import.meta.url)));
  }
}

// As a program: what every test run needs.
if (process.argv[1] === fileURLToPath(import.meta.url)) installServers(stacks.filter(({ ci }) => ci));
