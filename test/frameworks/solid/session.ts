import { from } from 'solid-js';
import { timer } from '../timer';

export const createSession = () => from(timer, timer.getSnapshot());
