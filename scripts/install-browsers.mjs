import process from 'node:process';
import { missing } from '../test/engines/binaries.mjs';
import { install } from './apt.mjs';

if (missing().length) install([...new Set(missing().map((need) => need.package))]);

const needs = missing();
if (needs.length) {
  console.error('Missing for the tests:');
  for (const { hint, package: name } of needs) console.error(`- ${hint} (Debian: apt-get install ${name})`);
  process.exitCode = 1;
} else {
  console.log('All that the browsers need is installed.');
}
