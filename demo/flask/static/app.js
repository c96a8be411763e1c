const { csrf, timeout, fresh } = document.currentScript.dataset;
const element = (id) => document.getElementById(id);
const headers = { 'X-CSRF-Token': csrf };

const showSeconds = ({ remaining }) => {
  element('seconds').textContent = Math.ceil(remaining / 1000);
};

async function saveDraft() {
  const letter = element('letter');
  if (letter.value === letter.defaultValue) return;
  const body = new URLSearchParams({ letter: letter.value });
  const response = await fetch('/draft', { method: 'POST', headers, body });
  if (!response.ok) throw new Error(`the draft was not saved: ${response.status}`);
}

const timer = new stillhere.IdleTimer({
  timeout: Number(timeout),
  warnBefore: Math.min(20_000, timeout / 2),
  keepAlive: { url: '/session/ping', headers },
  check: '/session/check',
  endSession: { url: '/logout', headers },
  onWarn(event) {
    showSeconds(event);
    element('warning').showModal();
  },
  onTick: showSeconds,
  onActive: () => element('warning').close(),
  onExpire({ reason, waitUntil }) {
    const saved = saveDraft();
    waitUntil(saved);
    saved.then(
      () => location.assign(`/login?reason=${reason}`),
      () => {
        element('warning').close();
        element('unsaved').hidden = false;
      },
    );
  },
});

element('stay').addEventListener('click', () => timer.extend());
element('sign-out').addEventListener('submit', (event) => {
  event.preventDefault();
  timer.expire();
});
timer.start({ fresh: fresh === 'yes' });
