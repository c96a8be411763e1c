/* What the tests ask of a page. */
const tabs = document.documentElement.dataset.variant === 'openid-tabs';
const { timer, users, signOut } = await import(tabs ? './session-tabs.js' : './session.js');

export const credentials = async () => ({ 'X-Refresh-Token': (await users.getUser())?.refresh_token ?? '' });

globalThis.stillhere = { timer };
document.querySelector('stillhere-dialog').timer = timer;

if (location.pathname === '/sign-out') {
  sessionStorage.setItem('prompt', 'login');
  await signOut();
} else await import(tabs ? './home-tabs.js' : './home.js');
