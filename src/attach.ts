import { watchActivity } from './browser/activity.js';
import { createAlarm } from './browser/alarm.js';
import { watchPageLifecycle } from './browser/page-lifecycle.js';
import type { Input } from './core/input.js';
import type { Settings } from './options.js';
import { createChannel } from './tabs/channel.js';

/** Events are counted this often; within shorter timeouts more often. */
const COUNT_INTERVAL_MS = 1_000;

/** What is attached while a timer runs. */
export type Attached = ReturnType<typeof attachTo>;

/** Where what is heard goes. */
interface Sinks {
  now(): number;
  dispatch(input: Input): void;
  receive(text: unknown, request: boolean): void;
  wake(): void;
  leave(): void;
  freeze(): void;
  stop(): void;
}

/** Attaches everything a running timer needs. */
export function attachTo(settings: Settings, { now, dispatch, receive, wake, leave, freeze, stop }: Sinks) {
  const { timeout, warnBefore, crossTab, name, target, events, untrusted, signal } = settings;
  const activity = createActivity();
  const alarm = createAlarm(() => {
    activity.flush();
    dispatch({ type: 'evaluate' });
  });
  const channel = crossTab === false ? undefined : createChannel(name, receive);
  const unwatch = watchPageLifecycle({
    wake,
    leave,
    freeze,
    hide: () => {
      activity.flush();
      // Sets the alarm anew, as a hidden page must.
      dispatch({ type: 'evaluate' });
    },
    online: () => dispatch({ type: 'online' }),
  });
  signal?.addEventListener('abort', stop);

  function createActivity() {
    const interval = Math.min(COUNT_INTERVAL_MS, (timeout - warnBefore) / 2);
    let source: ReturnType<typeof watchActivity> | undefined;
    let reportedAt = 0;
    let noticedAt = 0;
    const report = (at: number) => {
      noticedAt = 0;
      reportedAt = now();
      dispatch({ type: 'activity', at: Math.min(reportedAt, Math.round(at)) });
    };
    return {
      start() {
        reportedAt = now();
        source ??= watchActivity({ target, events, untrusted: untrusted === true }, interval, (elapsed) =>
          report(Math.max(reportedAt + elapsed, noticedAt)),
        );
      },
      flush() {
        source?.flush();
        if (noticedAt) report(noticedAt);
      },
      /** What the page learns by itself is throttled as events are. */
      notice() {
        const at = now();
        if (!source) return;
        if (at - reportedAt >= interval) return report(at);
        if (!noticedAt) setTimeout(() => noticedAt && report(noticedAt), interval);
        noticedAt = at;
      },
      stop() {
        source?.stop();
        source = undefined;
        noticedAt = 0;
      },
    };
  }

  return {
    alarm,
    channel,
    activity,
    detach() {
      signal?.removeEventListener('abort', stop);
      alarm.clear();
      activity.stop();
      unwatch();
      channel?.close();
    },
  };
}
