/** What counts as activity where `events` does not say otherwise. */
const DEFAULT_EVENTS = [
    // Of mouse, pen and touch: the mouse events that follow would double what a move costs.
    'pointermove',
    'pointerdown',
    'keydown',
    'wheel',
    'scroll',
    'touchstart',
    'touchmove',
    // What remains of a person who moves a screen reader's virtual cursor.
    'focus',
    'click',
    'visibilitychange',
];

/** What tests dispatch alone; of a person's mouse they follow pointer events. */
const SCRIPTED_EVENTS = ['mousemove', 'mousedown'];
const MINUTE = 60_000;
/** PCI DSS 8.2.8, HMRC and login.gov. */
const TIMEOUT = 15 * MINUTE;
/** Six times the least that WCAG 2.2.1 asks for. */
const WARN_BEFORE = 2 * MINUTE;
/** Common servers give a session 20 min or more: three pings may fail before it ends. */
const INTERVAL = 5 * MINUTE;
const REQUEST_TIMEOUT = 10_000;
/** Below this a throttled tab could not even look. */
const SHORTEST = 1_000;
/** Some 35 years. */
const LONGEST$1 = 2 ** 40;
const ofType = (type, allowed) => ({ allowed, type: (value) => typeof value === type });
const flag = ofType('boolean', 'true or false');
const callback = ofType('function', 'a function');
const text = { ...ofType('string', 'a string that is not empty'), range: (value) => value !== '' };
const duration = (least, most = LONGEST$1) => ({
    ...ofType('number', `a number of milliseconds from ${least} to ${most}`),
    range: (value) => value >= least && value <= most,
});
const oneOf = (...values) => ({
    ...ofType('string', values.map(show).join(' or ')),
    range: (value) => values.includes(value),
});
const either = (a, b) => ({
    allowed: `${a.allowed}, or ${b.allowed}`,
    type: (value) => a.type(value) || b.type(value),
    range: (value) => (a.type(value) ? a : b).range?.(value) ?? true,
});
const object = {
    allowed: 'an object',
    type: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};
const target = {
    allowed: 'an EventTarget',
    type: (value) => typeof value?.addEventListener === 'function',
};
const url = either({ allowed: 'a URL', type: (value) => value instanceof URL }, text);
const REQUEST = {
    url,
    method: text,
    headers: either(callback, { ...object, allowed: 'headers', type: (value) => typeof value === 'object' && !!value }),
    credentials: oneOf('omit', 'same-origin', 'include'),
    fetch: callback,
    timeout: duration(1, 10 * MINUTE),
};
const SESSION_REQUEST = {
    ...REQUEST,
    redirect: oneOf('manual', 'follow'),
    isAlive: callback,
    expiresIn: either(callback, text),
};
const KEEP_ALIVE = { ...SESSION_REQUEST, interval: duration(100) };
const address = either(url, { ...object, allowed: 'an object with a url' });
const RULES = {
    timeout: duration(SHORTEST),
    warnBefore: duration(0),
    maxAge: duration(SHORTEST),
    extendOn: oneOf('activity', 'explicit'),
    name: text,
    crossTab: flag,
    persist: flag,
    events: {
        allowed: 'an array of event names',
        type: (value) => Array.isArray(value) && value.every((name) => name && typeof name === 'string'),
    },
    target,
    untrusted: flag,
    keepAlive: address,
    check: address,
    endSession: address,
    signal: { allowed: 'an AbortSignal', type: (value) => target.type(value) && 'aborted' in value },
    onWarn: callback,
    onTick: callback,
    onActive: callback,
    onExpire: callback,
    onChange: callback,
    onRestart: callback,
    onPing: callback,
    onPingError: callback,
};
/**
 * The options with their defaults.
 *
 * @throws TypeError where an option is unknown or of the wrong type, RangeError where it is out of range: the message
 * names the option, the value and what is allowed.
 */
function resolve(options) {
    const given = check('options', options, object, RULES);
    const timeout = given.timeout ?? TIMEOUT;
    const maxAge = given.maxAge ?? Number.POSITIVE_INFINITY;
    const life = Math.min(timeout, maxAge);
    const warnBefore = given.warnBefore ?? Math.min(WARN_BEFORE, life / 2);
    if (warnBefore >= life)
        reject('warnBefore', warnBefore, `less than the ${life} of timeout and maxAge`, RangeError);
    const interval = Math.min(timeout / 3, INTERVAL);
    const keepAlive = request('keepAlive', given.keepAlive, KEEP_ALIVE, { method: 'POST', interval });
    if (keepAlive && keepAlive.interval >= timeout)
        reject('keepAlive.interval', keepAlive.interval, `less than the ${timeout} of timeout`, RangeError);
    return {
        ...given,
        timeout,
        maxAge,
        warnBefore,
        name: given.name ?? 'default',
        events: given.events ?? (given.untrusted ? [...DEFAULT_EVENTS, ...SCRIPTED_EVENTS] : DEFAULT_EVENTS),
        keepAlive,
        check: request('check', given.check, SESSION_REQUEST, { method: 'GET' }),
        endSession: request('endSession', given.endSession, REQUEST, { method: 'POST' }),
    };
}
function request(name, value, rules, defaults) {
    if (value === undefined)
        return;
    const given = typeof value === 'string' || value instanceof URL ? { url: value } : value;
    if (given.url === undefined)
        reject(`${name}.url`, undefined, url.allowed, TypeError);
    const own = check(name, given, object, rules);
    return { timeout: REQUEST_TIMEOUT, ...defaults, ...own };
}
/** The value; of an object a copy without what is undefined, so that nothing absent replaces a default. */
function check(name, value, rule, rules) {
    if (!rule.type(value))
        reject(name, value, rule.allowed, TypeError);
    if (rule.range && !rule.range(value))
        reject(name, value, rule.allowed, RangeError);
    if (!rules)
        return value;
    const path = name === 'options' ? '' : `${name}.`;
    const entries = Object.entries(value).filter(([, option]) => option !== undefined);
    for (const [key, option] of entries) {
        const known = Object.hasOwn(rules, key) && rules[key];
        if (!known)
            reject(path + key, option, `one of ${Object.keys(rules).join(', ')}`, TypeError, 'unknown option');
        check(path + key, option, known, undefined);
    }
    return Object.fromEntries(entries);
}
function reject(name, value, allowed, Type, what = 'option') {
    throw new Type(`stillhere: ${what} \`${name}\` is ${show(value)}; allowed is ${allowed}`);
}
function show(value) {
    if (typeof value === 'string')
        return `'${value}'`;
    if (Array.isArray(value))
        return `[${value.map(show).join(', ')}]`;
    try {
        return String(value);
    }
    catch {
        return typeof value;
    }
}

/** While the focus is in another origin's frame it is looked at this often; a user activation lasts a second or more. */
const LOOK$1 = 900;
/**
 * Calls back for the window and for each document of its origin that is shown in a frame of it, now or later.
 */
function watchFrames(window, signal, { attach, active }) {
    const known = new WeakMap();
    let looking;
    const enter = (view) => {
        const { document } = view;
        let listen = known.get(document);
        if (!listen) {
            const attached = attach(view);
            const onLoad = (event) => look(event.target);
            // A frame in a shadow tree loads unheard; it takes the focus from the window when it is first used.
            const onBlur = () => look(deepestActive(document)) || lookClosely();
            listen = () => {
                attached();
                // `load` does not bubble, but a capturing listener of the document sees it, for each document of a frame.
                document.addEventListener('load', onLoad, { capture: true, signal });
                view.addEventListener('blur', onBlur, { signal });
            };
            known.set(document, listen);
        }
        // Anew for a document that is known too: `document.open()` takes all listeners away.
        listen();
        for (const frame of document.querySelectorAll('iframe, frame'))
            look(frame);
    };
    const look = (element) => {
        const inner = element?.contentDocument?.defaultView;
        if (inner)
            enter(inner);
        return Boolean(inner);
    };
    /** https://html.spec.whatwg.org/multipage/interaction.html#activation-notification reaches the pages around a frame. */
    const lookClosely = () => {
        clearInterval(looking);
        looking = setInterval(() => {
            // `hasFocus()` is no help: WebKit says no while the focus is in such a frame.
            if (!isFrame(deepestActive(window.document)))
                clearInterval(looking);
            else if (navigator.userActivation?.isActive)
                active();
        }, LOOK$1);
    };
    signal.addEventListener('abort', () => clearInterval(looking));
    enter(window);
}
const isFrame = (element) => /^i?frame$/i.test(element?.nodeName ?? '');
function deepestActive(document) {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement)
        active = active.shadowRoot.activeElement;
    return active;
}

/** The quiet after a report is over by now, whatever became of the timer that was to end it. */
const STALE = 1_500;
/** The sets of listeners on this page. Timers that look for the same share one. */
const shared = [];
/** Where on the screen the pointer was last seen. */
let x;
let y;
/**
 * Reports a person's activity: the first event at once, those of the interval that follows as one. An event in
 * between costs a comparison; even the clock is not read, which would double what the event costs.
 */
function watchActivity({ target, events, untrusted }, interval, listener) {
    let source = shared.find((other) => other.target === target && other.untrusted === untrusted && `${other.events}` === `${events}`);
    if (!source) {
        source = listen({ target, events, untrusted });
        shared.push(source);
    }
    const { listeners, flush, stop } = source;
    listeners.set(listener, interval);
    return {
        flush,
        stop() {
            listeners.delete(listener);
            if (listeners.size)
                return;
            stop.abort();
            shared.splice(0, shared.length, ...shared.filter((other) => other.listeners.size));
        },
    };
}
function listen({ target, events, untrusted }) {
    const listeners = new Map();
    const stop = new AbortController();
    const { signal } = stop;
    let timer;
    let quiet = false;
    let since = 0;
    let sinceWall = 0;
    let latest;
    /** The latest event that moved the pointer, or only says so. */
    let latestMove;
    /** What to add to their time stamps: a frame counts from its own beginning. */
    let offset = 0;
    let pressed = false;
    const report = (elapsed) => {
        quiet = true;
        since = performance.now();
        sinceWall = Date.now();
        clearTimeout(timer);
        timer = setTimeout(() => {
            quiet = false;
            flush();
        }, Math.min(...listeners.values()));
        for (const listener of [...listeners.keys()])
            listener(elapsed);
    };
    const flush = () => {
        const move = latestMove && hasMoved(latestMove) ? latestMove : undefined;
        const event = latest && move ? (latest.timeStamp > move.timeStamp ? latest : move) : (latest ?? move);
        latest = latestMove = undefined;
        if (event)
            report(Math.max(0, event.timeStamp + offset - since));
    };
    /** Browsers send moves when a tab is shown or the layout shifts under a pointer that rests. */
    const hasMoved = (event) => {
        const moved = event.screenX !== x || event.screenY !== y || event.movementX || event.movementY;
        x = event.screenX;
        y = event.screenY;
        return moved;
    };
    signal.addEventListener('abort', () => clearTimeout(timer));
    const attach = (place, { timeOrigin }) => {
        const shift = timeOrigin - performance.timeOrigin;
        const onStream = (event) => {
            if (!untrusted && !event.isTrusted)
                return;
            if (!quiet)
                return report(Number.POSITIVE_INFINITY);
            latest = event;
            offset = shift;
        };
        // A key or a click can do something: the first one after a sleep must not come before the end of the session.
        const onInput = (event) => {
            if (quiet && Date.now() - sinceWall > STALE) {
                flush();
                quiet = false;
            }
            onStream(event);
        };
        const onMove = (event) => {
            if (!event.isTrusted)
                return onStream(event);
            // Where the release was not told: over a menu, say.
            if (pressed && !event.buttons)
                pressed = false;
            if (!quiet)
                return hasMoved(event) && report(Number.POSITIVE_INFINITY);
            latestMove = event;
            offset = shift;
        };
        // A script's scrolling makes the same events; a person who drags a scrollbar makes no others.
        const onScroll = (event) => (pressed || !event.isTrusted) && onStream(event);
        // A script that moves the focus, as each dialog does, makes the same event; but it stands on the stack.
        const onFocus = (event) => {
            if (!event.isTrusted || (document.hasFocus() && !isCalled(new Error().stack)))
                onInput(event);
        };
        const onVisibility = (event) => document.visibilityState === 'visible' && onInput(event);
        const onPress = (event) => {
            pressed = event.type === 'pointerdown' && !event.button;
        };
        const special = {
            pointermove: onMove,
            mousemove: onMove,
            touchmove: onStream,
            wheel: onStream,
            scroll: onScroll,
            focus: onFocus,
            visibilitychange: onVisibility,
        };
        const options = { capture: true, passive: true, signal };
        return () => {
            for (const type of new Set(events))
                place.addEventListener(type, special[type] ?? onInput, options);
            if (!events.includes('scroll'))
                return;
            for (const type of ['pointerdown', 'pointerup', 'pointercancel'])
                place.addEventListener(type, onPress, options);
        };
    };
    if (target)
        attach(target, performance)();
    else {
        const active = () => {
            if (!quiet)
                report(Number.POSITIVE_INFINITY);
        };
        watchFrames(window, signal, { attach: (view) => attach(view, view.performance), active });
    }
    return { target, events, untrusted, listeners, flush, stop };
}
/** Whether a listener was called by a script: then more than the listener itself stands on the stack. */
function isCalled(stack = '') {
    const lines = stack.split('\n');
    // Firefox goes on with what had set the listener up.
    const asynchronous = lines.findIndex((line) => line.includes('*'));
    const calls = lines.slice(0, asynchronous < 0 ? undefined : asynchronous);
    return calls.filter((line) => /@|^\s*at /.test(line)).length > 1;
}

/** Answers by which servers say that there is no session: Laravel's is 419, Microsoft's 440. */
const GONE = [401, 403, 419, 440];
/** Answers that say when to come again. */
const LATER = [429, 503];
/**
 * The first retry comes within this time, or this share of the interval, each further one within twice as long: a
 * server that was away for a minute must not be met by all that were refused meanwhile.
 */
const BACKOFF = 2_000;
const BACKOFF_SHARE = 0.4;
const BACKOFF_LIMIT = 60_000;
/**
 * Runs a request under its time limit, which covers the whole of it: `headers()`, the answer and the reading of the
 * answer may each hang.
 *
 * @param outer - aborts it. A ping must not outlive the session: answered after the logout it signs the person in again.
 */
async function limited(limit, outer, run) {
    const controller = new AbortController();
    const { signal } = controller;
    const stopped = new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
    });
    const abort = () => controller.abort(outer?.reason);
    const timer = setTimeout(() => controller.abort(new DOMException('no answer in time', 'TimeoutError')), limit);
    outer?.addEventListener('abort', abort);
    if (outer?.aborted)
        abort();
    try {
        return await Promise.race([stopped, run(signal)]);
    }
    finally {
        clearTimeout(timer);
        outer?.removeEventListener('abort', abort);
    }
}
async function send({ url, method, headers, credentials = 'same-origin', fetch: own }, signal, extra, onSend) {
    const given = typeof headers === 'function' ? await headers() : headers;
    if (signal.aborted)
        throw signal.reason;
    onSend();
    const init = { method, credentials, cache: 'no-store', signal, ...(given && { headers: given }), ...extra };
    return (own ?? fetch)(url, init);
}
/** Asks the server about its session, and says what the answer means. Never rejects. */
async function ask(options, signal, failures, onSend) {
    const { interval = 0 } = options;
    const longest = Math.max(BACKOFF, interval * BACKOFF_SHARE) * 2 ** failures;
    const backoff = Math.random() * Math.min(Math.max(BACKOFF_LIMIT, interval), longest);
    let status = 0;
    try {
        return await limited(options.timeout, signal, async (limit) => {
            const response = await send(options, limit, { redirect: options.redirect ?? 'manual' }, onSend);
            status = response.status;
            if (response.type === 'opaqueredirect' || GONE.includes(status))
                return { type: 'gone' };
            if (response.ok) {
                if (options.isAlive && !(await options.isAlive(response.clone())))
                    return { type: 'gone' };
                return { type: 'alive', status, expiresIn: await readExpiresIn(response, options.expiresIn) };
            }
            const delay = LATER.includes(status) ? retryAfter(response) : undefined;
            // All browsers were told the same: they must not come at once.
            return { type: 'failed', status, error: undefined, delay: (delay ?? 0) + backoff };
        });
    }
    catch (error) {
        return signal.aborted ? { type: 'busy' } : { type: 'failed', status, error, delay: backoff };
    }
}
function retryAfter(response) {
    const value = response.headers.get('Retry-After');
    if (!value)
        return;
    const delay = Number.isNaN(+value) ? Date.parse(value) - Date.now() : +value * 1_000;
    return delay >= 0 ? delay : undefined;
}
async function readExpiresIn(response, from = 'Session-Expires-In') {
    let value;
    if (typeof from === 'function')
        value = await from(response.clone());
    else {
        value = response.headers.get(from);
        if (value === null && response.headers.get('Content-Type')?.includes('json')) {
            // Whatever stands in an answer of 2xx, even where it only claims to be JSON: the session lives.
            const body = await response.json().catch(() => undefined);
            value = body?.expiresIn;
        }
        else if (value)
            value = +value;
    }
    return typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY ? value : undefined;
}

/** Why a session ended, in rising order of precedence where two tabs end it differently at once. */
const REASONS = ['', 'idle', 'maxAge', 'server', 'ended'];
const NO_SESSION = {
    session: 0,
    began: 0,
    active: 0,
    pinged: 0,
    retry: 0,
    asked: 0,
    ends: 0,
    ended: 0,
    done: 0,
};
const FIELDS = Object.keys(NO_SESSION);
const VERSION = 1;
/** Nobody waits longer than this for the server, whatever a record claims. */
const RETRY_LIMIT = 3_600_000;
/** Nobody signs in more often: a forged number that has run ahead is so caught up with before the next session begins. */
const SHORTEST_SESSION = 1_000;
/** The clocks of two tabs of one machine differ by less than this. */
const TOLERANCE = 1_000;
/** A record takes some 200 characters; more is not one of ours. */
const LONGEST = 1_000;
/**
 * The join of two records: commutative, associative and idempotent, so messages may be lost, doubled,
 * reordered or late and all tabs still come to the same record.
 */
function merge(a, b) {
    if (a.session !== b.session)
        return a.session > b.session ? a : b;
    const word = a.asked - b.asked || b.ends - a.ends;
    return {
        session: a.session,
        began: Math.min(a.began, b.began),
        active: Math.max(a.active, b.active),
        pinged: Math.max(a.pinged, b.pinged),
        retry: Math.max(a.retry, b.retry),
        asked: Math.max(a.asked, b.asked),
        ends: word > 0 ? a.ends : b.ends,
        ended: Math.max(a.ended, b.ended),
        done: Math.max(a.done, b.done),
    };
}
const same = (a, b) => FIELDS.every((field) => a[field] === b[field]);
/**
 * The record as it travels and is stored.
 *
 * @param skew - how far this tab's clock is ahead of the wall clock: what tabs exchange is wall time,
 * so that a tab opened after the clock was set back understands those that were open before.
 */
const encode = (record, skew) => JSON.stringify([VERSION, ...FIELDS.map((field) => toWall(field, record[field], skew))]);
/**
 * What came from the channel or from storage, or undefined where it is not a record of this version,
 * or speaks of the future: such a stamp, taken for "now" at each reading, would keep a session alive
 * for ever.
 */
function decode(text, now, skew) {
    if (typeof text !== 'string' || text.length > LONGEST)
        return;
    let values;
    try {
        values = JSON.parse(text);
    }
    catch {
        return;
    }
    if (!Array.isArray(values) || values.length !== FIELDS.length + 1 || values[0] !== VERSION)
        return;
    if (!values.every((value) => Number.isSafeInteger(value) && value >= 0))
        return;
    const record = Object.fromEntries(FIELDS.map((field, i) => [field, toWall(field, values[i + 1], -skew)]));
    const latest = Math.max(record.began, record.active, record.pinged, record.asked, record.retry - RETRY_LIMIT, record.session * SHORTEST_SESSION);
    return record.session > 0 && record.ended < REASONS.length && record.done <= 3 && latest <= now + TOLERANCE
        ? record
        : undefined;
}
const COUNTS = ['session', 'ended', 'done'];
const toWall = (field, value, skew) => value && !COUNTS.includes(field) ? value - skew : value;

/**
 * A ping comes no later than after this share of what the server says that its session lives: past the half, where
 * ASP.NET begins to renew, and early enough for another try.
 */
const LATEST_PING = 0.6;
/** While a hold is kept the other tabs are told this often. */
const HOLD = 15_000;
const INITIAL = {
    state: 'stopped',
    reason: undefined,
    record: NO_SESSION,
    session: 0,
    mine: 0,
    holds: 0,
    fresh: false,
    seconds: 0,
    told: false,
    settleBy: 0,
    pinging: false,
    urgent: false,
    pingAfter: 0,
    life: 0,
    checked: 0,
    checkBy: 0,
};
const running = (view) => view.state === 'active' || view.state === 'warning';
/** When the session of the record ends if nothing more happens. */
function deadline(record, rules) {
    // A later request has renewed the server's session: its older word is out of date.
    const server = record.ends && record.asked >= record.pinged ? record.ends : Number.POSITIVE_INFINITY;
    return Math.min(record.active + rules.timeout, record.began + rules.maxAge, server);
}
/** Whether what a person does moves the deadline. */
const extendable = (record, rules) => deadline(record, rules) < record.began + rules.maxAge;
function reasonFor(record, rules) {
    const end = deadline(record, rules);
    if (end === record.began + rules.maxAge)
        return 'maxAge';
    return end === record.active + rules.timeout ? 'idle' : 'server';
}
const isOver = (record, rules, now) => record.ended > 0 || now >= deadline(record, rules);
function pingAt(view, rules) {
    const { active, pinged, retry, asked, ends } = view.record;
    if (view.pinging || active <= pinged)
        return Number.POSITIVE_INFINITY;
    const life = ends && asked >= pinged ? ends - asked : Number.POSITIVE_INFINITY;
    const interval = Math.min(rules.interval, life * LATEST_PING);
    return Math.max(view.urgent ? 0 : Math.max(pinged + interval, retry), view.pingAfter);
}
/** While a hold is kept the record is not left to become older than this. */
const holdInterval = ({ timeout, warnBefore }) => Math.min(HOLD, (timeout - warnBefore) / 2);
/** When step() is to be called again at the latest. */
function nextLook(view, rules, now) {
    if (!running(view))
        return view.state === 'stopped' || view.told ? Number.POSITIVE_INFINITY : view.settleBy;
    const end = deadline(view.record, rules);
    const turn = view.state === 'warning' ? end - (view.seconds - 1) * 1_000 : end - rules.warnBefore;
    const hold = view.holds ? view.record.active + holdInterval(rules) : Number.POSITIVE_INFINITY;
    const ping = rules.interval < Number.POSITIVE_INFINITY ? pingAt(view, rules) : Number.POSITIVE_INFINITY;
    return Math.min(now < end ? turn : view.checkBy, hold, ping);
}

/**
 * The event waits no longer than this for the claim, so that a tab that is frozen with the claim in its hand holds
 * nobody up. A claim takes milliseconds; where its holder dies the next in line may be a hidden tab, whose timers run
 * once a second.
 */
const SETTLE = 3_000;
/** A tab whose ping another tab was at looks again after this. */
const BUSY = 1_000;
/** An expiry waits this long for the server's word. */
const CHECK_LIMIT = 3_000;
/** The server's word is not asked for again within this time. */
const FRESH = 1_000;
/** What the server says that its session lives may be off by this: it counts whole seconds. */
const IMPRECISION = 1_000;
/** The longest life that is believed, some 35 years. */
const LONGEST_LIFE = 2 ** 40;
/** Starting or waking is no reason to ask the server more often than this. */
const CHECK_INTERVAL = 10_000;
/** Tabs that open at once begin the same session within this time: not all have to answer all. */
const AT_ONCE = 1_000;
/** Two clocks may round a millisecond differently; and a tab that is told that it is time does not wait for its own alarm. */
const ROUNDING = 2;
/**
 * @param stored - what the tabs share, read for this very step: no tab warns or expires on what it remembers alone.
 */
function step(before, input, now, stored, rules) {
    const view = { ...before };
    const effects = [];
    let time = now;
    const emit = (event, fields) => {
        effects.push({ type: 'emit', event, fields });
    };
    const update = (fields) => {
        view.record = { ...view.record, ...fields };
        effects.push({ type: 'publish' });
    };
    const touch = (at, latest = deadline(view.record, rules)) => {
        if (!running(view) || at >= latest)
            return;
        view.mine = Math.max(view.mine, at);
        if (at > view.record.active)
            update({ active: at });
    };
    const tell = (leader) => {
        view.told = true;
        emit('expire', { reason: view.reason ?? 'ended', leader });
        if (!leader || view.record.session !== view.session)
            return;
        update({ done: 1 });
        effects.push({ type: 'act' });
    };
    const expire = (reason) => {
        view.state = 'expired';
        view.reason = reason;
        view.told = false;
        view.settleBy = now + SETTLE;
        if (view.record.session > view.session)
            return tell(false);
        if (!view.record.ended)
            update({ ended: REASONS.indexOf(reason) });
        effects.push({ type: 'claim' });
        if (view.record.done)
            tell(false);
    };
    const begin = () => {
        view.session = view.record.session + 1;
        update({ ...NO_SESSION, session: view.session, began: now, active: now, pinged: now });
    };
    /** Takes in what another tab knows. */
    const absorb = (record) => {
        const own = view.record;
        const over = isOver(record, rules, now);
        // Tabs that open at once begin the same session milliseconds apart.
        const earlier = record.ended
            ? record.active < own.began
            : deadline(record, rules) <= own.began || (view.fresh && record.began <= own.began - ROUNDING);
        const later = own.ended ? record.began > own.active : record.began >= deadline(own, rules);
        if (own.session && record.session <= own.session && !record.ended && later) {
            // A later session that did not know of this one, and so has no higher number: told of it, it takes the next.
            if (running(view))
                expire(reasonFor(own, rules));
            else {
                if (input.type === 'start')
                    view.record = { ...record, session: own.session + 1 };
                effects.push({ type: 'publish' });
            }
        }
        else if (running(view) && record.session >= own.session && earlier) {
            // Left by an earlier session that this one did not know of: it says nothing about this one.
            view.session = record.session + 1;
            update({ session: view.session });
        }
        else if (record.session <= own.session) {
            view.record = merge(own, record);
        }
        else if (running(view) && !over && record.began < own.began + ROUNDING) {
            // The same session under the number of those who have known it longer.
            view.record = record;
            view.session = record.session;
            touch(view.mine);
        }
        else {
            view.record = record;
            // The next session begins only where this one has ended: a tab that runs was not told.
            const missed = isOver(own, rules, now) ? reasonFor(own, rules) : 'ended';
            if (running(view))
                expire(over ? REASONS[record.ended] || reasonFor(record, rules) : missed);
            else if (view.state === 'expired' && !view.told)
                tell(false);
            if (view.state === 'expired' && !over && input.type !== 'start')
                emit('restart', {});
        }
    };
    const start = (first, fresh) => {
        if (running(view))
            return;
        const wasStopped = view.state === 'stopped';
        const lives = view.record.session > 0 && !isOver(view.record, rules, now);
        view.state = 'active';
        view.reason = undefined;
        view.pinging = view.urgent = false;
        view.pingAfter = view.checkBy = view.seconds = 0;
        view.mine = now;
        view.fresh = fresh;
        if (fresh || !(lives || (rules.persist && wasStopped && view.record.session)))
            return begin();
        view.session = view.record.session;
        // A page load is a request, and it is activity; where only extend() ends a warning it leaves that alone.
        if (first && lives)
            update({ pinged: now });
        if (!rules.persist || !wasStopped)
            touch(now, latestActivity());
    };
    /** Activity counts until then. */
    const latestActivity = () => deadline(view.record, rules) - (rules.explicit ? rules.warnBefore : 0);
    const answer = (to, session, sent, outcome) => {
        if (to === 'ping')
            view.pinging = false;
        else if (outcome.type !== 'busy')
            view.checkBy = 0;
        if (!running(view) || session !== view.session)
            return;
        const { record } = view;
        if (outcome.type === 'gone')
            return expire('server');
        if (outcome.type === 'busy')
            view.pingAfter = now + BUSY;
        if (outcome.type === 'failed' && to === 'ping') {
            view.urgent = false;
            const retryIn = Math.round(Math.min(outcome.delay, RETRY_LIMIT));
            emit('pingerror', { status: outcome.status, error: outcome.error, retryIn });
            update({ retry: now + retryIn });
        }
        if (outcome.type !== 'alive')
            return;
        const { status, expiresIn } = outcome;
        const ends = expiresIn === undefined ? 0 : sent + Math.round(Math.min(expiresIn * 1_000, LONGEST_LIFE));
        if (to === 'ping') {
            const known = record.ends && record.asked === record.pinged;
            if (ends && known && ends - record.ends < (sent - record.asked) / 2)
                effects.push({ type: 'nag' });
            update({ pinged: Math.max(sent, record.pinged), asked: sent, ends });
            emit('ping', { status, expiresIn });
        }
        else if (ends) {
            view.life ||= ends - record.pinged;
            // More than this browser's own requests account for: somebody is active on another device.
            const elsewhere = Math.min(sent, ends - view.life);
            const active = elsewhere > record.pinged + IMPRECISION ? Math.max(record.active, elsewhere) : record.active;
            update({ asked: sent, ends, active });
        }
    };
    /** Asks the clock what has become of the session. */
    const look = () => {
        const { record } = view;
        if (record.ended)
            return expire(REASONS[record.ended] || 'ended');
        if (record.ends && record.asked === record.pinged)
            view.life = record.ends - record.asked;
        if (record.active <= record.pinged)
            view.urgent = false;
        const end = deadline(record, rules);
        if (time >= end) {
            const fresh = now - record.asked < FRESH;
            if (rules.check && !fresh && view.checked !== end) {
                view.checked = end;
                view.checkBy = now + CHECK_LIMIT;
                effects.push({ type: 'ask', what: 'check' });
            }
            if (fresh || now >= view.checkBy)
                expire(reasonFor(record, rules));
            return;
        }
        view.checkBy = 0;
        const remaining = end - now;
        const seconds = Math.ceil(remaining / 1_000);
        if (time < end - rules.warnBefore) {
            if (view.state === 'warning')
                emit('active', {});
            view.state = 'active';
        }
        else if (view.state === 'active') {
            view.state = 'warning';
            view.seconds = seconds;
            // A record that says nothing new says that it is time, to all; not all have to answer it.
            if (input.type !== 'record' || !same(record, before.record))
                effects.push({ type: 'publish' });
            emit('warn', { remaining, extendable: extendable(record, rules) });
        }
        else if (seconds !== view.seconds) {
            view.seconds = seconds;
            emit('tick', { remaining });
        }
        if (rules.interval < Number.POSITIVE_INFINITY && pingAt(view, rules) <= now) {
            view.pinging = true;
            effects.push({ type: 'ask', what: 'ping' });
        }
    };
    /** What it says now tells later whether somebody is active on another device. */
    const askServer = () => {
        if (rules.check && running(view) && now - view.record.asked > CHECK_INTERVAL && !isOver(view.record, rules, now))
            effects.push({ type: 'ask', what: 'check' });
    };
    if (stored)
        absorb(stored);
    switch (input.type) {
        case 'start':
            start(input.first, input.fresh);
            askServer();
            break;
        case 'stop':
            view.state = 'stopped';
            view.holds = 0;
            break;
        case 'activity':
            touch(Math.min(input.at, now), latestActivity());
            break;
        case 'extend':
            touch(now);
            view.urgent = true;
            break;
        case 'hold':
            view.holds = Math.max(0, view.holds + input.by);
            touch(now);
            break;
        case 'wake':
            askServer();
            break;
        case 'online':
            view.urgent = true;
            view.pingAfter = 0;
            break;
        case 'record': {
            absorb(input.record);
            // It does not know of this session, or not since when it lasts.
            const { session, began } = input.record;
            if (input.hello || session < view.record.session || began > view.record.began + AT_ONCE)
                effects.push({ type: 'publish' });
            time += ROUNDING;
            break;
        }
        case 'end':
            if (running(view))
                expire(input.reason);
            break;
        case 'claim':
            if (view.state !== 'expired' || input.session !== view.session)
                break;
            if (!view.told && !view.record.done)
                tell(input.leader);
            else if (input.leader && view.record.session === view.session && view.record.done < 2)
                effects.push({ type: 'act' });
            break;
        case 'acted':
            if (view.record.session === input.session)
                update({ done: Math.max(view.record.done, input.done) });
            break;
        case 'answer':
            answer(input.to, input.session, input.sent, input.outcome);
            break;
    }
    if (running(view)) {
        // Not at each step: two tabs that hold would answer each other for ever.
        if (view.holds && now - view.record.active >= holdInterval(rules))
            touch(now);
        look();
    }
    if (view.state !== before.state) {
        // First the other tabs, then the page, whose listeners may take their time.
        const change = { type: 'emit', event: 'change', fields: { state: view.state, previous: before.state } };
        effects.splice(effects[0]?.type === 'publish' ? 1 : 0, 0, change);
    }
    if (view.state === 'expired' &&
        !view.told &&
        (view.record.done || view.record.session > view.session || now >= view.settleBy))
        tell(false);
    return [view, effects];
}

/** How long a tab listens for another that claims the same, where there are neither locks nor a database. */
const LISTEN = 100;
/**
 * Waits in line for a Web Lock.
 *
 * @returns what lets go of it; undefined where it is not to be had; null where this page has no locks (they need a
 * secure context, and cookies that are not blocked).
 */
function lock(name, options) {
    return new Promise((resolve) => {
        const held = (granted) => new Promise((release) => {
            resolve(granted ? release : undefined);
            if (!granted)
                release();
        });
        try {
            navigator.locks.request(name, options, held).catch(() => resolve(options.signal?.aborted ? undefined : null));
        }
        catch {
            resolve(null);
        }
    });
}
/** A tab that had to stand in line waits this long for what the tab before it may have said. */
const NEWS$1 = 50;
const keyOf = (name, ...rest) => ['stillhere', name, ...rest].join(':');
/** The lock under which requests that renew the session are made, so that a logout can wait for their end. */
const serverLock = (name) => keyOf(name, 'server');
/**
 * Calls back when this tab leads the expiry of a session: at once in one of all tabs, later where that one is gone. The
 * claim is kept until the signal aborts, or the page goes.
 */
async function lead(name, session, signal, callback) {
    const key = keyOf(name, 'expire', session);
    let release = await lock(key, { ifAvailable: true });
    if (release === null) {
        if (await claimOnce(name, ['expire', session], signal))
            callback();
        return;
    }
    if (!release) {
        release = await lock(key, { signal });
        if (!release)
            return;
        await new Promise((resolve) => setTimeout(resolve, NEWS$1));
    }
    if (signal.aborted)
        return release();
    signal.addEventListener('abort', release);
    callback();
}
/**
 * The turn to ask the server, which one tab has at a time.
 *
 * @param number - of the turn, where there are no locks.
 * @param steal - takes it from whoever has had it for too long: a tab that was frozen with it.
 * @returns what ends it, or undefined where another tab has it.
 */
async function takeTurn(name, what, number, signal, steal = false) {
    const key = what === 'ping' ? serverLock(name) : keyOf(name, what);
    const release = await lock(key, steal ? { steal } : { ifAvailable: true });
    if (release !== null)
        return release;
    const turn = new AbortController();
    const end = () => turn.abort();
    signal.addEventListener('abort', end);
    return (await claimOnce(name, [what, number], turn.signal)) ? end : undefined;
}
/**
 * Settles without locks which tab does something for all.
 *
 * @param act - what is to be done, by its kind and a number that rises.
 * @returns whether it is this tab.
 */
async function claimOnce(name, act, signal) {
    try {
        return await addToDatabase(name, act);
    }
    catch {
        return claimByChannel(keyOf(name, ...act), signal);
    }
}
function addToDatabase(name, [kind, number]) {
    return new Promise((resolve, reject) => {
        const opening = indexedDB.open('stillhere', 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore('claims');
        opening.onerror = opening.onblocked = () => reject(opening.error);
        opening.onsuccess = () => {
            const database = opening.result;
            const claims = database.transaction('claims', 'readwrite').objectStore('claims');
            const adding = claims.add(1, [name, kind, number]);
            adding.onsuccess = () => claims.delete(IDBKeyRange.bound([name, kind], [name, kind, number], false, true));
            claims.transaction.oncomplete = () => settle(true);
            claims.transaction.onabort = () => settle(false);
            const settle = (added) => {
                database.close();
                resolve(added);
            };
        };
    });
}
/** The lowest number wins; the winner goes on to answer those who ask late. */
function claimByChannel(key, signal) {
    return new Promise((resolve) => {
        let channel;
        try {
            channel = new BroadcastChannel(key);
        }
        catch {
            // As far as this tab can ever know it is alone.
            return resolve(true);
        }
        const own = Math.random();
        const settle = (won) => {
            resolve(won);
            if (!won)
                channel.close();
        };
        channel.onmessage = ({ data }) => {
            if (typeof data !== 'number')
                return;
            if (data < own)
                settle(false);
            else
                channel.postMessage(own);
        };
        channel.postMessage(own);
        setTimeout(() => settle(true), LISTEN);
        signal.addEventListener('abort', () => settle(false));
    });
}

/** The next ping waits this long for the news of the last. */
const NEWS = 100;
/** A turn takes longer than its request by this at most. */
const SLACK = 1_000;
function createAsking({ crossTab, name, keepAlive, check }, look, now, report) {
    let requests = new AbortController();
    let failures = 0;
    /** How often another tab had the turn, and nothing has come of it. */
    let refused = { news: 0, times: 0 };
    /** Rises with every answer, and with none. */
    const news = () => look().record.pinged + look().record.retry;
    const run = async (what) => {
        const options = what === 'ping' ? keepAlive : check;
        if (!options)
            return;
        const { signal } = requests;
        const { session } = look();
        const number = Math.floor(now() / (keepAlive?.interval ?? NEWS));
        const times = refused.news === news() ? refused.times : 0;
        // Not by the clock: in a sleep nobody has had the turn for long.
        const steal = times * BUSY > options.timeout + SLACK;
        const release = crossTab === false ? () => { } : await takeTurn(name, what, number, signal, steal);
        refused = { news: news(), times: release ? 0 : times + 1 };
        // Frozen while it waited for its turn, this tab may not have heard that another was at it.
        report({ type: 'look' });
        let sent = now();
        const { active, pinged } = look().record;
        const wanted = release && !signal.aborted && (what === 'check' || active > pinged);
        const outcome = wanted
            ? await ask(options, signal, failures, () => {
                sent = now();
            })
            : { type: 'busy' };
        if (wanted)
            failures = outcome.type === 'failed' ? failures + 1 : 0;
        report({ type: 'answer', to: what, session, sent, outcome });
        if (signal.aborted)
            release?.();
        else
            setTimeout(() => release?.(), NEWS);
    };
    return {
        get signal() {
            return requests.signal;
        },
        ask: (what) => void run(what),
        cancel() {
            requests.abort();
            requests = new AbortController();
        },
    };
}

/** A difference between the two clocks that is a jump, not the slow correction that keeps a clock right. */
const JUMP = 1_000;
/**
 * The wall clock is looked at this often at least: a wake from sleep is noticed within 15 s, also in a hidden tab, whose
 * timers are late.
 */
const LOOK = 12_000;
/**
 * Time that survives sleep. The wall clock can be set; the monotonic clock stops during sleep on some
 * systems (https://www.w3.org/TR/hr-time-3/#dfn-monotonic-clock leaves it open). So what has passed is the larger of
 * the two: a wall clock that jumps ahead is believed, since a sleep looks just so; one that jumps back is not.
 */
function createClock() {
    let skew = 0;
    let latest = 0;
    let offset = Date.now() - performance.now();
    const now = () => {
        const wall = Date.now();
        const moved = wall - performance.now() - offset;
        if (Math.abs(moved) > JUMP) {
            offset += moved;
            if (moved < 0)
                skew -= Math.round(moved);
        }
        latest = Math.max(latest, wall + skew);
        return latest;
    };
    return { now, skew: () => skew };
}
/**
 * One timer. It never sleeps longer than 12 s, which also keeps every delay below the 2^31-1 ms that
 * `setTimeout` can take.
 *
 * In a hidden page a timer that was set by a timer runs once a minute
 * (https://developer.chrome.com/blog/timer-throttling-in-chrome-88): there the chain is broken by a message.
 */
function createAlarm(callback) {
    let timer;
    let hop;
    const clear = () => {
        clearTimeout(timer);
        hop?.port1.close();
        hop = undefined;
    };
    return {
        set(delay) {
            clear();
            const arm = () => {
                timer = setTimeout(callback, Math.min(Math.max(Math.ceil(delay), 0), LOOK));
            };
            if (globalThis.document?.visibilityState !== 'hidden')
                return arm();
            hop = new MessageChannel();
            hop.port1.onmessage = () => {
                clear();
                arm();
            };
            hop.port2.postMessage(0);
        },
        clear,
    };
}

/** `waitUntil` holds the logout back no longer. */
const WAIT_LIMIT = 5_000;
/** Within this time the other tabs have heard of the expiry, and said what they have to wait for. */
const TOLD = 100;
/** The claim outlasts the end by this: a tab that hears of it late must not find it free. */
const LATE = 10_000;
const delay = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
/** A promise, and what resolves it. */
function deferred() {
    let resolve = () => { };
    const promise = new Promise((settle) => {
        resolve = settle;
    });
    return [promise, resolve];
}
function createEnding({ crossTab, name, endSession }, session, report) {
    const alone = crossTab === false;
    const claim = new AbortController();
    const { signal } = claim;
    const cancelled = new AbortController();
    const waitingFor = [];
    const [hurried, hurry] = deferred();
    const [finished, finish] = deferred();
    let acting = false;
    let unsent = false;
    let settled = false;
    const sent = () => {
        if (!unsent)
            return;
        unsent = false;
        report({ type: 'acted', session, done: 2 });
    };
    const answered = () => {
        sent();
        acting = false;
        report({ type: 'acted', session, done: 3 });
        finish();
    };
    /** Other tabs save their drafts, and their pings are answered or aborted. */
    const others = async () => {
        if (alone)
            return;
        await delay(TOLD);
        (await lock(serverLock(name), { signal }))?.();
    };
    const logOut = async (request) => {
        await Promise.race([Promise.all([Promise.allSettled(waitingFor), others()]), delay(WAIT_LIMIT), hurried]);
        // Frozen meanwhile, this tab may not have heard that the person has signed in again.
        report({ type: 'look' });
        try {
            await limited(request.timeout, cancelled.signal, (limit) => send(request, limit, { keepalive: true }, sent));
        }
        catch {
            // The server's session ends by itself.
        }
        if (!cancelled.signal.aborted)
            answered();
    };
    /** As long as this tab has something to save the tab that leads does not get the lock. */
    const save = async () => {
        const release = await lock(serverLock(name), { mode: 'shared', signal });
        await Promise.race([Promise.allSettled(waitingFor), delay(WAIT_LIMIT), hurried]);
        release?.();
    };
    // Where the tab that leads is gone before it could say so.
    const patience = setTimeout(finish, WAIT_LIMIT + (endSession?.timeout ?? 0));
    void finished.then(() => clearTimeout(patience));
    const leads = () => report({ type: 'claim', session, leader: true });
    if (alone)
        leads();
    else
        void lead(name, session, signal, leads);
    return {
        get acting() {
            return acting;
        },
        finished,
        act() {
            acting = unsent = true;
            if (endSession)
                void logOut(endSession);
            else
                answered();
        },
        waitUntil(promise) {
            waitingFor.push(promise);
            if (!alone && endSession && waitingFor.length === 1)
                void save();
        },
        follow(done) {
            if (done >= 2 && !settled) {
                settled = true;
                setTimeout(() => claim.abort(), LATE);
            }
            if (done >= 3)
                finish();
        },
        cancel() {
            acting = unsent = false;
            cancelled.abort();
            claim.abort();
            finish();
        },
        leave() {
            hurry();
            claim.abort();
            if (!unsent)
                finish();
        },
    };
}

const createEvent = (type, fields) => Object.assign(new Event(type), fields);

/** What travels is text: a record, or a record behind this mark that asks for what others know. */
const HELLO = '?';
/** Where storage is denied the timers of one page still share what they know. */
const memory = new Map();
function createChannel(name, receive) {
    const key = `stillhere:${name}`;
    let channel;
    const onMessage = ({ data }) => {
        const hello = typeof data === 'string' && data.startsWith(HELLO);
        receive(hello ? data.slice(HELLO.length) : data, hello);
    };
    const onStorage = (event) => event.key === key && receive(event.newValue, false);
    const read = () => {
        try {
            return localStorage.getItem(key) ?? undefined;
        }
        catch {
            return memory.get(key);
        }
    };
    const post = (text) => {
        try {
            channel?.postMessage(text);
        }
        catch {
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
            }
            catch {
                // Blocked or full: the message has to do.
            }
        },
        hello(text) {
            let stored = null;
            try {
                stored = localStorage.getItem(key);
            }
            catch {
                // Blocked: ask.
            }
            if (stored === null)
                post(HELLO + text);
        },
        open() {
            if (channel)
                return false;
            try {
                channel = new BroadcastChannel(key);
                channel.onmessage = onMessage;
            }
            catch {
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

const listeners = new Set();
let stop;
/** Timers share one set of listeners. `unload` and `beforeunload` would keep the page out of the back/forward cache. */
function watchPage(listener) {
    listeners.add(listener);
    if (!stop) {
        stop = new AbortController();
        attach(stop.signal);
    }
    return () => {
        listeners.delete(listener);
        if (listeners.size)
            return;
        stop?.abort();
        stop = undefined;
    };
}
function attach(signal) {
    const options = { capture: true, signal };
    const tell = (what) => {
        for (const listener of [...listeners])
            listener[what]();
    };
    window.addEventListener('pageshow', () => tell('wake'), options);
    window.addEventListener('focus', (event) => event.target === window && tell('wake'), options);
    document.addEventListener('resume', () => tell('wake'), options);
    document.addEventListener('visibilitychange', () => tell(document.visibilityState === 'visible' ? 'wake' : 'hide'), options);
    window.addEventListener('pagehide', () => tell('leave'), options);
    // Chromium goes on delivering messages to a frozen page, but not the lock that such a message makes it ask for.
    document.addEventListener('freeze', () => tell('leave'), options);
    window.addEventListener('online', () => tell('online'), options);
}

const warned = new Set();
/** Tells the developer. */
const warnOnce = (text) => {
    if (!warned.has(text))
        console.warn(`stillhere: ${text}`);
    warned.add(text);
};

/** Events are counted this often; within shorter timeouts more often. */
const COUNT_INTERVAL = 1_000;
/**
 * Feeds the machine with what the sources tell, and does what it asks for.
 *
 * @param emit - takes the events for the page.
 * @param changed - is called whenever something may have changed, before the event that tells of it.
 */
function createSession(settings, emit, changed) {
    const { timeout, warnBefore, maxAge, extendOn, persist, keepAlive, check } = settings;
    const { crossTab, name, target, events, untrusted } = settings;
    const rules = {
        timeout,
        warnBefore,
        maxAge,
        explicit: extendOn === 'explicit',
        persist: persist === true,
        interval: keepAlive?.interval ?? Number.POSITIVE_INFINITY,
        check: check !== undefined,
    };
    const clock = createClock();
    let view = INITIAL;
    let started = false;
    // What a running timer is made of.
    let alarm;
    let channel;
    let activity;
    let unwatch;
    let ending;
    /** When activity was last reported. */
    let reported = 0;
    /** The text that was last taken in from storage. */
    let seen;
    const effects = [];
    let performing = false;
    /** Feeds the machine. What it asks for is done in order, also where a listener calls back into the timer. */
    function run(input) {
        // Before the start, and once all is let go of.
        if (!alarm)
            return;
        const text = channel?.read();
        const stored = text === seen ? undefined : decoded(text);
        seen = text;
        const before = view;
        const now = clock.now();
        const [after, more] = step(before, input, now, stored, rules);
        view = after;
        const next = nextLook(view, rules, now);
        if (next < Number.POSITIVE_INFINITY)
            alarm.set(next - now);
        else
            alarm.clear();
        effects.push(...more);
        if (!running(view)) {
            // Answered after the logout, a ping would sign the person in again.
            if (running(before))
                asking.cancel();
            if (view.record.session > view.session)
                ending?.cancel();
            else if (view.told)
                ending?.follow(view.record.done);
            activity?.stop();
            activity = undefined;
        }
        if (performing)
            return;
        performing = true;
        changed();
        for (let effect = effects.shift(); effect; effect = effects.shift()) {
            perform(effect);
            changed();
        }
        performing = false;
        close();
    }
    const asking = createAsking(settings, () => view, clock.now, run);
    /** 0, which is no instant, stays 0. */
    const toWall = (instant) => instant && instant - clock.skew();
    const encoded = () => encode(view.record, clock.skew());
    const decoded = (text) => decode(text, clock.now(), clock.skew());
    const end = () => (running(view) ? deadline(view.record, rules) : 0);
    /** Builds what a running timer is made of. */
    function open() {
        alarm ??= createAlarm(() => {
            activity?.flush();
            run({ type: 'look' });
        });
        if (crossTab !== false) {
            channel ??= createChannel(name, (text, hello) => {
                const record = decoded(text);
                if (!record)
                    return;
                activity?.flush();
                run({ type: 'record', record, hello });
            });
            channel.open();
        }
        reported = clock.now();
        activity ??= watchActivity({ target, events, untrusted: untrusted === true }, Math.min(COUNT_INTERVAL, (timeout - warnBefore) / 2), (elapsed) => {
            const now = clock.now();
            const at = Math.min(now, Math.round(reported + elapsed));
            reported = now;
            run({ type: 'activity', at });
        });
        unwatch ??= watchPage({
            wake: () => {
                const deaf = channel?.open();
                activity?.flush();
                run({ type: 'wake' });
                if (deaf)
                    channel?.hello(encoded());
            },
            hide: () => {
                activity?.flush();
                // Sets the alarm anew, as a hidden page must.
                run({ type: 'look' });
            },
            leave: () => {
                activity?.flush();
                letGo();
                channel?.close();
            },
            online: () => run({ type: 'online' }),
        });
    }
    /** Lets go of it, once the timer is stopped. */
    function close() {
        // A logout that is under way is not called off.
        if (view.state !== 'stopped' || ending?.acting)
            return;
        letGo();
        alarm?.clear();
        activity?.stop();
        unwatch?.();
        channel?.close();
        alarm = activity = unwatch = channel = undefined;
    }
    /** Ends what may not outlive the page. */
    function letGo() {
        asking.cancel();
        ending?.leave();
        ending = undefined;
    }
    function perform(effect) {
        switch (effect.type) {
            case 'emit':
                // A listener of `change` has stopped the timer.
                if (effect.event === 'warn' && view.state === 'stopped')
                    break;
                emit(createEvent(effect.event, {
                    ...effect.fields,
                    ...(effect.event === 'warn' && { expiresAt: toWall(end()) }),
                    ...(effect.event === 'expire' && {
                        waitUntil: (promise) => ending?.waitUntil(promise),
                        finished: ending?.finished ?? Promise.resolve(),
                    }),
                }));
                break;
            case 'publish':
                if (!channel || !view.session)
                    break;
                seen = encoded();
                channel.publish(seen);
                break;
            case 'claim':
                ending = createEnding(settings, view.session, run);
                break;
            case 'act':
                ending?.act();
                break;
            case 'ask':
                asking.ask(effect.what);
                break;
            case 'nag':
                warnOnce('pings do not make the session of the server live longer: what to set there is in the README');
                break;
        }
    }
    return {
        get view() {
            return view;
        },
        get signal() {
            return asking.signal;
        },
        get remaining() {
            return Math.max(0, end() - clock.now());
        },
        get lastActive() {
            return toWall(view.record.active);
        },
        get deadline() {
            return toWall(end());
        },
        get extendable() {
            return running(view) && extendable(view.record, rules);
        },
        start(fresh) {
            ending?.cancel();
            ending = undefined;
            open();
            run({ type: 'start', first: !started, fresh });
            started = true;
            channel?.hello(encoded());
        },
        stop() {
            asking.cancel();
            if (view.state !== 'stopped')
                run({ type: 'stop' });
        },
        run,
    };
}

/** WCAG 2.2.1. */
const SHORTEST_WARNING = 20_000;
const STOPPED = { state: 'stopped', reason: undefined, expiresAt: undefined };
/** Not among the public events: what `subscribe` listens to, so that one listener's error stops no other. */
const SNAPSHOT = 'snapshot';
/**
 * Notices whether a person is there, in any tab of the site, warns in good time, and ends the session in all tabs
 * at once when nobody is.
 *
 * @example
 * ```ts
 * const timer = new IdleTimer({ timeout: 30 * 60_000, onExpire: () => location.assign('/login?expired') })
 * timer.start()
 * ```
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the only way to type the events of an EventTarget.
class IdleTimer extends EventTarget {
    #settings;
    #session;
    #holds = new Set();
    #snapshot = STOPPED;
    /**
     * Touches nothing: safe on a server.
     *
     * @throws TypeError or RangeError that names the option, the value and what is allowed.
     */
    constructor(options = {}) {
        super();
        const settings = resolve(options);
        const { warnBefore, signal } = settings;
        this.#settings = settings;
        this.#session = createSession(settings, (event) => this.dispatchEvent(event), () => this.#updateSnapshot());
        if (warnBefore && warnBefore < SHORTEST_WARNING) {
            warnOnce(`warnBefore is ${warnBefore} ms: people need at least 20 s to answer a warning (WCAG 2.2.1)`);
        }
        for (const [name, callback] of Object.entries(settings)) {
            if (name.startsWith('on'))
                super.addEventListener(name.slice(2).toLowerCase(), callback);
        }
        signal?.addEventListener('abort', () => this.stop());
    }
    static {
        if (Symbol.dispose) {
            Object.defineProperty(IdleTimer.prototype, Symbol.dispose, {
                value() {
                    this.stop();
                },
            });
        }
    }
    /** The name of the session. */
    get name() {
        return this.#settings.name;
    }
    /** Looks at the clock: after the deadline it is `'expired'`, however late the browser's own timers are. */
    get state() {
        if (running(this.#session.view) && !this.remaining)
            this.#session.run({ type: 'look' });
        return this.#session.view.state;
    }
    /** Milliseconds until the session expires; 0 where none runs. */
    get remaining() {
        return this.#session.remaining;
    }
    /** When somebody was last active, in any tab, in milliseconds since the epoch; 0: never. */
    get lastActive() {
        return this.#session.lastActive;
    }
    /** When the session expires, in milliseconds since the epoch; 0 where none runs. */
    get deadline() {
        return this.#session.deadline;
    }
    /** False where `maxAge` ends the session: then nothing that the person does extends it. */
    get extendable() {
        return this.#session.extendable;
    }
    /**
     * Begins the session, or joins the one that other tabs are in. After an expiry it begins the next one: call it when
     * the person has signed in again. Does nothing on a server, while the timer runs, or after `signal` was aborted.
     *
     * @param options - `fresh: true` begins a new session even where one lives, for the page after a sign-in; other tabs
     * in the old session expire.
     */
    start(options = {}) {
        if (typeof document === 'undefined' || this.#settings.signal?.aborted || running(this.#session.view))
            return;
        if (document.prerendering) {
            // Nobody has come yet (https://wicg.github.io/nav-speculation/prerendering.html).
            const { signal } = this.#session;
            document.addEventListener('prerenderingchange', () => this.start(options), { once: true, signal });
            return;
        }
        this.#session.start(options.fresh === true);
    }
    /** Stops this timer; other tabs go on. `start()` starts it again. */
    stop() {
        this.#holds.clear();
        this.#session.stop();
    }
    /** The person wants to stay: ends the warning in all tabs, and pings the server at once. */
    extend() {
        this.#session.run({ type: 'extend' });
    }
    /**
     * While a hold is kept the person counts as there, in all tabs: a video plays, a call is on, an upload runs.
     *
     * @returns a function that lets go of it.
     */
    hold() {
        if (!running(this.#session.view))
            return () => { };
        const hold = {};
        this.#holds.add(hold);
        this.#session.run({ type: 'hold', by: 1 });
        return () => {
            if (this.#holds.delete(hold))
                this.#session.run({ type: 'hold', by: -1 });
        };
    }
    /** Ends the session in all tabs, with reason `'ended'`: the person signs out. */
    expire() {
        this.#session.run({ type: 'end', reason: 'ended' });
    }
    /**
     * Calls back with the snapshot, at once and whenever it changes.
     *
     * @returns a function that ends this.
     */
    subscribe = (listener) => {
        const onChange = () => listener(this.#snapshot);
        super.addEventListener(SNAPSHOT, onChange);
        listener(this.#snapshot);
        return () => super.removeEventListener(SNAPSHOT, onChange);
    };
    /** The same object until the state changes. */
    getSnapshot = () => this.#snapshot;
    /** What a server renders, and a page on its first render: the timer is stopped. */
    getServerSnapshot = () => STOPPED;
    #updateSnapshot() {
        const { state, reason } = this.#session.view;
        const last = this.#snapshot;
        const expiresAt = this.deadline || undefined;
        if (state === last.state && reason === last.reason && (state !== 'warning' || expiresAt === last.expiresAt))
            return;
        this.#snapshot = { state, reason, expiresAt };
        this.dispatchEvent(new Event(SNAPSHOT));
    }
}

export { DEFAULT_EVENTS, IdleTimer };
//# sourceMappingURL=index.js.map
