import { page } from '../browser/page.js';

/** The hidden fields of Flask-WTF, Django, Laravel, Rails, Spring and ASP.NET. */
const FIELDS = [
  'csrf_token',
  'csrfmiddlewaretoken',
  '_token',
  'authenticity_token',
  '_csrf',
  '__RequestVerificationToken',
];
const CHANNEL = 'stillhere:token';

/** What scripts see of an address is absolute, if it is one at all. */
const isOwn = (address: string) => address.startsWith(`${location.origin}/`);

/** By its own address and by those of its buttons. A field that is called `action` hides what the form has of this name. */
function sendsHere(form: HTMLFormElement): boolean {
  const buttons = [...page.querySelectorAll<HTMLButtonElement>('[formaction]')].filter(
    (button) => button.form === form,
  );
  const action: string = Reflect.get(HTMLFormElement.prototype, 'action', form);
  return [action, ...buttons.map(({ formAction }) => formAction)].every(isOwn);
}

export const DEFAULT_META = 'csrf-token';

/** Of two the first counts: it is the head's, the other may be somebody's markup. */
export const metaIn = (root: ParentNode, name: string): HTMLMetaElement | null =>
  root.querySelector(`meta[name="${CSS.escape(name)}"]`);

function fieldsIn(root: ParentNode, field: string | undefined): HTMLInputElement[] {
  const names = field ? [field] : FIELDS;
  const inputs = [...root.querySelectorAll<HTMLInputElement>('input[type=hidden]')];
  return inputs.filter(({ name }) => names.includes(name));
}

/** Puts a token where the page has its own; but a form that somebody injected takes it nowhere. */
export function putToken(token: string, meta: HTMLMetaElement | null | undefined, field: string | undefined): void {
  if (meta) meta.content = token;
  for (const input of fieldsIn(page, field)) if (!input.form || sendsHere(input.form)) input.value = token;
}

/** The token of a page: that of its `<meta>`, or that of its forms. */
export const tokenOf = (root: ParentNode, meta: string, field: string | undefined): string | undefined =>
  metaIn(root, meta)?.content || fieldsIn(root, field)[0]?.value;

/**
 * One tab sends the ping, but each has forms of its own.
 *
 * @returns tells the other tabs.
 */
export function shareTokens(take: (name: unknown, token: string) => void): (name: string, token: string) => void {
  let channel: BroadcastChannel | undefined;
  const open = () => {
    try {
      channel ??= new BroadcastChannel(CHANNEL);
      channel.onmessage = ({ data }) => {
        if (Array.isArray(data) && typeof data[1] === 'string') take(data[0], data[1]);
      };
    } catch {
      // A sandboxed page has no other tabs.
    }
  };
  open();
  // Open, it would keep the page from the back/forward cache.
  addEventListener('pagehide', () => {
    channel?.close();
    channel = undefined;
  });
  addEventListener('pageshow', open);
  return (name, token) => channel?.postMessage([name, token]);
}
