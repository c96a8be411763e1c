import { install, several } from './bench.js';

// The snippet that everybody writes first.
install(({ count, timeout }, tell) =>
  several(count, () => {
    let timer: ReturnType<typeof setTimeout>;
    const reset = () => {
      clearTimeout(timer);
      timer = setTimeout(() => tell('expire'), timeout);
    };
    const events = ['mousemove', 'mousedown', 'keydown', 'scroll', 'touchstart'];
    for (const type of events) document.addEventListener(type, reset);
    reset();
    return {
      stop() {
        clearTimeout(timer);
        for (const type of events) document.removeEventListener(type, reset);
      },
    };
  }),
);
