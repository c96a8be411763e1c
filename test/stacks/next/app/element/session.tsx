'use client';

import { useEffect } from 'react';
import 'stillhere/dialog';
import { Leave } from '../pages';
import { timer } from './timer';

export function Session() {
  useEffect(() => {
    timer.start();
    return () => timer.stop();
  }, []);
  return (
    <>
      <Leave home="/element" before={() => timer.stop()} />
      <stillhere-dialog timer={timer} expired-url="/element/login" />
    </>
  );
}
