import * as svelte from 'svelte';
import Session from './Session.svelte';

export function mount(target: HTMLElement): () => Promise<void> {
  const app = svelte.mount(Session, { target });
  return () => svelte.unmount(app);
}

export function hydrate(target: HTMLElement): () => Promise<void> {
  const app = svelte.hydrate(Session, { target });
  return () => svelte.unmount(app);
}
