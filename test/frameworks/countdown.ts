import type { Snapshot } from 'stillhere';

/** Shows the seconds that a warning leaves, until the returned function is called. */
export function countdown({ state, expiresAt }: Snapshot, show: (seconds: number) => void): () => void {
  if (state !== 'warning' || !expiresAt) return () => {};
  const count = () => show(Math.max(0, Math.ceil((expiresAt - Date.now()) / 1_000)));
  count();
  const interval = setInterval(count, 1_000);
  return () => clearInterval(interval);
}
