import { useSyncExternalStore } from 'react';
import { timer } from '../timer';

export const useSession = () => useSyncExternalStore(timer.subscribe, timer.getSnapshot, timer.getServerSnapshot);
