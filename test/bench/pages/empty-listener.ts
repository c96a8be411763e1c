import { install, listenEmptily } from './bench.js';

install(() => ({ stop: listenEmptily('mousemove') }));
