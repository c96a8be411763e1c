import { useEffect, useState } from 'react';
import { countdown } from '../countdown';
import { timer } from '../timer';
import { useSession } from './session';

export function Session() {
  const session = useSession();
  const [seconds, setSeconds] = useState<number>();
  useEffect(() => countdown(session, setSeconds), [session]);
  return (
    <>
      <p role="status">{session.state}</p>
      {session.state === 'warning' && (
        <p>
          <span role="timer">{seconds}</span> seconds left{' '}
          <button type="button" onClick={() => timer.extend()}>
            Stay
          </button>
        </p>
      )}
      <button type="button" onClick={() => timer.expire()}>
        Sign out
      </button>
    </>
  );
}
