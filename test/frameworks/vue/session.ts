import { shallowRef, watchEffect } from 'vue';
import { timer } from '../timer';

export function useSession() {
  const session = shallowRef(timer.getSnapshot());
  // On a server nothing is ever unmounted; an effect Vue ends there at once.
  watchEffect((onCleanup) => {
    onCleanup(
      timer.subscribe((snapshot) => {
        session.value = snapshot;
      }),
    );
  });
  return session;
}
