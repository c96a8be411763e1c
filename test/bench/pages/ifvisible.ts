import { ifvisible } from 'ifvisible.js';
import { install } from './bench.js';

// There is one in a page, which listens from the import on and cannot be stopped.
install(({ timeout }, tell) => {
  const onIdle = () => tell('expire');
  const onWakeup = () => tell('active');
  ifvisible.on('idle', onIdle);
  ifvisible.on('wakeup', onWakeup);
  ifvisible.setIdleDuration(timeout / 1_000);
  return {
    stop() {
      ifvisible.off('idle', onIdle);
      ifvisible.off('wakeup', onWakeup);
    },
  };
});
