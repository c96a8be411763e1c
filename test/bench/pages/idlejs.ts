import { Idle } from 'idlejs';
import { install, several } from './bench.js';

install(({ count, timeout }, tell) =>
  several(count, () => {
    const idle = new Idle()
      .whenNotInteractive()
      .within(timeout, 1)
      .do(() => tell('expire'))
      .start();
    return { stop: () => void idle.stop() };
  }),
);
