import { install } from './bench.js';

install(() => {
  const listen = () => {};
  window.addEventListener('mousemove', listen, { capture: true, passive: true });
  return { stop: () => window.removeEventListener('mousemove', listen, { capture: true }) };
});
