import { type App, createApp, createSSRApp } from 'vue';
import Session from './Session.vue';

const show = (app: App, element: HTMLElement) => {
  app.mount(element);
  return () => app.unmount();
};

export const mount = (element: HTMLElement) => show(createApp(Session), element);
export const hydrate = (element: HTMLElement) => show(createSSRApp(Session), element);
