import { type RouteSectionProps, useNavigate } from '@solidjs/router';
import { onCleanup, onMount } from 'solid-js';
import 'stillhere/dialog';
import { Links, post } from '../../lib/parts';
import { timer } from '../../lib/timer';

export default function Session(props: RouteSectionProps) {
  const navigate = useNavigate();
  onMount(() => {
    timer.start();
    onCleanup(() => timer.stop());
  });
  const leave = async () => {
    timer.stop();
    await post('/session/leave');
    navigate('/element/login');
  };
  return (
    <>
      <Links home="/element" />
      {props.children}
      <button type="button" onClick={leave}>
        Leave
      </button>
      <stillhere-dialog timer={timer} expired-url="/element/login" />
    </>
  );
}
