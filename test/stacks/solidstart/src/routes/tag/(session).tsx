import { type RouteSectionProps, useNavigate } from '@solidjs/router';
import { onCleanup, onMount } from 'solid-js';
import type { IdleTimer } from 'stillhere';
import { addTag } from '../../lib/add-tag';
import { Links, post } from '../../lib/parts';

declare global {
  var stillhere: { timer?: IdleTimer } | undefined;
}

export default function Session(props: RouteSectionProps) {
  const navigate = useNavigate();
  onMount(() => {
    onCleanup(addTag());
  });
  const leave = async () => {
    globalThis.stillhere?.timer?.stop();
    await post('/session/leave');
    navigate('/tag/login');
  };
  return (
    <>
      <Links home="/tag" />
      {props.children}
      <button type="button" onClick={leave}>
        Leave
      </button>
    </>
  );
}
