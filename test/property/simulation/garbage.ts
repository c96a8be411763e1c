import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const EACH = 200;
let count = 0;

/** Left to itself the garbage of thousands of simulated pages grows to many gigabytes, and slows the rest down. */
export function collectGarbage(): void {
  if (++count % EACH === 0) collect();
}
