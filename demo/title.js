import { clock } from './words.js';

/** The tab's title tells the state, for whoever looks at the row of tabs. */
export function setTitle(state, remaining, tab) {
  const words = {
    stopped: 'stopped',
    active: 'active',
    warning: `${clock(remaining)} Still here?`,
    expired: 'Signed out',
  };
  const title = `${words[state]} · ${tab} · stillhere`;
  if (document.title !== title) document.title = title;
}
