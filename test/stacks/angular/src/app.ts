import { Location } from '@angular/common';
import {
  type ApplicationConfig,
  ApplicationRef,
  afterNextRender,
  Component,
  CUSTOM_ELEMENTS_SCHEMA,
  type DoCheck,
  inject,
  type OnDestroy,
  type Type,
} from '@angular/core';
import { provideRouter, Router, RouterLink, RouterOutlet } from '@angular/router';
import 'stillhere/dialog';
import { timer } from './timer';

export const post = (address: string) => fetch(address, { method: 'POST' });

/** What the test looks at. */
const watched = { checks: 0, stable: false };
Object.assign(globalThis, { watched });

@Component({
  selector: 'app-links',
  imports: [RouterLink],
  template: `
    <nav><a routerLink="/">Home</a> <a routerLink="/letter">Letter</a> <a routerLink="/public">Public</a></nav>
  `,
})
export class Links {}

@Component({ template: '<h1>Home</h1>' })
export class Home {}

@Component({ template: '<h1>Letter</h1>' })
export class Letter {}

@Component({ imports: [Links], template: '<app-links /><h1>Public</h1>' })
export class Public {}

@Component({ template: '<h1>Login</h1><button type="button" (click)="login()">Sign in</button>' })
export class Login {
  readonly #router = inject(Router);

  async login() {
    await post('/session/login');
    await this.#router.navigateByUrl('/');
  }
}

@Component({
  imports: [Links, RouterOutlet],
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <app-links />
    <router-outlet />
    <button type="button" (click)="leave()">Leave</button>
    <stillhere-dialog [timer]="timer" [attr.expired-url]="login"></stillhere-dialog>
  `,
})
export class Session implements OnDestroy {
  readonly timer = timer;
  readonly #router = inject(Router);
  readonly login = inject(Location).prepareExternalUrl('/login');

  constructor() {
    // Outside of zone.js, where there is one.
    afterNextRender(() => timer.start());
  }

  ngOnDestroy() {
    timer.stop();
  }

  async leave() {
    timer.stop();
    await post('/session/leave');
    await this.#router.navigateByUrl('/login');
  }
}

@Component({ selector: 'app-root', imports: [RouterOutlet], template: '<router-outlet />' })
export class App implements DoCheck {
  constructor() {
    inject(ApplicationRef).isStable.subscribe((stable) => {
      watched.stable = stable;
    });
  }

  ngDoCheck() {
    watched.checks++;
  }
}

/** The same pages for the element and for the tag. */
export const routingWith = (session: Type<unknown>): NonNullable<ApplicationConfig['providers']>[number] =>
  provideRouter([
    {
      path: '',
      component: session,
      children: [
        { path: '', pathMatch: 'full', component: Home },
        { path: 'letter', component: Letter },
      ],
    },
    { path: 'public', component: Public },
    { path: 'login', component: Login },
  ]);

export const routing = routingWith(Session);
