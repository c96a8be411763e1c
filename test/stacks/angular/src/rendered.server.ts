import { provideZoneChangeDetection } from '@angular/core';
import { type BootstrapContext, bootstrapApplication, provideClientHydration } from '@angular/platform-browser';
import { provideServerRendering, RenderMode, withRoutes } from '@angular/ssr';
import { App, routing } from './app';

const rendering = provideServerRendering(withRoutes([{ path: '**', renderMode: RenderMode.Prerender }]));

export default (context: BootstrapContext) =>
  bootstrapApplication(
    App,
    { providers: [provideZoneChangeDetection(), provideClientHydration(), routing, rendering] },
    context,
  );
