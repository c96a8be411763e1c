import { provideZoneChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { App, routing } from './app';

bootstrapApplication(App, { providers: [provideZoneChangeDetection(), routing] });
