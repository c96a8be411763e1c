import '@angular/compiler';
import { bootstrapApplication } from '@angular/platform-browser';
import { SessionComponent } from './session.component';

export async function mount(element: HTMLElement): Promise<() => void> {
  element.append(document.createElement('app-session'));
  const app = await bootstrapApplication(SessionComponent);
  return () => app.destroy();
}
