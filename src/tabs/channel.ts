/** What travels is text: a record, or a record behind this mark that asks for what others know. */
const HELLO = '?';

export interface Channel {
  /** What was last published, by any tab. */
  read(): string | undefined;
  publish(text: string): void;
  /** Asks the others what they know, where nothing is stored. */
  hello(text: string): void;
  /** @returns whether it was closed: what was said meanwhile was not heard. */
  open(): boolean;
  /** Before the page is frozen, or enters the back/forward cache, of which one message evicts it. */
  close(): void;
}

/** Where storage is denied the timers of one page still share what they know. */
const memory = new Map<string, string>();

export function createChannel(name: string, receive: (text: unknown, hello: boolean) => void): Channel {
  const key = `stillhere:${name}`;
  let channel: BroadcastChannel | undefined;
  const onMessage = ({ data }: MessageEvent<unknown>) => {
    const hello = typeof data === 'string' && data.startsWith(HELLO);
    receive(hello ? data.slice(HELLO.length) : data, hello);
  };
  const onStorage = (event: StorageEvent) => event.key === key && receive(event.newValue, false);
  const read = () => {
    try {
      return localStorage.getItem(key) ?? undefined;
    } catch {
      return memory.get(key);
    }
  };
  const post = (text: string) => {
    try {
      channel?.postMessage(text);
    } catch {
      // Closed under our hands, or the page is going: the others read what is stored.
    }
  };
  return {
    read,
    publish(text) {
      memory.set(key, text);
      post(text);
      try {
        localStorage.setItem(key, text);
      } catch {
        // Blocked or full: the message has to do.
      }
    },
    hello(text) {
      let stored: string | null = null;
      try {
        stored = localStorage.getItem(key);
      } catch {
        // Blocked: ask.
      }
      if (stored === null) post(HELLO + text);
    },
    open() {
      if (channel) return false;
      try {
        channel = new BroadcastChannel(key);
        channel.onmessage = onMessage;
      } catch {
        window.addEventListener('storage', onStorage);
      }
      return true;
    },
    close() {
      channel?.close();
      channel = undefined;
      window.removeEventListener('storage', onStorage);
    },
  };
}
