import { Component, effect, signal } from '@angular/core';
import { countdown } from '../countdown';
import { timer } from '../timer';
import { injectSession } from './session';

@Component({
  selector: 'app-session',
  template: `
    <p role="status">{{ session().state }}</p>
    @if (session().state === 'warning') {
      <p>
        <span role="timer">{{ seconds() }}</span> seconds left
        <button type="button" (click)="timer.extend()">Stay</button>
      </p>
    }
    <button type="button" (click)="timer.expire()">Sign out</button>
  `,
})
export class SessionComponent {
  readonly timer = timer;
  readonly session = injectSession();
  readonly seconds = signal<number | undefined>(undefined);

  constructor() {
    effect((onCleanup) => onCleanup(countdown(this.session(), this.seconds.set)));
  }
}
