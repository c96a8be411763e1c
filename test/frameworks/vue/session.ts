import { shallowRef, watchPostEffect } from 'vue';
import { timer } from '../timer';

export function useSession() {
  const session = shallowRef(timer.getSnapshot());
  // A post effect: on a server, where nothing is ever unmounted, it does not run.
  watchPostEffect((onCleanup) => {
    onCleanup(
      timer.subscribe((snapshot) => {
        session.value = snapshot;
      }),
    );
  });
  return session;
}
