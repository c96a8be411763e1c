import { StrictMode } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { Session } from './Session';

const app = (
  <StrictMode>
    <Session />
  </StrictMode>
);

export function mount(element: HTMLElement): () => void {
  const root = createRoot(element);
  root.render(app);
  return () => root.unmount();
}

export function hydrate(element: HTMLElement): () => void {
  const root = hydrateRoot(element, app);
  return () => root.unmount();
}
