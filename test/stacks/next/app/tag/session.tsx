'use client';

import Script from 'next/script';
import { useEffect } from 'react';
import { Leave, Login } from '../pages';

declare global {
  var stillhere: { timer?: import('stillhere').IdleTimer } | undefined;
}

export function SessionTag() {
  // Next runs the script once, and keeps it in the page.
  useEffect(() => {
    globalThis.stillhere?.timer?.start();
    return () => globalThis.stillhere?.timer?.stop();
  }, []);
  return (
    <Script
      src="/stillhere.min.js"
      data-timeout="9s"
      data-warn-before="8s"
      data-keep-alive="/session/renew"
      data-keep-alive-interval="2s"
      data-end-session="/session/logout"
      data-expired-url="/tag/login"
    />
  );
}

export const LeaveTag = () => <Leave home="/tag" before={() => globalThis.stillhere?.timer?.stop()} />;

export const LoginTag = () => <Login home="/tag" after={() => globalThis.stillhere?.timer?.start({ fresh: true })} />;
