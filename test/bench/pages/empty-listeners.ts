import { install, listenEmptily } from './bench.js';

install(() => ({ stop: listenEmptily('pointermove', 'mousemove') }));
