const WORDS = { stopped: 'Stopped', active: 'Active', warning: 'Still there?', expired: 'Signed out' };
let last = '';

/** The tab's title tells the state, for whoever looks at the row of tabs. In a warning the dialog puts the time before it. */
export function setTitle(state, tab) {
  const title = `${WORDS[state]} · ${tab} · stillhere`;
  if (title !== last) document.title = title;
  last = title;
}
