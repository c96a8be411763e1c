const SECOND = 1_000;

/** What each face is, by what a timer says. */
const FACES = {
  warning: {},
  'warning, ended by any act': { asks: false },
  'the limit': { extendable: false },
  'signed out': { state: 'expired' },
  'the logout failed': { state: 'expired', failed: true },
  'for people who are not signed in': { attributes: { texts: 'anonymous' } },
  'not signed in, the end': { state: 'expired', attributes: { texts: 'anonymous' } },
};

/** The columns: a class, and attributes of the dialogs. */
const LOOKS = {
  light: {},
  dark: {},
  phone: {},
  'right to left': { lang: 'ar' },
  'German, in a narrow column': { className: 'phone', lang: 'de' },
  'text of twice the size': { className: 'large' },
};

// A dialog is modal, and keeps the page behind from scrolling: not here, where there are many.
HTMLDialogElement.prototype.showModal = function () {
  this.setAttribute('open', '');
};
for (const type of ['wheel', 'touchmove', 'keydown']) {
  window.addEventListener(type, (event) => event.stopImmediatePropagation(), { capture: true });
}

/** Stands still: a picture of a timer. */
function pictured({ state = 'warning', extendable = true, asks = true }) {
  return Object.assign(new EventTarget(), {
    name: 'picture',
    state,
    extendable,
    remaining: 100 * SECOND,
    ask: () => asks,
    extend: () => true,
    expire() {},
  });
}

function show(face, { lang }) {
  const dialog = document.createElement('stillhere-dialog');
  for (const [name, value] of Object.entries({ ...FACES[face].attributes, lang: lang ?? 'en' })) {
    dialog.setAttribute(name, value);
  }
  const timer = pictured(FACES[face]);
  dialog.timer = timer;
  const figure = document.createElement('figure');
  figure.append(dialog);
  figure.ariaLabel = face;
  return {
    figure,
    begin: () => FACES[face].failed && timer.dispatchEvent(Object.assign(new Event('logout'), { ok: false })),
  };
}

await customElements.whenDefined('stillhere-dialog');
for (const [look, options] of Object.entries(LOOKS)) {
  const heading = document.createElement('h2');
  heading.textContent = look;
  const faces = document.createElement('div');
  faces.className = `faces ${options.className ?? look}`;
  document.body.append(heading, faces);
  for (const face of Object.keys(FACES)) {
    const { figure, begin } = show(face, options);
    faces.append(figure);
    begin();
  }
}
scrollTo(0, 0);
