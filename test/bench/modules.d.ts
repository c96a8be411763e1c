// As far as the bench uses them: so the types can be checked where the peers are not installed.

declare module 'react-idle-timer' {
  export function useIdleTimer(options: {
    timeout: number;
    promptBeforeIdle?: number;
    onPrompt?: () => void;
    onIdle?: () => void;
    onActive?: () => void;
    crossTab?: boolean;
    leaderElection?: boolean;
    syncTimers?: number;
    name?: string;
  }): { activate(): boolean; isIdle(): boolean; isPrompted(): boolean };
}

declare module '@vueuse/core' {
  export function useIdle(timeout: number): { readonly idle: import('vue').ShallowRef<boolean> };
}

declare module 'idlejs' {
  export class Idle {
    whenNotInteractive(): this;
    within(timeout: number, factor: number): this;
    do(callback: () => void): this;
    start(): this;
    stop(): this;
  }
}

declare module 'ifvisible.js' {
  export const ifvisible: {
    setIdleDuration(seconds: number): void;
    on(event: 'idle' | 'wakeup', callback: () => void): void;
    off(event: 'idle' | 'wakeup', callback: () => void): void;
  };
}

declare module 'inactivity-countdown-timer' {
  export class InactivityCountdownTimer {
    constructor(options: {
      idleTimeoutTime: number;
      startCountDownTimerAt?: number;
      localStorageKey?: string;
      timeoutCallback(): void;
      countDownCallback?(): void;
      countDownCancelledCallback?(): void;
    });
    start(): void;
    cleanup(): void;
  }
}

declare module 'zone.js' {}

declare module '@ng-idle/core' {
  export class LocalStorage {}
  export class LocalStorageExpiry {
    constructor(storage: LocalStorage);
  }
  export const DEFAULT_INTERRUPTSOURCES: readonly object[];
  interface Emitter {
    subscribe(callback: () => void): void;
  }
  export class Idle {
    constructor(expiry: LocalStorageExpiry, zone: object, keepalive: null, platform: 'browser');
    readonly onIdleStart: Emitter;
    readonly onIdleEnd: Emitter;
    readonly onTimeout: Emitter;
    setIdleName(name: string): void;
    setIdle(seconds: number): void;
    setTimeout(seconds: number): void;
    setInterrupts(sources: readonly object[]): void;
    watch(): void;
    ngOnDestroy(): void;
  }
}

declare module 'esbuild' {
  interface Options {
    readonly entryPoints?: readonly string[];
    readonly stdin?: { readonly contents: string; readonly resolveDir: string };
    readonly bundle: true;
    readonly write: false;
    readonly format: 'iife' | 'esm';
    readonly target: string;
    readonly external?: readonly string[];
    readonly define: Readonly<Record<string, string>>;
    readonly logLevel: 'error';
    readonly alias?: Readonly<Record<string, string>>;
  }
  export function build(options: Options): Promise<{ readonly outputFiles: readonly [{ readonly text: string }] }>;
}

declare module 'terser' {
  export function minify(
    code: string,
    options: { readonly ecma: 2022; readonly module: boolean; readonly compress: { readonly passes: number } },
  ): Promise<{ readonly code?: string }>;
}
