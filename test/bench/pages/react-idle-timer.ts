import { createElement } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { useIdleTimer } from 'react-idle-timer';
import { install } from './bench.js';

// Once, and not in `start`: its listeners are React's own.
const root = createRoot(document.body.appendChild(document.createElement('div')));
const stays: (() => void)[] = [];

install(({ count, timeout, warnBefore, name = 'bench', crossTab = false }, tell) => {
  const Session = () => {
    const { activate } = useIdleTimer({
      timeout,
      promptBeforeIdle: warnBefore,
      onPrompt: () => tell('warn'),
      onActive: () => tell('active'),
      onIdle: () => tell('expire'),
      // As its documentation has it.
      ...(crossTab && { crossTab, name, leaderElection: true, syncTimers: 200 }),
    });
    stays.push(() => void activate());
    return null;
  };
  flushSync(() => root.render(Array.from({ length: count }, (_, key) => createElement(Session, { key }))));
  return {
    stop: () => flushSync(() => root.render(null)),
    extend: () => stays.at(-1)?.(),
  };
});
