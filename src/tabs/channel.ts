/** A record that travels behind this mark asks for what the others know. */
const REQUEST = '?';
/** Of the record. Tabs with another version of the script neither hear nor overwrite this one's. */
const VERSION = 2;

export interface Channel {
  /** What was last published, by any tab. */
  read(): string | undefined;
  publish(text: string): void;
  /** Asks the others what they know if nothing is stored. */
  requestState(text: string): void;
  /** @returns whether it was closed: what was said meanwhile was not heard. */
  open(): boolean;
  /** Before the page is frozen, or enters the back/forward cache: a single message would evict it. */
  close(): void;
}

/** If storage is denied, the timers of one page still share what they know. */
const memory = new Map<string, string>();

export function createChannel(name: string, receive: (text: unknown, request: boolean) => void): Channel {
  const key = `stillhere:${VERSION}:${name}`;
  let channel: BroadcastChannel | undefined;
  const onMessage = ({ data }: MessageEvent<unknown>) => {
    const request = typeof data === 'string' && data.startsWith(REQUEST);
    receive(request ? data.slice(REQUEST.length) : data, request);
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
      // Closed meanwhile, or the page is unloading: the others read what is stored.
    }
  };
  const store = (text: string) => {
    try {
      localStorage.setItem(key, text);
    } catch {
      // Full: what is stored would be taken for the truth by the next page.
      try {
        localStorage.removeItem(key);
      } catch {
        // Denied: the message has to do.
      }
    }
  };
  return {
    read,
    publish(text) {
      memory.set(key, text);
      post(text);
      store(text);
    },
    requestState(text) {
      let stored: string | null = null;
      try {
        stored = localStorage.getItem(key);
      } catch {
        // Denied: ask.
      }
      if (stored === null) post(REQUEST + text);
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
