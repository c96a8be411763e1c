import { useEffect, useState } from 'react';
import { Link, Outlet, useNavigate } from 'react-router';
import 'stillhere/dialog';
import { useIdleTimer } from 'stillhere/react';
import { timer } from './timer';

const post = (address: string) => fetch(address, { method: 'POST' });

export const Links = ({ home }: { home: string }) => (
  <nav>
    <Link to={home}>Home</Link> <Link to={`${home}/letter`}>Letter</Link> <Link to={`${home}/public`}>Public</Link>
  </nav>
);

export function Session() {
  const navigate = useNavigate();
  useEffect(() => {
    timer.start();
    return () => timer.stop();
  }, []);
  const leave = async () => {
    timer.stop();
    await post('/session/leave');
    navigate('/app/login');
  };
  return (
    <>
      <Links home="/app" />
      <Outlet />
      <button type="button" onClick={leave}>
        Leave
      </button>
      <stillhere-dialog timer={timer} expired-url="/app/login" />
    </>
  );
}

/** The same by the hook, which owns its timer. */
export function HookSession() {
  const navigate = useNavigate();
  const [timeout, setTimeout] = useState(9_000);
  const [warnings, setWarnings] = useState(0);
  const { timer, state, seconds } = useIdleTimer({
    timeout,
    warnBefore: 8_000,
    keepAlive: { url: '/session/renew', interval: 2_000 },
    endSession: '/session/logout',
    onWarn: () => setWarnings(warnings + 1),
  });
  const leave = async () => {
    timer.stop();
    await post('/session/leave');
    navigate('/hook/login');
  };
  return (
    <>
      <Links home="/hook" />
      <Outlet />
      <p role="status">
        {state} {seconds} {warnings}
      </p>
      <button type="button" onClick={() => setTimeout(60_000)}>
        Longer
      </button>
      <button type="button" onClick={leave}>
        Leave
      </button>
      <stillhere-dialog timer={timer} expired-url="/hook/login" />
    </>
  );
}

export function Login({ home }: { home: string }) {
  const navigate = useNavigate();
  const login = async () => {
    await post('/session/login');
    navigate(home);
  };
  return (
    <button type="button" onClick={login}>
      Sign in
    </button>
  );
}
