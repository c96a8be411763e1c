import { provideZoneChangeDetection } from '@angular/core';
import { bootstrapApplication, provideClientHydration } from '@angular/platform-browser';
import { App, routing } from './app';

bootstrapApplication(App, { providers: [provideZoneChangeDetection(), provideClientHydration(), routing] });
