import { DestroyRef, inject, signal } from '@angular/core';
import { timer } from '../timer';

export function injectSession() {
  const session = signal(timer.getSnapshot());
  inject(DestroyRef).onDestroy(timer.subscribe(session.set));
  return session.asReadonly();
}
