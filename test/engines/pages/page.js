const query = new URLSearchParams(location.search);

window.timer = new stillhere.IdleTimer(JSON.parse(query.get('options') ?? '{}'));
window.log = [];

for (const type of ['warn', 'tick', 'active', 'expire', 'change', 'restart', 'ping', 'pingerror']) {
  timer.addEventListener(type, (event) => {
    const entry = { type, at: Date.now(), state: timer.state };
    for (const [name, value] of Object.entries(event)) {
      if (name !== 'isTrusted' && typeof value !== 'function') entry[name] = name === 'error' ? String(value) : value;
    }
    log.push(entry);
  });
}

if (query.get('start') !== '0') timer.start();
