import { useIdle } from '@vueuse/core';
import { effectScope, watch } from 'vue';
import { install, several } from './bench.js';

install(({ count, timeout }, tell) =>
  several(count, () => {
    const scope = effectScope(true);
    scope.run(() => {
      const { idle } = useIdle(timeout);
      watch(idle, (is) => tell(is ? 'expire' : 'active'), { flush: 'sync' });
    });
    return { stop: () => scope.stop() };
  }),
);
