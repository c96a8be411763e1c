import { bootstrapApplication } from '@angular/platform-browser';
import { App, routing } from './app';

bootstrapApplication(App, { providers: [routing] });
