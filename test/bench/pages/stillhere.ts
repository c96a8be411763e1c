import { IdleTimer } from '../../../build/index.js';
import { install, several } from './bench.js';

install(({ count, timeout, warnBefore, name = 'bench', crossTab = false, untrusted = false }, tell) =>
  several(count, () => {
    const timer = new IdleTimer({
      timeout,
      warnBefore,
      name,
      crossTab,
      untrusted,
      onWarn: () => tell('warn'),
      onActive: () => tell('active'),
      onExpire: () => tell('expire'),
    });
    timer.start();
    return { stop: () => timer.stop(), extend: () => timer.extend() };
  }),
);
