import { install } from './bench.js';

install(() => ({ stop() {} }));
