import { showSession } from './session';

export function mount(element: HTMLElement): () => void {
  element.innerHTML = `
    <p role="status"></p>
    <p id="warning">
      <span role="timer"></span> seconds left
      <button type="button" id="stay">Stay</button>
    </p>
    <button type="button" id="sign-out">Sign out</button>`;
  return showSession(element);
}
