// All the rest is the script tag's: this page only has something to save before it goes.
const { timer } = stillhere;
const letter = document.getElementById('letter');
const signOut = document.getElementById('sign-out');

async function saveDraft() {
  if (letter.value === letter.defaultValue) return;
  const body = new URLSearchParams({ letter: letter.value });
  const headers = { 'X-CSRF-Token': signOut.elements.csrf.value };
  const response = await fetch('/draft', { method: 'POST', headers, body });
  if (!response.ok) throw new Error(`the draft was not saved: ${response.status}`);
}

timer.addEventListener('expire', ({ waitUntil }) => {
  const saved = saveDraft();
  waitUntil(saved);
  saved.catch(() => {
    // What could not be saved must stay within reach.
    document.querySelector('stillhere-dialog').remove();
    document.getElementById('unsaved').hidden = false;
  });
});

signOut.addEventListener('submit', (event) => {
  event.preventDefault();
  timer.expire();
});
