import { tell } from './stories.js';

tell('chromium');
