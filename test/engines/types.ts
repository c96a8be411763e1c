export type EngineName = 'chromium' | 'firefox' | 'webkit';

export interface LaunchOptions {
  /** Keep pages in the back/forward cache, as people's browsers do; drivers turn it off. */
  backForwardCache?: boolean;
  /** Slow the timers of hidden tabs down, as people's browsers do; drivers turn that off. */
  throttling?: boolean;
  /** Scrollbars that take up space and can be dragged. */
  scrollbars?: boolean;
  /** Every site is refused cookies, and with them storage. Not in WebKit. */
  blockCookies?: boolean;
  headed?: boolean;
  /** A profile that outlives the browser. Not in WebKit. */
  userDataDir?: string;
  /** More arguments for the browser's command line. */
  args?: readonly string[];
}

export interface Engine {
  readonly name: EngineName;
  readonly version: string;
  tab(url: string): Promise<Tab>;
  /** A window of a browser without a past: its cookies and its storage are its own. Not in WebKit. */
  profile?(): Promise<Pick<Engine, 'tab' | 'close'>>;
  /** Stops every process of the browser until `wake()`: what a laptop's sleep looks like from inside. */
  suspend(): void;
  wake(): void;
  close(): Promise<void>;
}

/** What is optional is there only where the engine, or its driver, can do it. */
export interface Tab {
  /**
   * Runs a function in the page, and waits for its promise. It sees nothing of the scope it was written in;
   * what goes in and comes out travels as JSON.
   */
  evaluate<A extends unknown[], R>(fn: (...args: A) => R | Promise<R>, ...args: A): Promise<R>;
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  back(): Promise<void>;
  forward(): Promise<void>;

  /** Everything below that a person could do makes trusted events. `key` is as in `KeyboardEvent.key`. */
  press(key: string): Promise<void>;
  /** A key that stays down, as it is held, and comes up; down again it repeats. */
  keyDown(key: string): Promise<void>;
  keyUp(key: string): Promise<void>;
  move(x: number, y: number): Promise<void>;
  down(): Promise<void>;
  up(): Promise<void>;
  click(x: number, y: number): Promise<void>;
  wheel(deltaY: number): Promise<void>;
  touch?(x: number, y: number): Promise<void>;
  /** A finger that goes down at one place and up at another. */
  swipe?(x: number, y: number, toX: number, toY: number): Promise<void>;
  pen?(x: number, y: number): Promise<void>;
  /** Text without keys: dictation, a panel of emoji. */
  insertText?(text: string): Promise<void>;

  /** Makes the page visible, or hidden, and waits until it knows. */
  show(): Promise<void>;
  hide(): Promise<void>;
  freeze?(): Promise<void>;
  resume?(): Promise<void>;
  /** Kills the tab's process. Of the tab only `close()` can be used after it. */
  crash?(): Promise<void>;
  offline?(on: boolean): Promise<void>;
  /** What a screen reader is given: a line an element, indented, with its role, name and description. */
  accessibilityTree?(): Promise<string[]>;

  screenshot(path: string): Promise<void>;
  /** What the page threw or logged as an error. WebKit's driver does not tell. */
  readonly errors?: readonly string[];
  close(): Promise<void>;
}
