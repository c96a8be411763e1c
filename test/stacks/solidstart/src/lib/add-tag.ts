/** A script in what Solid renders in the browser does not run. */
export function addTag(): () => void {
  const script = document.createElement('script');
  script.src = '/stillhere.min.js';
  Object.assign(script.dataset, {
    timeout: '9s',
    warnBefore: '8s',
    keepAlive: '/session/renew',
    keepAliveInterval: '2s',
    endSession: '/session/logout',
    expiredUrl: '/tag/login',
  });
  document.head.append(script);
  return () => script.remove();
}
