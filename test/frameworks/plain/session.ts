import { countdown } from '../countdown';
import { timer } from '../timer';

/** Keeps what the page shows up to date, until the returned function is called. */
export function showSession(page: ParentNode): () => void {
  const find = (selector: string) => page.querySelector<HTMLElement>(selector)!;
  find('#stay').onclick = () => timer.extend();
  find('#sign-out').onclick = () => timer.expire();
  let stopCounting = () => {};
  const unsubscribe = timer.subscribe((session) => {
    find('[role=status]').textContent = session.state;
    find('#warning').hidden = session.state !== 'warning';
    stopCounting();
    stopCounting = countdown(session, (seconds) => {
      find('[role=timer]').textContent = String(seconds);
    });
  });
  return () => {
    unsubscribe();
    stopCounting();
  };
}
