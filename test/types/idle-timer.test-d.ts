import type { HttpErrorResponse, HttpResponse } from '@angular/common/http';
import { describe, expectTypeOf, test } from 'vitest';
import {
  type ChangeEvent,
  DEFAULT_EVENTS,
  type ExpireEvent,
  IdleTimer,
  type IdleTimerEventMap,
  type IdleTimerListener,
  type IdleTimerOptions,
  type KeepAliveOptions,
  type PingErrorEvent,
  type PingEvent,
  type Reason,
  type RequestOptions,
  type SessionRequestOptions,
  type Snapshot,
  type State,
  type TickEvent,
  type WarnEvent,
} from '../../src/index.js';

const timer = new IdleTimer();

describe('events are known by their names', () => {
  test('and so are their fields', () => {
    timer.addEventListener('warn', (event) => {
      expectTypeOf(event).toEqualTypeOf<WarnEvent>();
      expectTypeOf(event.remaining).toBeNumber();
      expectTypeOf(event.expiresAt).toBeNumber();
      expectTypeOf(event.extendable).toBeBoolean();
    });
    timer.addEventListener('tick', (event) => {
      expectTypeOf(event).toEqualTypeOf<TickEvent>();
      expectTypeOf(event.remaining).toBeNumber();
      // @ts-expect-error: only the warning says whether it can be extended.
      event.extendable;
    });
    timer.addEventListener('active', (event) => expectTypeOf(event).toEqualTypeOf<Event>());
    timer.addEventListener('restart', (event) => expectTypeOf(event).toEqualTypeOf<Event>());
    timer.addEventListener('expire', (event) => {
      expectTypeOf(event).toEqualTypeOf<ExpireEvent>();
      expectTypeOf(event.reason).toEqualTypeOf<'idle' | 'maxAge' | 'server' | 'ended'>();
      expectTypeOf(event.leader).toBeBoolean();
      expectTypeOf(event.waitUntil).toBeCallableWith(Promise.resolve(1));
      expectTypeOf(event.waitUntil).returns.toBeVoid();
    });
    timer.addEventListener('change', (event) => {
      expectTypeOf(event).toEqualTypeOf<ChangeEvent>();
      expectTypeOf(event.state).toEqualTypeOf<State>();
      expectTypeOf(event.previous).toEqualTypeOf<State>();
    });
    timer.addEventListener('ping', (event) => {
      expectTypeOf(event).toEqualTypeOf<PingEvent>();
      expectTypeOf(event.status).toBeNumber();
      expectTypeOf(event.expiresIn).toEqualTypeOf<number | undefined>();
    });
    timer.addEventListener('pingerror', (event) => {
      expectTypeOf(event).toEqualTypeOf<PingErrorEvent>();
      expectTypeOf(event.error).toBeUnknown();
      expectTypeOf(event.retryIn).toBeNumber();
    });
  });

  test('a misspelled one is an error', () => {
    // @ts-expect-error
    timer.addEventListener('expired', () => {});
    // @ts-expect-error
    timer.removeEventListener('onWarn', () => {});
    expectTypeOf<keyof IdleTimerEventMap>().toEqualTypeOf<
      'warn' | 'tick' | 'active' | 'expire' | 'change' | 'restart' | 'ping' | 'pingerror' | 'logout'
    >();
  });

  test('nothing in them is to be written', () => {
    timer.addEventListener('expire', (event) => {
      // @ts-expect-error
      event.leader = true;
    });
    timer.addEventListener('warn', (event) => {
      // @ts-expect-error
      event.remaining = 0;
    });
  });

  test('a listener may be an object, null, or a function without an argument or with a promise', () => {
    const object = {
      handleEvent(event: ExpireEvent) {
        expectTypeOf(event.leader).toBeBoolean();
      },
    };
    timer.addEventListener('expire', object);
    timer.removeEventListener('expire', object, { capture: true });
    timer.addEventListener('expire', null);
    timer.addEventListener('expire', () => {}, { once: true, signal: AbortSignal.timeout(1) });
    timer.addEventListener('expire', async ({ reason }) => reason);
    expectTypeOf<IdleTimerListener<'tick'>>().toExtend<((event: TickEvent) => unknown) | object | null>();
    // @ts-expect-error: the object of another event.
    timer.addEventListener('tick', object);
  });
});

describe('options', () => {
  test('all are optional, and accept undefined where properties are exact', () => {
    new IdleTimer({});
    const absent: { [K in keyof IdleTimerOptions]-?: undefined } = {
      timeout: undefined,
      warnBefore: undefined,
      maxAge: undefined,
      extendOn: undefined,
      name: undefined,
      crossTab: undefined,
      persist: undefined,
      events: undefined,
      target: undefined,
      untrusted: undefined,
      keepAlive: undefined,
      check: undefined,
      endSession: undefined,
      signal: undefined,
      onWarn: undefined,
      onTick: undefined,
      onActive: undefined,
      onExpire: undefined,
      onChange: undefined,
      onRestart: undefined,
      onPing: undefined,
      onPingError: undefined,
      onLogout: undefined,
    };
    new IdleTimer(absent);
    new IdleTimer({ keepAlive: { url: '/', method: undefined, interval: undefined, redirect: undefined } });
  });

  test('a misspelled one is an error, also within a request', () => {
    // @ts-expect-error
    new IdleTimer({ timeOut: 1_000 });
    // @ts-expect-error
    new IdleTimer({ onExpired: () => {} });
    // @ts-expect-error
    new IdleTimer({ keepAlive: { url: '/', intervall: 1_000 } });
    // @ts-expect-error: a check has no interval.
    new IdleTimer({ check: { url: '/', interval: 1_000 } });
    // @ts-expect-error: a logout has no answer to look at.
    new IdleTimer({ endSession: { url: '/', isAlive: () => true } });
  });

  test('so is one of the wrong type', () => {
    // @ts-expect-error
    new IdleTimer({ timeout: '30' });
    // @ts-expect-error
    new IdleTimer({ extendOn: 'click' });
    // @ts-expect-error
    new IdleTimer({ keepAlive: 42 });
    // @ts-expect-error
    new IdleTimer({ keepAlive: {} });
    // @ts-expect-error
    new IdleTimer({ target: '#main' });
    // @ts-expect-error
    new IdleTimer({ keepAlive: { url: '/', redirect: 'error' } });
  });

  test('the callbacks know their events', () => {
    new IdleTimer({
      onWarn: (event) => expectTypeOf(event).toEqualTypeOf<WarnEvent>(),
      onTick: (event) => expectTypeOf(event).toEqualTypeOf<TickEvent>(),
      onActive: (event) => expectTypeOf(event).toEqualTypeOf<Event>(),
      onExpire: (event) => expectTypeOf(event).toEqualTypeOf<ExpireEvent>(),
      onChange: (event) => expectTypeOf(event).toEqualTypeOf<ChangeEvent>(),
      onRestart: (event) => expectTypeOf(event).toEqualTypeOf<Event>(),
      onPing: (event) => expectTypeOf(event).toEqualTypeOf<PingEvent>(),
      onPingError: (event) => expectTypeOf(event).toEqualTypeOf<PingErrorEvent>(),
    });
  });

  test('a request is an address or an object, whose functions may be asynchronous', () => {
    new IdleTimer({ keepAlive: '/ping', check: new URL('https://example.com/'), endSession: { url: '/logout' } });
    const request: RequestOptions = {
      url: '/',
      headers: async () => ({ 'X-CSRF-Token': 'abc' }),
      fetch: (url, init) => {
        expectTypeOf(url).toEqualTypeOf<string | URL>();
        expectTypeOf(init).toEqualTypeOf<RequestInit>();
        return fetch(url, init);
      },
    };
    const session: SessionRequestOptions = {
      ...request,
      isAlive: async (response) => response.ok,
      expiresIn: async (response) => Number(await response.text()),
    };
    const keepAlive: KeepAliveOptions = { ...session, interval: 60_000 };
    new IdleTimer({ keepAlive, check: session, endSession: request });
  });

  test('events may be a list that nobody can change, such as the default one', () => {
    expectTypeOf(DEFAULT_EVENTS).toEqualTypeOf<readonly string[]>();
    new IdleTimer({ events: [...DEFAULT_EVENTS, 'keypress'] });
    new IdleTimer({ events: ['keydown', 'click'] as const });
    // @ts-expect-error
    DEFAULT_EVENTS.push('keypress');
  });
});

describe('the timer', () => {
  test('start() takes what is fresh', () => {
    expectTypeOf(timer.start).toBeCallableWith();
    expectTypeOf(timer.start).toBeCallableWith({ fresh: true });
    // @ts-expect-error
    timer.start({ refresh: true });
    expectTypeOf(timer.start).returns.toBeVoid();
  });

  test('what it says is not to be written', () => {
    expectTypeOf(timer.state).toEqualTypeOf<'stopped' | 'active' | 'warning' | 'expired'>();
    expectTypeOf(timer.remaining).toBeNumber();
    expectTypeOf(timer.deadline).toBeNumber();
    expectTypeOf(timer.lastActive).toBeNumber();
    expectTypeOf(timer.name).toBeString();
    // @ts-expect-error
    timer.state = 'active';
    // @ts-expect-error
    timer.remaining = 5;
  });

  test('the snapshot is read-only', () => {
    const snapshot = timer.getSnapshot();
    expectTypeOf(snapshot).toEqualTypeOf<Snapshot>();
    expectTypeOf<Snapshot>().toEqualTypeOf<{
      readonly state: State;
      readonly reason: Reason | undefined;
      readonly expiresAt: number | undefined;
    }>();
    // @ts-expect-error
    snapshot.state = 'active';
  });

  test("subscribe() and getSnapshot() fit React's useSyncExternalStore as they stand", () => {
    const useSyncExternalStore = <T>(_subscribe: (changed: () => void) => () => void, getSnapshot: () => T): T =>
      getSnapshot();
    const { subscribe, getSnapshot } = timer;
    expectTypeOf(useSyncExternalStore(subscribe, getSnapshot)).toEqualTypeOf<Snapshot>();
    expectTypeOf(subscribe).parameter(0).toEqualTypeOf<(snapshot: Snapshot) => void>();
  });

  test('a hold gives back what lets go of it', () => {
    expectTypeOf(timer.hold()).toEqualTypeOf<() => void>();
  });

  test('it is disposed of by `using`, where the library knows that', () => {
    using disposed = new IdleTimer();
    expectTypeOf(disposed).toExtend<Disposable>();
    expectTypeOf(disposed).toEqualTypeOf<IdleTimer>();
  });

  test('it is an EventTarget like any other', () => {
    expectTypeOf(timer).toExtend<EventTarget>();
    expectTypeOf(timer.dispatchEvent(new Event('x'))).toBeBoolean();
  });
});

describe('report()', () => {
  test('takes the answers of fetch and of Angular as they are', () => {
    expectTypeOf(timer.report).toBeCallableWith(new Response());
    expectTypeOf(timer.report).toBeCallableWith({} as HttpResponse<string>);
    expectTypeOf(timer.report).toBeCallableWith({} as HttpErrorResponse);
  });
});
