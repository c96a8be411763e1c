import { createEffect, createSignal, onCleanup, Show } from 'solid-js';
import { countdown } from '../countdown';
import { timer } from '../timer';
import { createSession } from './session';

export function Session() {
  const session = createSession();
  const [seconds, setSeconds] = createSignal<number>();
  createEffect(() => onCleanup(countdown(session(), setSeconds)));
  return (
    <>
      <p role="status">{session().state}</p>
      <Show when={session().state === 'warning'}>
        <p>
          <span role="timer">{seconds()}</span> seconds left{' '}
          <button type="button" onClick={() => timer.extend()}>
            Stay
          </button>
        </p>
      </Show>
      <button type="button" onClick={() => timer.expire()}>
        Sign out
      </button>
    </>
  );
}
