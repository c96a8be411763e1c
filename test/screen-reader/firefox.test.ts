import { tell } from './stories.js';

tell('firefox');
