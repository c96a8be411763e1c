import { InactivityCountdownTimer } from 'inactivity-countdown-timer';
import { install, several } from './bench.js';

install(({ count, timeout, warnBefore, name = 'bench' }, tell) =>
  several(count, () => {
    let warned = false;
    const timer = new InactivityCountdownTimer({
      idleTimeoutTime: timeout,
      localStorageKey: name,
      timeoutCallback: () => tell('expire'),
      ...(warnBefore && {
        startCountDownTimerAt: warnBefore,
        countDownCallback() {
          if (!warned) tell('warn');
          warned = true;
        },
        countDownCancelledCallback() {
          warned = false;
          tell('active');
        },
      }),
    });
    timer.start();
    return { stop: () => timer.cleanup() };
  }),
);
