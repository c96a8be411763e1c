import 'zone.js';
// The package is compiled in the page, as in a development build: the linker needs Angular's own tools.
import '@angular/compiler';
import { NgZone } from '@angular/core';
import { DEFAULT_INTERRUPTSOURCES, Idle, LocalStorage, LocalStorageExpiry } from '@ng-idle/core';
import { install, several } from './bench.js';

const zone = new NgZone({});

install(({ count, timeout, warnBefore, name = 'bench' }, tell) =>
  several(count, () => {
    const idle = zone.run(() => new Idle(new LocalStorageExpiry(new LocalStorage()), zone, null, 'browser'));
    // It counts in seconds, and only what follows its warning is an end.
    const warning = Math.max(1, warnBefore / 1_000);
    idle.setIdleName(name);
    idle.setIdle(timeout / 1_000 - warning);
    idle.setTimeout(warning);
    idle.setInterrupts(DEFAULT_INTERRUPTSOURCES);
    idle.onIdleStart.subscribe(() => tell('warn'));
    idle.onIdleEnd.subscribe(() => tell('active'));
    idle.onTimeout.subscribe(() => tell('expire'));
    zone.run(() => idle.watch());
    return { stop: () => idle.ngOnDestroy() };
  }),
);
