import { writeComparison } from './comparison.js';
import { events } from './events.js';
import { lateness } from './lateness.js';
import { scale } from './scale.js';
import { size } from './size.js';
import { tabs } from './tabs.js';
import { wakeUps } from './wake-ups.js';

/** `npm run bench -- events size` measures these; without a name all. */
const PARTS = { events, tabs, lateness, 'wake-ups': wakeUps, scale, size, readme: writeComparison };

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in PARTS));
if (unknown.length) throw new Error(`no such part: ${unknown.join(', ')}. There are ${Object.keys(PARTS).join(', ')}`);
for (const [name, measure] of Object.entries(PARTS)) if (!names.length || names.includes(name)) await measure();
