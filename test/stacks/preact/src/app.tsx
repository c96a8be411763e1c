import { useEffect, useState } from 'preact/hooks';
import 'stillhere/dialog';
import { timer } from './timer';

const post = (address: string) => fetch(address, { method: 'POST' });

function go(path: string): void {
  history.pushState(undefined, '', path);
  dispatchEvent(new PopStateEvent('popstate'));
}

function Link({ to, children }: { to: string; children: string }) {
  const follow = (event: MouseEvent) => {
    event.preventDefault();
    go(to);
  };
  return (
    <a href={to} onClick={follow}>
      {children}
    </a>
  );
}

const Links = () => (
  <nav>
    <Link to="/app">Home</Link> <Link to="/app/letter">Letter</Link> <Link to="/app/public">Public</Link>
  </nav>
);

function Session() {
  useEffect(() => {
    timer.start();
    return () => timer.stop();
  }, []);
  const leave = async () => {
    timer.stop();
    await post('/session/leave');
    go('/app/login');
  };
  return (
    <>
      <button type="button" onClick={leave}>
        Leave
      </button>
      <stillhere-dialog timer={timer} expired-url="/app/login" />
    </>
  );
}

function Login() {
  const login = async () => {
    await post('/session/login');
    go('/app');
  };
  return (
    <button type="button" onClick={login}>
      Sign in
    </button>
  );
}

export function App({ path: first }: { path: string }) {
  const [path, setPath] = useState(first);
  useEffect(() => {
    const follow = () => setPath(location.pathname);
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);
  if (path === '/app/login') return <Login />;
  if (path === '/app/public') return <Links />;
  return (
    <>
      <Links />
      <h1>{path === '/app' ? 'Home' : 'Letter'}</h1>
      <Session />
    </>
  );
}
