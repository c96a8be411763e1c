import type { IdleTimer, IdleTimerOptions, State } from '../../../src/index.js';
import type { Air } from './channel.js';
import { PlainEvent, SimpleAbortController, type SimpleEvent, Target } from './dom.js';
import { Frame, YOUNGER } from './frame.js';
import type { LockManager } from './locks.js';
import type { Network } from './network.js';
import type { Load } from './product.js';
import { watchedPromise } from './promise.js';
import { MOMENTS, type Moment } from './reactions.js';
import type { Policy } from './schedule.js';
import type { SharedStorage } from './storage.js';
import type { Kind, Life, Task, World } from './world.js';

/** What a product may not have yet. */
interface Newer {
  activity?(): void;
  configure?(policy: Policy): void;
  hold(options: { max: number }): () => void;
}

/** Who wants to know what happens in a page. */
export interface Watcher {
  event(page: Page, event: SimpleEvent): void;
  /** After that: listeners of the page. */
  moment(page: Page, moment: Moment, event: SimpleEvent | undefined): void;
  stored(page: Page): void;
  /** @returns called where another page hears what this page has just said. */
  said(page: Page): (by: Life) => void;
  hangs(page: Page): void;
}

export interface Browser {
  readonly world: World;
  readonly air: Air;
  readonly locks: LockManager;
  readonly storage: SharedStorage;
  readonly network: Network;
  readonly load: Load;
  readonly options: readonly IdleTimerOptions[];
  readonly policies: readonly Policy[];
  readonly hasLocks: boolean;
  readonly watcher: Watcher;
}

/** Pages have been open for an hour when the schedule begins. */
const AGE = 3_600_000;
const quiet = { ...console, warn: () => {}, error: () => {} };

/** A tab with a document, in a process of its own: the product runs in it with this page's globals. */
export class Page implements Life {
  readonly id: number;
  readonly timer: IdleTimer;
  /** What its next session begins with. */
  policy: Policy;
  gone = false;
  /** The page's load was a request that the server saw; a later start() without a sign-in is none. */
  started = false;
  /** Why nothing of it runs. */
  #still: 'frozen' | 'stalled' | 'cached' | undefined;
  throttled = false;
  readonly backlog: Task[] = [];
  /** `running` when it last began to run. */
  awake: number;
  readonly opened: number;
  /** Timers that a hidden page's next turn lets go. */
  readonly #held: Task[] = [];
  /** What lets go, and until when it holds, in believed time. */
  readonly #holds: { readonly release: () => void; readonly until: number }[] = [];
  #frame: Frame;
  #x = 0;
  readonly #browser: Browser;
  readonly #window = Object.assign(new Target(), { document: undefined as unknown, performance: undefined as unknown });
  readonly #document = Object.assign(new Target(), {
    visibilityState: 'visible',
    baseURI: 'https://example.test/',
    activeElement: null,
    hasFocus: () => true,
  });

  constructor(id: number, browser: Browser) {
    this.id = id;
    this.policy = browser.policies[id % browser.policies.length]!;
    this.#browser = browser;
    this.awake = this.opened = browser.world.running;
    if (!browser.air.exists) browser.storage.listeners.set(this, (key, value) => this.#storageEvent(key, value));
    this.#frame = this.#newFrame();
    const options = browser.options[id % browser.options.length];
    this.timer = new (browser.load(this.#globals()).IdleTimer)(options);
    const { watcher } = browser;
    for (const type of MOMENTS) {
      if (type === 'snapshot') continue;
      this.timer.addEventListener(type as 'change', (event) => watcher.event(this, event));
      this.timer.addEventListener(type as 'change', (event) => watcher.moment(this, type, event));
    }
    let told = false;
    this.timer.subscribe(() => {
      // The first call is the subscription itself.
      if (told) watcher.moment(this, 'snapshot', undefined);
      told = true;
    });
  }

  /** As the timer has it in this very moment, also between two events; the clock is not looked at. */
  get inSession(): boolean {
    return this.timer.deadline > 0;
  }

  /** As the page was last told: the timer's own `state` looks at the clock when it is asked, and so would hide a delay. */
  get state(): State {
    return this.timer.getSnapshot().state;
  }

  get hidden(): boolean {
    return this.#document.visibilityState === 'hidden';
  }

  /** A timer comes later by so much. */
  get lateness(): number {
    return this.hidden ? (this.throttled ? 60_000 : 1_000) : 0;
  }

  get frozen(): boolean {
    return this.#still !== undefined;
  }

  get runs(): boolean {
    return !this.gone && !this.frozen;
  }

  #globals(): Record<string, unknown> {
    const { world, air, locks, storage, network } = this.#browser;
    const performance = { now: () => AGE + world.monotonicNow };
    const local = storage.forPage(this, () => this.#browser.watcher.stored(this));
    const start = (run: () => void, delay: number, kind: Kind) =>
      world.after(Math.max(delay || 0, 0) + (kind === 'timer' ? world.between(0, 2) : 0), run, this, kind);
    const cancel = (task?: Task) => {
      if (task) task.cancelled = true;
    };
    class MessageChannel {
      readonly port1: { onmessage?: () => void; close(): void } = { close: () => cancel(this.sent) };
      sent: Task | undefined;
      readonly port2 = {
        postMessage: () => {
          this.sent = start(() => this.port1.onmessage?.(), 0, 'other');
        },
      };
    }
    Object.assign(this.#window, { document: this.#document, performance, navigator: {} });
    Object.assign(this.#window, { parent: this.#window });
    return {
      window: this.#window,
      document: this.#document,
      globalThis: { document: this.#document },
      queueMicrotask,
      location: { origin: 'https://example.test' },
      navigator: this.#browser.hasLocks ? { locks: locks.forPage(this) } : {},
      localStorage: local,
      performance,
      Date: { now: () => Math.floor(world.wall), parse: Date.parse },
      Math: Object.assign(Object.create(Math), { random: world.random }),
      setTimeout: (run: () => void, delay: number) => start(run, delay, 'timer'),
      clearTimeout: cancel,
      fetch: (url: string, init: { keepalive?: boolean }) => network.fetch(this, url, init),
      BroadcastChannel: air.exists ? air.forPage(this, () => this.#browser.watcher.said(this)) : undefined,
      MessageChannel,
      indexedDB: undefined,
      Promise: watchedPromise(
        () => world.turn,
        () => this.#browser.watcher.hangs(this),
      ),
      EventTarget: Target,
      Event: class extends PlainEvent {
        readonly timeStamp = AGE + world.monotonicNow;
      },
      MutationObserver: class {
        observe() {}
        disconnect() {}
      },
      AbortController: SimpleAbortController,
      console: quiet,
    };
  }

  /** A task's turn has come: false where it has to wait. */
  admit(task: Task): boolean {
    if (this.frozen && !(this.#still === 'frozen' && task.kind === 'message')) this.backlog.push(task);
    else if (task.kind === 'timer' && this.lateness) this.#hold(task);
    else return true;
    return false;
  }

  #hold(task: Task): void {
    const { world } = this.#browser;
    const turn = this.lateness - (world.running % this.lateness);
    if (!this.#held.length) world.after(turn, () => this.#letGo(this.#held), this);
    this.#held.push(task);
  }

  #letGo(tasks: Task[]): void {
    const { world } = this.#browser;
    for (const task of tasks.splice(0)) world.push(Object.assign(task, { at: world.running, kind: 'other' }));
  }

  #dispatch(target: Target, type: string, fields: object = {}): void {
    target.dispatchEvent({
      type,
      isTrusted: true,
      timeStamp: AGE + this.#browser.world.monotonicNow,
      target,
      ...fields,
    } as SimpleEvent);
  }

  input(): void {
    this.#dispatch(this.#window, 'keydown');
  }

  move(): void {
    this.#dispatch(this.#window, 'pointermove', this.#moved());
  }

  #moved() {
    this.#x++;
    return { screenX: this.#x, screenY: 0, movementX: 1, movementY: 0, buttons: 0 };
  }

  #newFrame(): Frame {
    const frame = new Frame(() => AGE + this.#browser.world.monotonicNow);
    Object.assign(this.#window, { 0: frame.window });
    return frame;
  }

  #dispatchInFrame(type: string, fields: object = {}): void {
    const timeStamp = AGE + this.#browser.world.monotonicNow - YOUNGER;
    this.#dispatch(this.#frame.window, type, { ...fields, timeStamp, target: this.#frame.document });
  }

  frameInput(): void {
    this.#dispatchInFrame('keydown');
  }

  frameMove(): void {
    this.#dispatchInFrame('pointermove', this.#moved());
  }

  /** Nobody has done anything: a script reloads the frame, as chats and silent renewals do. */
  frameUnloads(): void {
    this.#frame.document.visibilityState = 'hidden';
    this.#dispatchInFrame('visibilitychange');
    this.#dispatchInFrame('pagehide', { persisted: false });
    this.#frame = this.#newFrame();
    this.#dispatch(this.#document, 'load', { target: this.#frame.element });
  }

  /** Listeners of a native event are each called with an empty stack: between two of them promises go on. */
  async focus(): Promise<void> {
    const event = { target: this.#document };
    this.#dispatch(this.#window, 'focus', event);
    await null;
    this.#dispatch(this.#document, 'focus', event);
  }

  scriptedFocus(): void {
    this.#dispatch(this.#window, 'focus', { target: this.#document });
    this.#dispatch(this.#document, 'focus', { target: this.#document });
  }

  toggleThrottle(): void {
    this.throttled = !this.throttled;
    if (this.throttled) return;
    // What was late until now comes now, and no earlier.
    this.awake = this.#browser.world.running;
    this.#letGo(this.#held);
  }

  hide(): void {
    if (this.hidden) return;
    this.#document.visibilityState = 'hidden';
    this.#visibilityChange();
  }

  show(): void {
    if (!this.hidden) return;
    this.#document.visibilityState = 'visible';
    this.#visibilityChange();
    this.#letGo(this.#held);
  }

  /** A capturing listener of the window comes before those of the document. */
  #visibilityChange(): void {
    this.#dispatch(this.#window, 'visibilitychange', { target: this.#document });
    this.#dispatch(this.#document, 'visibilitychange', { target: this.#document });
  }

  #storageEvent(key: string, newValue: string): void {
    this.#dispatch(this.#window, 'storage', { key, newValue });
  }

  get heldUntil(): number {
    return Math.max(0, ...this.#holds.map(({ until }) => until));
  }

  get holds(): boolean {
    return this.heldUntil > this.#browser.world.believed;
  }

  hold(max = Number.POSITIVE_INFINITY): void {
    const until = this.#browser.world.believed + max;
    const release = max < Number.POSITIVE_INFINITY ? this.#newer.hold({ max }) : this.timer.hold();
    this.#holds.push({ release, until });
  }

  release(): void {
    if (this.runs) this.#holds.pop()?.release();
  }

  /** A hold ends with its session. */
  dropHolds(): void {
    this.#holds.length = 0;
  }

  get #newer(): Newer {
    return this.timer as unknown as Newer;
  }

  /** Whether the product has what came with activity(). */
  get isNewer(): boolean {
    return this.#newer.activity !== undefined;
  }

  activity(): void {
    this.#newer.activity?.();
  }

  configure(policy: Policy): void {
    this.policy = policy;
    this.#newer.configure?.(policy);
  }

  start(options: { fresh: boolean; renewed: boolean }): void {
    this.started = true;
    this.timer.start(options);
  }

  stop(): void {
    this.timer.stop();
    this.dropHolds();
  }

  /** By the browser, as Chromium does it: all stands still, but messages of other tabs are heard. */
  freeze(): void {
    this.hide();
    this.#dispatch(this.#document, 'freeze');
    this.#still = 'frozen';
  }

  /** By the system, or a debugger. */
  stall(): void {
    this.#still = 'stalled';
  }

  /** Into the back/forward cache. */
  cache(): void {
    this.hide();
    this.#dispatch(this.#window, 'pagehide', { persisted: true });
    this.#still = 'cached';
  }

  /** @returns whether a person's input came first, as it can only where no event tells of the thaw. */
  thaw(first: 'backlog' | 'input'): boolean {
    const was = this.#still;
    this.#still = undefined;
    this.awake = this.#browser.world.running;
    const touched = was === 'stalled' && first === 'input';
    if (was === 'cached') this.#dispatch(this.#window, 'pageshow', { persisted: true });
    else if (was === 'frozen') this.#dispatch(this.#document, 'resume');
    else if (touched) this.input();
    this.#letGo(this.backlog);
    return touched;
  }

  close(): void {
    this.hide();
    this.#dispatch(this.#window, 'pagehide', { persisted: false });
    this.crash();
  }

  crash(): void {
    this.gone = true;
    this.#browser.locks.drop(this);
    this.#browser.air.drop(this);
    this.#browser.storage.listeners.delete(this);
  }
}
