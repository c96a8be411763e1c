'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';

const post = (address: string) => fetch(address, { method: 'POST' });

export function Links({ home }: { home: string }) {
  return (
    <nav>
      <Link href={home}>Home</Link> <Link href={`${home}/letter`}>Letter</Link>{' '}
      <Link href={`${home}/public`}>Public</Link>
    </nav>
  );
}

export function Leave({ home, before }: { home: string; before: () => void }) {
  const router = useRouter();
  const leave = async () => {
    before();
    await post('/session/leave');
    router.push(`${home}/login`);
  };
  return (
    <button type="button" onClick={leave}>
      Leave
    </button>
  );
}

export function Login({ home, after }: { home: string; after?: () => void }) {
  const router = useRouter();
  const login = async () => {
    await post('/session/login');
    after?.();
    router.push(home);
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
