import { A, useNavigate } from '@solidjs/router';

export const post = (address: string) => fetch(address, { method: 'POST' });

export const Links = (props: { home: string }) => (
  <nav>
    <A href={props.home} end>
      Home
    </A>{' '}
    <A href={`${props.home}/letter`}>Letter</A> <A href={`${props.home}/public`}>Public</A>
  </nav>
);

export function Login(props: { home: string }) {
  const navigate = useNavigate();
  const login = async () => {
    await post('/session/login');
    navigate(props.home);
  };
  return (
    <main>
      <h1>Login</h1>
      <button type="button" onClick={login}>
        Sign in
      </button>
    </main>
  );
}
