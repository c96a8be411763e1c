import { useSyncExternalStore } from 'react';
import { timer } from '../timer';

// What a server has rendered, also for a part of the page that React hydrates after the timer has started.
const stopped = timer.getSnapshot();

export const useSession = () => useSyncExternalStore(timer.subscribe, timer.getSnapshot, () => stopped);
