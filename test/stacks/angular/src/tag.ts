import { afterNextRender, Component, inject, type OnDestroy } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { Router, RouterOutlet } from '@angular/router';
import type { IdleTimer } from 'stillhere';
import { addTag } from './add-tag';
import { App, Links, post, routingWith } from './app';

declare global {
  var stillhere: { timer?: IdleTimer } | undefined;
}

@Component({
  imports: [Links, RouterOutlet],
  template: `
    <app-links />
    <router-outlet />
    <button type="button" (click)="leave()">Leave</button>
  `,
})
class Session implements OnDestroy {
  readonly #router = inject(Router);
  #removeTag?: () => void;

  constructor() {
    afterNextRender(() => {
      this.#removeTag = addTag();
    });
  }

  ngOnDestroy() {
    this.#removeTag?.();
  }

  async leave() {
    globalThis.stillhere?.timer?.stop();
    await post('/session/leave');
    await this.#router.navigateByUrl('/login');
  }
}

bootstrapApplication(App, { providers: [routingWith(Session)] });
