/**
 * A document or an element without what markup puts in the place of its properties: `<img name="querySelector">` hides
 * what `document` has of this name, `<input name="focus">` what its form has. Both are objects. What a test puts there,
 * a function or a text, is taken as it is.
 */
const unclobbered = (node) => new Proxy({}, {
    get(_, key) {
        const own = node();
        let value = Reflect.get(own, key);
        if (typeof value === 'object')
            value = Reflect.get(Object.getPrototypeOf(own), key, own);
        return typeof value === 'function' ? value.bind(own) : value;
    },
    set: (_, key, value) => Reflect.set(Object.getPrototypeOf(node()), key, value, node()),
});
/** The document of this page, if there is one by then. */
const page = unclobbered(() => document);

const warned = new Set();
/** Tells the developer. */
const warnOnce = (text) => {
    if (!warned.has(text))
        console.warn(`stillhere: ${text}`);
    warned.add(text);
};

/** What the developer is told, once, in the console: what cannot work, and what to do about it. */
function adviseOnce(about, [value = 0, needed = 0]) {
    const texts = {
        'renews nothing': 'pings do not renew the session of the server. The README says what to set there.',
        'short lifetime': `the session of the server lives ${value} ms, but needs timeout + interval = ${needed} ms, or it ends first.`,
        refused: `the server refuses the ping (${value}). If its CSRF token has aged or is missing, exempt the ping from the check.`,
        'other options': 'this page has another timeout, warnBefore, maxAge or extendOn than the session it joined: now they apply in all tabs. Give all pages of a session the same options, or another name.',
        'ended before': 'the session had ended before this page was loaded. On the page after a sign-in, call start({ fresh: true }) or set data-fresh.',
    };
    warnOnce(texts[about]);
}
/** WCAG 2.2.1. */
const SHORTEST_WARNING_MS = 20_000;
function adviseAtStart({ warnBefore, keepAlive }) {
    if (warnBefore && warnBefore < SHORTEST_WARNING_MS)
        warnOnce(`warnBefore is ${warnBefore} ms, but people need at least 20 s to answer a warning (WCAG 2.2.1).`);
    const { url, credentials } = keepAlive ?? {};
    if (url && !credentials && originOf(url) !== location.origin)
        warnOnce(`keepAlive is at ${originOf(url)}: without credentials: 'include' no cookie is sent there.`);
}
function originOf(url) {
    try {
        return new URL(url, page.baseURI).origin;
    }
    catch {
        // A document without an address has nothing to resolve it against.
        return location.origin;
    }
}

/**
 * `document.open()` takes every listener of the document and its window away, and no event tells. It also takes the
 * document's children, which an observer hears.
 *
 * @param attach - adds the listeners of a document; adding them twice adds them once.
 * @returns calls `attach`, now and whenever the document was opened.
 */
function keepAttached(signal, attach) {
    const observer = new MutationObserver((records) => {
        for (const { target } of records)
            attach(target);
    });
    signal.addEventListener('abort', () => observer.disconnect());
    return (document) => {
        attach(document);
        observer.observe(document, { childList: true });
    };
}

const listeners = new Set();
let stop$1;
/** Timers share one set of listeners. `unload` and `beforeunload` would keep the page out of the back/forward cache. */
function watchPageLifecycle(listener) {
    listeners.add(listener);
    if (!stop$1) {
        stop$1 = new AbortController();
        attach(stop$1.signal);
    }
    return () => {
        listeners.delete(listener);
        if (listeners.size)
            return;
        stop$1?.abort();
        stop$1 = undefined;
    };
}
function attach(signal) {
    const options = { capture: true, signal };
    const teller = (what) => () => {
        for (const listener of [...listeners])
            listener[what]();
    };
    const wake = teller('wake');
    const hide = teller('hide');
    const leave = teller('leave');
    const freeze = teller('freeze');
    const online = teller('online');
    const onFocus = (event) => event.target === window && wake();
    const onVisibility = () => (page.visibilityState === 'visible' ? wake() : hide());
    keepAttached(signal, () => {
        window.addEventListener('pageshow', wake, options);
        window.addEventListener('focus', onFocus, options);
        page.addEventListener('resume', wake, options);
        page.addEventListener('visibilitychange', onVisibility, options);
        window.addEventListener('pagehide', leave, options);
        // Chromium goes on delivering messages to a frozen page, but not the lock that such a message makes it ask for.
        page.addEventListener('freeze', freeze, options);
        window.addEventListener('online', online, options);
    })(document);
}
function loadedBy() {
    if (window.parent === window)
        return 'person';
    return window.innerWidth > 1 && window.innerHeight > 1 ? 'frame' : 'unseen frame';
}
/** Calls back when a person comes to a page that was loaded before they did: the browser prerenders what they may want next. */
function awaitsPerson(callback, signal) {
    const { prerendering = false } = page;
    // https://wicg.github.io/nav-speculation/prerendering.html
    if (prerendering)
        page.addEventListener('prerenderingchange', callback, { once: true, signal });
    return prerendering;
}

/** Shared by all copies of the package on a page: the dialog's file has its own, and so has the script tag. */
const KEY = Symbol.for('stillhere.timers');
/** Dispatched at the document when a timer is about to start. */
const START_EVENT = 'stillhere:start';
/** The timers of this page that were started and not stopped, the latest last: a dialog finds its own among them. */
const timersOnPage = () => {
    const page = globalThis;
    page[KEY] ??= new Set();
    return page[KEY];
};
/** The timer is about to start. */
function announce(timer) {
    timersOnPage().delete(timer);
    timersOnPage().add(timer);
    page.dispatchEvent(new Event(START_EVENT));
}

/** An instant that does not come. */
const NEVER = Number.POSITIVE_INFINITY;
/**
 * Why a session ended, in rising order of precedence if two tabs end it differently at once. `'server'` is there twice:
 * after the second there is nothing left on the server that a logout could end.
 */
const END_REASONS = [undefined, 'idle', 'maxAge', 'server', 'server', 'ended'];
const IDLE = 1;
const AGED = 2;
/** The server refuses to answer, or its time is up. */
const REFUSED$1 = 3;
/** The server said that its session is gone. */
const GONE = 4;
const ENDED = 5;
/** How far an end has got. */
const Progress = {
    /** A leader's `expire` was dispatched. */
    LED: 1,
    /** Its logout was sent. */
    SENT: 2,
    /** And refused: the token of another tab may be good. */
    REFUSED: 3,
    /** Another tab has sent it again. */
    SENT_AGAIN: 4,
    /** No more is tried. The HTTP status is added, 0 if there was no answer. */
    FAILED: 1_000,
    /** The server's session is over. The HTTP status is added. */
    DONE: 2_000,
};
/** What activity does during a warning, as the record has it. */
const EXTEND_ON = [undefined, 'activity', 'explicit'];
const EXPLICIT = 2;
/** Counts first, then instants: see COUNTS. */
const NO_SESSION = {
    session: 0,
    endReason: 0,
    endProgress: 0,
    timeout: 0,
    warnBefore: 0,
    maxAge: 0,
    extendOn: 0,
    startedAt: 0,
    lastActiveAt: 0,
    loadedAt: 0,
    lastPingAt: 0,
    retryAt: 0,
    refusedAt: 0,
    serverAskedAt: 0,
    serverEndsAt: 0,
    configuredAt: 0,
};
const FIELDS = Object.keys(NO_SESSION);
const COUNTS = 7;
const FORMAT = new RegExp(`^\\d{1,15}(,\\d{1,15}){${FIELDS.length - 1}}$`);
/** Nobody waits longer than this for the server, whatever a record claims. */
const RETRY_LIMIT = 3_600_000;
/** Nobody signs in more often, so a forged session number cannot run ahead of the clock. */
const SHORTEST_SESSION = 1_000;
/** The clocks of two tabs of one machine differ by less than this. */
const TOLERANCE = 1_000;
/** A message may not give a session a longer timeout than this, or than this page's own: NIST's limit for a whole session. */
const LONGEST_FOREIGN_TIMEOUT = 24 * 3_600_000;
/**
 * The join of two records: commutative, associative and idempotent, so messages may be lost, doubled, reordered or late,
 * and all tabs still come to the same record.
 */
function merge(a, b) {
    if (a.session !== b.session)
        return a.session > b.session ? a : b;
    const latest = Object.fromEntries(FIELDS.map((field) => [field, Math.max(a[field], b[field])]));
    const word = a.serverAskedAt - b.serverAskedAt || b.serverEndsAt - a.serverEndsAt;
    const { timeout, warnBefore, maxAge, extendOn } = laterPolicy(a, b);
    return {
        ...latest,
        startedAt: Math.min(a.startedAt, b.startedAt),
        serverEndsAt: (word > 0 ? a : b).serverEndsAt,
        timeout,
        warnBefore,
        maxAge,
        extendOn,
    };
}
/** Of two that were set in one millisecond the stricter one counts. */
function laterPolicy(a, b) {
    for (const field of ['configuredAt', 'timeout', 'warnBefore', 'maxAge', 'extendOn']) {
        const difference = a[field] - b[field];
        if (difference)
            return difference > 0 === (field === 'configuredAt') ? a : b;
    }
    return a;
}
const samePolicy = (a, b) => a.timeout === b.timeout && a.warnBefore === b.warnBefore && a.maxAge === b.maxAge && a.extendOn === b.extendOn;
const same = (a, b) => FIELDS.every((field) => a[field] === b[field]);
/**
 * The record as it travels and is stored.
 *
 * @param skew - how far this tab's clock is ahead of the wall clock: tabs exchange wall time, so that a tab opened after
 * the clock was set back understands those that were open before.
 */
const encode = (record, skew) => FIELDS.map((field, index) => shift(record[field], index, -skew)).join();
/**
 * What came from the channel or from storage, or undefined if it is not a record of this version, or speaks of the future:
 * such a stamp, taken for "now" at each reading, would keep a session alive for ever.
 *
 * @param ownTimeout - of this page's options.
 */
function decode(text, now, skew, ownTimeout) {
    if (typeof text !== 'string' || !FORMAT.test(text))
        return;
    const values = text.split(',');
    const record = Object.fromEntries(FIELDS.map((field, index) => [field, shift(Number(values[index]), index, skew)]));
    const latest = Math.max(record.startedAt, record.lastActiveAt, record.loadedAt, record.lastPingAt, record.refusedAt, record.serverAskedAt, record.configuredAt, record.retryAt - RETRY_LIMIT, record.session * SHORTEST_SESSION);
    const valid = record.session > 0 &&
        record.endReason < END_REASONS.length &&
        record.endProgress < Progress.DONE + 1_000 &&
        record.timeout > 0 &&
        record.timeout <= Math.max(ownTimeout, LONGEST_FOREIGN_TIMEOUT) &&
        record.warnBefore < record.timeout &&
        record.extendOn < EXTEND_ON.length &&
        latest <= now + TOLERANCE;
    return valid ? record : undefined;
}
const shift = (value, index, by) => (value && index >= COUNTS ? value + by : value);

/** The options as a record has them: in whole numbers, or no tab could read another's. */
const policyOf = ({ timeout, warnBefore, maxAge, extendOn }) => ({
    timeout: Math.ceil(timeout),
    warnBefore: Math.floor(warnBefore),
    maxAge: maxAge < NEVER ? Math.ceil(maxAge) : 0,
    extendOn: EXTEND_ON.indexOf(extendOn),
});
const INITIAL = {
    state: 'stopped',
    reason: undefined,
    record: NO_SESSION,
    session: 0,
    ownLastActive: 0,
    heldUntil: 0,
    asking: false,
    fresh: false,
    joinedAt: 0,
    lastTick: 0,
    warnedExtendable: true,
    expireEmitted: true,
    leaderTimeoutAt: 0,
    pingInFlight: false,
    pingNow: false,
    stayPinged: false,
    noPingBefore: 0,
    serverLifetime: 0,
    serverEndFixed: false,
    checkTimeoutAt: 0,
};
/**
 * A ping comes no later than after this share of the server's lifetime: past the half, where ASP.NET begins to renew, and
 * early enough for another try.
 */
const LATEST_PING = 0.6;
/** A warning takes no more than this share of the server's lifetime, so that the ping of an active person comes before it. */
const LONGEST_WARNING = 0.5;
/** A ping is answered within this share of the server's lifetime. */
const PING_MARGIN = 0.1;
/** While a hold is kept the other tabs are told this often. */
const HOLD_INTERVAL_MS = 15_000;
const running = ({ state }) => state === 'active' || state === 'warning';
/** When the last request was sent that renewed the server's session. */
const renewedAt = ({ lastPingAt, loadedAt }) => Math.max(lastPingAt, loadedAt);
/** When the server's session ends. A later request has renewed it: then its older word is out of date. */
const serverEnd = (record) => record.serverEndsAt && record.serverAskedAt >= renewedAt(record) ? record.serverEndsAt : NEVER;
const ageLimit = ({ startedAt, maxAge }) => (maxAge ? startedAt + maxAge : NEVER);
/** When the session of the record ends if nothing more happens. */
const deadline = (record) => Math.min(record.lastActiveAt + record.timeout, ageLimit(record), serverEnd(record));
/** When its warning starts. */
function warnAt(record) {
    const end = deadline(record);
    const lifetime = record.serverEndsAt - record.serverAskedAt;
    const longest = end === serverEnd(record) ? lifetime * LONGEST_WARNING : NEVER;
    return end - Math.min(record.warnBefore, longest);
}
/** Whether anything that a person does moves the deadline. */
function extendable({ record, serverEndFixed }) {
    const end = deadline(record);
    return end < ageLimit(record) && !(serverEndFixed && end === serverEnd(record));
}
/** Only `extend()` ends a warning. */
const mustAnswer = ({ asking, record: { extendOn } }) => extendOn === EXPLICIT || (asking && !extendOn);
/** What the record says of its end; else the deadline that is over, or is within the rounding of two clocks. */
function endCode(record) {
    const end = deadline(record);
    if (record.endReason)
        return record.endReason;
    if (end === ageLimit(record))
        return AGED;
    return end === record.lastActiveAt + record.timeout ? IDLE : REFUSED$1;
}
/** The server has ended the session as well: whoever gets a page from it has signed in again. */
const isOverOnServer = ({ endReason, endProgress }, { endSession }) => endReason === GONE || (endSession !== undefined && endProgress >= Progress.DONE);
const isOver = (record, now) => record.endReason > 0 || now >= deadline(record);
/** When this tab is to ping; Infinity: not at all. */
function nextPingAt(tab, { keepAlive }) {
    const { record } = tab;
    const renewed = renewedAt(record);
    if (!keepAlive || tab.pingInFlight || record.lastActiveAt <= renewed)
        return NEVER;
    const lifetime = serverEnd(record) - record.serverAskedAt;
    const warning = Math.min(record.warnBefore, lifetime * LONGEST_WARNING);
    const interval = Math.min(keepAlive.interval < record.timeout ? keepAlive.interval : record.timeout / 2, lifetime * LATEST_PING, lifetime * (1 - PING_MARGIN) - warning);
    return Math.max(tab.pingNow ? 0 : Math.max(renewed + interval, record.retryAt), tab.noPingBefore);
}
/** While a hold is kept the record is not left to become older than this. */
const holdInterval = ({ timeout, warnBefore }) => Math.min(HOLD_INTERVAL_MS, (timeout - warnBefore) / 2);
/** The latest time at which step() must run again. */
function nextWakeAt(tab, config, now) {
    if (!running(tab))
        return tab.expireEmitted ? NEVER : tab.leaderTimeoutAt;
    const { record } = tab;
    const end = deadline(record);
    if (now >= end)
        return tab.checkTimeoutAt;
    const turn = tab.state === 'warning' ? end - (tab.lastTick - 1) * 1_000 : warnAt(record);
    const hold = tab.heldUntil > record.lastActiveAt ? record.lastActiveAt + holdInterval(record) : turn;
    return Math.min(turn, hold, nextPingAt(tab, config));
}

const MINUTE$1 = 60_000;
/** Below this a throttled tab could not even look. */
const SHORTEST = 1_000;
/** Some 35 years. */
const LONGEST = 2 ** 40;
const FLAG = ['boolean', 'true or false'];
const FUNCTION = ['function', 'a function'];
const TEXT = ['string', 'a string that is not empty', (value) => value];
const URL_OR_TEXT = [
    'string object address',
    `a URL, or ${TEXT[1]}`,
    (value) => value && (typeof value === 'string' || value instanceof URL),
];
const ADDRESS = [
    'string object function address',
    `${URL_OR_TEXT[1]}, or a function, or an object with a url or a renew function`,
    (value) => value && !Array.isArray(value),
];
const duration = (least, most = LONGEST) => [
    'number',
    `a number of milliseconds from ${least} to ${most}`,
    (value) => value >= least && value <= most,
];
const oneOf = (...values) => [
    'string',
    values.map((value) => `'${value}'`).join(' or '),
    (value) => values.includes(value),
];
const isTarget = (value) => value && typeof value.addEventListener === 'function';
const REQUEST$1 = {
    url: URL_OR_TEXT,
    renew: FUNCTION,
    method: TEXT,
    headers: ['object function', 'headers, or a function', (value) => value],
    credentials: oneOf('omit', 'same-origin', 'include'),
    body: ['string object function', 'a body, or a function', (value) => value !== null],
    fetch: FUNCTION,
    timeout: duration(1, 10 * MINUTE$1),
};
const END_SESSION = { ...REQUEST$1, redirect: oneOf('manual', 'follow') };
const SESSION_REQUEST = {
    ...END_SESSION,
    isAlive: FUNCTION,
    expiresIn: ['string function', `a function, or ${TEXT[1]}`, TEXT[2]],
};
/** The options of a hold. */
const HOLD_RULES = {
    max: ['number', 'a number of milliseconds above 0', (value) => value > 0],
};
/** The options of each request. */
const REQUEST_RULES = {
    keepAlive: { ...SESSION_REQUEST, interval: duration(100) },
    check: SESSION_REQUEST,
    endSession: END_SESSION,
};
const RULES = {
    timeout: duration(SHORTEST),
    warnBefore: duration(0),
    maxAge: [
        'number',
        `${duration(SHORTEST)[1]}, or Infinity`,
        (value) => value >= SHORTEST && (value <= LONGEST || value === Number.POSITIVE_INFINITY),
    ],
    extendOn: oneOf('activity', 'explicit'),
    name: TEXT,
    crossTab: FLAG,
    persist: FLAG,
    events: [
        'object list',
        'an array of event names',
        (value) => Array.isArray(value) && value.every((name) => name && typeof name === 'string'),
    ],
    target: ['object', 'an EventTarget', isTarget],
    untrusted: FLAG,
    keepAlive: ADDRESS,
    check: ADDRESS,
    endSession: ADDRESS,
    signal: [
        'object',
        'an AbortSignal',
        (value) => isTarget(value) && 'aborted' in value,
    ],
    onWarn: FUNCTION,
    onTick: FUNCTION,
    onActive: FUNCTION,
    onExpire: FUNCTION,
    onChange: FUNCTION,
    onRestart: FUNCTION,
    onPing: FUNCTION,
    onPingError: FUNCTION,
    onLogout: FUNCTION,
};

/** What counts as activity where `events` does not say otherwise. */
const DEFAULT_EVENTS = [
    // Of mouse, pen and touch: the mouse events that follow would double what a move costs.
    'pointermove',
    'pointerdown',
    'keydown',
    // Text without keys: dictation, emoji panels, input methods.
    'beforeinput',
    // While something is dragged there are no pointer events.
    'dragover',
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
const OBJECT = ['object', 'an object', (value) => value && !Array.isArray(value)];
/**
 * The options with their defaults.
 *
 * @throws TypeError if an option is unknown or of the wrong type, RangeError if it is out of range: an
 * {@link OptionError} whose message names the option, the value and what is allowed.
 */
function normalizeOptions(options) {
    const given = checkObject('', options, RULES);
    const timeout = given.timeout ?? TIMEOUT;
    const maxAge = given.maxAge ?? Number.POSITIVE_INFINITY;
    const limit = Math.min(timeout, maxAge);
    const warnBefore = given.warnBefore ?? Math.min(WARN_BEFORE, limit / 2);
    if (warnBefore >= limit)
        reject(RangeError, 'warnBefore', warnBefore, `less than the ${limit} of timeout and maxAge`);
    const interval = Math.min(timeout / 3, INTERVAL);
    const keepAlive = request('keepAlive', given.keepAlive, { method: 'POST', interval });
    if (keepAlive && keepAlive.interval >= timeout)
        reject(RangeError, 'keepAlive.interval', keepAlive.interval, `less than the ${timeout} of timeout`);
    return {
        ...given,
        timeout,
        maxAge,
        warnBefore,
        name: given.name ?? 'default',
        events: given.events ?? (given.untrusted ? [...DEFAULT_EVENTS, ...SCRIPTED_EVENTS] : DEFAULT_EVENTS),
        keepAlive,
        check: request('check', given.check, { method: 'GET' }),
        endSession: request('endSession', given.endSession, { method: 'POST' }),
    };
}
function request(name, value, defaults) {
    if (value === undefined)
        return;
    const isAddress = typeof value === 'string' || value instanceof URL;
    const given = isAddress ? { url: value } : typeof value === 'function' ? { renew: value } : value;
    const own = checkObject(`${name}.`, given, REQUEST_RULES[name]);
    if (own.url === undefined && !own.renew)
        reject(TypeError, `${name}.url`, undefined, RULES[name][1]);
    return { timeout: REQUEST_TIMEOUT, ...defaults, ...own };
}
/** A copy without what is undefined, so that nothing absent replaces a default. */
function checkObject(path, value, rules) {
    check(path.slice(0, -1) || 'options', value, OBJECT);
    const entries = Object.entries(value).filter(([, option]) => option !== undefined);
    for (const [key, option] of entries) {
        const rule = Object.hasOwn(rules, key) && rules[key];
        if (!rule)
            reject(TypeError, path + key, option, `one of ${Object.keys(rules).join(', ')}`, 'unknown option');
        check(path + key, option, rule);
    }
    return Object.fromEntries(entries);
}
/** @throws as {@link normalizeOptions} does. */
function check(name, value, [types, allowed, isValid]) {
    const isType = types.includes(typeof value);
    // Of an object its type is all that can be wrong.
    const Type = isType && typeof value !== 'object' ? RangeError : TypeError;
    if (!isType || (isValid && !isValid(value)))
        reject(Type, name, value, allowed);
}
function reject(Type, option, value, allowed, what = 'option') {
    throw Object.assign(new Type(`stillhere: ${what} \`${option}\` is ${show(value)}; allowed is ${allowed}`), {
        option,
        allowed,
    });
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

/** While any hold is kept, the person counts as present. */
function createHolds(now, onChange) {
    const holds = new Set();
    const tell = () => onChange(Math.max(0, ...[...holds].map(({ until }) => until)));
    return {
        add(max) {
            check('max', max, HOLD_RULES.max);
            const hold = { until: now() + max };
            holds.add(hold);
            tell();
            return () => {
                if (holds.delete(hold))
                    tell();
            };
        },
        tell,
        clear: () => holds.clear(),
    };
}

/** While the focus is where nothing can be heard, the page is looked at this often; a user activation lasts longer. */
const LOOK_MS = 900;
const FRAME = /^(i?frame|embed|object)$/i;
/**
 * Calls back for the window and for each document of its origin that is shown in a frame of it, now or later.
 */
function watchFrames(root, signal, { attach, active }) {
    const known = new WeakMap();
    const keep = keepAttached(signal, (document) => known.get(document)?.());
    const capturing = { capture: true, passive: true, signal };
    /** Of the window itself: those of its fields don't bubble. */
    const atTarget = { signal };
    const unseen = watchUnseen(root, signal, active);
    const enter = (view) => {
        const { document } = view;
        if (known.has(document) || isPdf(document))
            return;
        known.set(document, listen(view, attach(view)));
        keep(document);
        enterFrames(view);
    };
    const enterFrames = (view) => {
        // `length` may be a variable of the page.
        for (let i = 0; view[i]; i++) {
            try {
                enter(view[i]);
            }
            catch {
                // Of another origin.
            }
        }
    };
    const listen = (view, attached) => {
        const { document } = view;
        const own = unclobbered(() => document);
        // `load` does not bubble, but a capturing listener of the document sees it, for each document of a frame.
        const onLoad = ({ target }) => FRAME.test(target.nodeName) && enterFrames(view);
        // A frame in a shadow tree loads unheard, until the pointer or the focus goes into it.
        const onOver = (event) => {
            const inner = event.target.shadowRoot && documentOf(event.composedPath()[0])?.defaultView;
            if (inner)
                enter(inner);
        };
        const onBlur = () => {
            deepestActive(document, enter);
            unseen.look();
        };
        const onFocus = () => FRAME.test(deepestActive(document)?.nodeName ?? '') || unseen.leave();
        return () => {
            attached();
            own.addEventListener('load', onLoad, capturing);
            own.addEventListener('pointerover', onOver, capturing);
            own.addEventListener('visibilitychange', unseen.look, capturing);
            view.addEventListener('blur', onBlur, atTarget);
            view.addEventListener('focus', onFocus, atTarget);
        };
    };
    enter(root);
}
/**
 * Looks at the focus while it is where nothing can be heard.
 * https://html.spec.whatwg.org/multipage/interaction.html#activation-notification reaches the pages around a frame.
 */
function watchUnseen(root, signal, active) {
    let timer;
    const leave = () => clearInterval(timer);
    signal.addEventListener('abort', leave);
    return {
        look() {
            leave();
            if (unclobbered(() => root.document).visibilityState === 'hidden')
                return;
            timer = setInterval(() => {
                // `hasFocus()` is no help: WebKit says no while the focus is in such a frame.
                if (!isUnseen(deepestActive(root.document)))
                    leave();
                else if (root.navigator.userActivation?.isActive)
                    active();
            }, LOOK_MS);
        },
        leave,
    };
}
/** In Chromium a PDF has a document of the page's origin, in which nothing happens. */
const isPdf = ({ contentType }) => contentType === 'application/pdf';
const documentOf = (element) => {
    const document = element?.contentDocument;
    return document && unclobbered(() => document);
};
/** Whether the focus is somewhere inside: in a frame, or in a closed shadow tree, whose host cannot have it itself. */
const isUnseen = (active) => active !== null &&
    (FRAME.test(active.nodeName) || (active.tabIndex < 0 && active.localName !== 'body'));
/** @param enter - is called for each frame on the way. */
function deepestActive(document, enter) {
    let active = null;
    for (let inner = unclobbered(() => document).activeElement; inner;) {
        active = inner;
        inner = active.shadowRoot?.activeElement;
        const framed = documentOf(active);
        if (framed && !isPdf(framed)) {
            inner = framed.activeElement;
            if (framed.defaultView)
                enter?.(framed.defaultView);
        }
    }
    return active;
}

/** The interval is over by now, even if the timer that was to end it is late. */
const STALE_MS = 1_500;
/** Where on the screen the pointer was last seen. */
let x;
let y;
/** Browsers send moves when a tab is shown or the layout shifts under a pointer that rests. */
function hasMoved({ screenX, screenY, movementX, movementY }) {
    const moved = screenX !== x || screenY !== y || movementX || movementY;
    x = screenX;
    y = screenY;
    return moved;
}
/**
 * An event within the interval costs a comparison: it is kept, and looked at when the interval is over. Not even a clock
 * is read, which would double what the event costs.
 *
 * @param report - `elapsed`: milliseconds from the last report to the last event; Infinity if it is happening now.
 */
function createThrottle(interval, report) {
    let timer;
    let throttled = false;
    /**
     * An event of that moment. Its time stamp is made as those of other events are: on the same clock, and as late. Test
     * tools give an event its stamp when it is first read, which must not make an old event new.
     */
    let throttledAt;
    let throttledAtWall = 0;
    let latest;
    let latestShift = 0;
    let latestMove;
    let latestMoveShift = 0;
    const tell = (elapsed = Number.POSITIVE_INFINITY) => {
        throttled = true;
        throttledAt = new Event('');
        throttledAtWall = Date.now();
        clearTimeout(timer);
        timer = setTimeout(() => {
            throttled = false;
            flush();
        }, interval());
        report(elapsed);
    };
    const flush = () => {
        const stamps = [];
        if (latest)
            stamps.push(latest.timeStamp + latestShift);
        if (latestMove && hasMoved(latestMove))
            stamps.push(latestMove.timeStamp + latestMoveShift);
        latest = latestMove = undefined;
        if (stamps.length)
            tell(Math.max(throttledAt.timeStamp, ...stamps) - throttledAt.timeStamp);
    };
    const addUnseen = () => {
        if (!throttled)
            tell();
    };
    const add = (event, shift) => {
        if (!throttled)
            return tell();
        latest = event;
        latestShift = shift;
    };
    return {
        add,
        addInput(event, shift) {
            if (throttled && Date.now() - throttledAtWall > STALE_MS) {
                flush();
                throttled = false;
            }
            add(event, shift);
        },
        addMove(event, shift) {
            if (throttled) {
                latestMove = event;
                latestMoveShift = shift;
            }
            else if (hasMoved(event))
                tell();
        },
        addUnseen,
        flush,
        stop: () => clearTimeout(timer),
    };
}

/** The sets of listeners on this page. Timers that look for the same share one. */
const shared = [];
/**
 * Reports a person's activity: the first event at once, those of the interval that follows as one.
 */
function watchActivity({ target, events, untrusted }, interval, listener) {
    let source = shared.find((other) => other.target === target && other.untrusted === untrusted && `${other.events}` === `${events}`);
    if (!source) {
        source = createSource({ target, events, untrusted });
        shared.push(source);
    }
    const { listeners, flush, watch, stop } = source;
    listeners.set(listener, interval);
    return {
        flush,
        watch,
        stop() {
            listeners.delete(listener);
            if (listeners.size)
                return;
            stop.abort();
            shared.splice(0, shared.length, ...shared.filter((other) => other.listeners.size));
        },
    };
}
function createSource({ target, events, untrusted }) {
    const listeners = new Map();
    const stop = new AbortController();
    const { signal } = stop;
    const throttle = createThrottle(() => Math.min(...listeners.values()), (elapsed) => {
        for (const listener of [...listeners.keys()])
            listener(elapsed);
    });
    signal.addEventListener('abort', throttle.stop);
    const watchIn = (root, signal) => watchFrames(root, signal, {
        attach(view) {
            const place = { root, shift: performance.now() - view.performance.now() };
            return attachTo$1(view, { events, untrusted }, throttle, place, signal);
        },
        active: throttle.addUnseen,
    });
    const watch = (view) => {
        const own = new AbortController();
        const end = () => own.abort();
        signal.addEventListener('abort', end, { signal: own.signal });
        view.addEventListener('pagehide', end, { signal: own.signal });
        watchIn(view, own.signal);
        return end;
    };
    if (target) {
        const attach = attachTo$1(target instanceof Node ? unclobbered(() => target) : target, { events, untrusted }, throttle, { root: window, shift: 0 }, signal);
        keepAttached(signal, attach)(document);
    }
    else {
        watchIn(window, signal);
        // Its own: where the browser has none, an element of this id is found.
        const pictures = Object.hasOwn(window, 'documentPictureInPicture')
            ? window.documentPictureInPicture
            : undefined;
        pictures?.addEventListener('enter', () => pictures.window && watch(pictures.window), { signal });
        if (pictures?.window)
            watch(pictures.window);
    }
    return { target, events, untrusted, listeners, flush: throttle.flush, watch, stop };
}
/** Whether a mouse button, a pen or a finger is down that may drag a scrollbar. */
let pressed = false;
/** Whether a script is at work at the moment. */
let scripted = false;
// A key or a click can do something.
const onInput = (throttle, event, { shift }) => throttle.addInput(event, shift);
const onContinuous = (throttle, event, { shift }) => throttle.add(event, shift);
const onMove = (throttle, event, { shift }) => {
    if (!event.isTrusted)
        return throttle.add(event, shift);
    // The release is not told everywhere: over a menu, for example.
    if (pressed && !event.buttons)
        pressed = false;
    throttle.addMove(event, shift);
};
const onPress = (_throttle, event) => {
    pressed = event.type === 'pointerdown' && !event.button;
};
// A script's scrolling makes the same events; a person who drags a scrollbar makes no others.
const onScroll = (throttle, event, { shift }) => {
    if (pressed || !event.isTrusted)
        throttle.add(event, shift);
};
/**
 * A script that moves the focus, as each dialog does, makes the same event. Between two listeners of a person's event
 * microtasks run; between those of an event that a script makes they don't, because the script is not done yet.
 */
const onFocus = (throttle, event, place) => {
    if (!event.isTrusted || (!scripted && unclobbered(() => place.root.document).hasFocus()))
        onInput(throttle, event, place);
};
const beforeFocus = async () => {
    scripted = true;
    // Libraries replace `queueMicrotask` and `Promise` by their own, which may run at once; `await` is the browser's.
    await 0;
    scripted = false;
};
// A document that unloads, as those of frames do, is hidden first.
const onVisibility = (throttle, event, place) => {
    if (unclobbered(() => event.target).visibilityState === 'visible')
        onInput(throttle, event, place);
};
const HANDLERS = new Map(Object.entries({
    pointermove: onMove,
    mousemove: onMove,
    touchmove: onContinuous,
    wheel: onContinuous,
    dragover: onContinuous,
    scroll: onScroll,
    focus: onFocus,
    visibilitychange: onVisibility,
}));
/** The browser waits for listeners of these before it scrolls, unless they are passive. */
const SCROLLING = /^(touch|wheel)/;
/** @returns adds the listeners; adding them twice adds them once. */
function attachTo$1(target, { events, untrusted }, throttle, place, signal) {
    const listen = (handler) => (event) => {
        if (event.isTrusted || untrusted)
            handler(throttle, event, place);
    };
    const added = [];
    for (const type of new Set(events)) {
        const listener = listen(HANDLERS.get(type) ?? onInput);
        if (type !== 'focus') {
            added.push([target, type, listener, true]);
            continue;
        }
        // Libraries call all listeners of one target and phase in one go: between those no microtask runs. The focus of the
        // window itself comes to no document.
        const { document } = target;
        const inner = document ? unclobbered(() => document) : target;
        added.push([target, type, beforeFocus, true], [inner, type, listener, true], [target, type, listener, false]);
    }
    if (events.includes('scroll')) {
        const listener = listen(onPress);
        for (const type of ['pointerdown', 'pointerup', 'pointercancel'])
            added.push([target, type, listener, true]);
    }
    return () => {
        for (const [target, type, listener, capture] of added) {
            // With zone.js, the first listener of a type decides for all of them whether it can be prevented.
            target.addEventListener(type, listener, { capture, passive: SCROLLING.test(type), signal });
        }
    };
}

/**
 * The longest sleep between two looks at the wall clock: a wake from sleep is noticed within 15 s, even in a hidden tab,
 * whose timers are late.
 */
const LONGEST_MS = 12_000;
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
                timer = setTimeout(callback, Math.min(Math.max(Math.ceil(delay), 0), LONGEST_MS));
            };
            if (!globalThis.document || page.visibilityState !== 'hidden')
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

/** A record that travels behind this mark asks for what the others know. */
const REQUEST = '?';
/** Of the record. Tabs with another version of the script neither hear nor overwrite this one's. */
const VERSION = 2;
/** If storage is denied, the timers of one page still share what they know. */
const memory = new Map();
function createChannel(name, receive) {
    const key = `stillhere:${VERSION}:${name}`;
    let channel;
    const onMessage = ({ data }) => {
        const request = typeof data === 'string' && data.startsWith(REQUEST);
        receive(request ? data.slice(REQUEST.length) : data, request);
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
            // Closed meanwhile, or the page is unloading: the others read what is stored.
        }
    };
    const store = (text) => {
        try {
            localStorage.setItem(key, text);
        }
        catch {
            // Full: what is stored would be taken for the truth by the next page.
            try {
                localStorage.removeItem(key);
            }
            catch {
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
            let stored = null;
            try {
                stored = localStorage.getItem(key);
            }
            catch {
                // Denied: ask.
            }
            if (stored === null)
                post(REQUEST + text);
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

/** Events are counted this often; within shorter timeouts more often. */
const COUNT_INTERVAL_MS = 1_000;
/** Attaches everything a running timer needs. */
function attachTo(settings, { now, dispatch, receive, wake, leave, freeze, stop }) {
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
        let source;
        let reportedAt = 0;
        let noticedAt = 0;
        const report = (at) => {
            noticedAt = 0;
            reportedAt = now();
            dispatch({ type: 'activity', at: Math.min(reportedAt, Math.round(at)) });
        };
        return {
            start() {
                reportedAt = now();
                source ??= watchActivity({ target, events, untrusted: untrusted === true }, interval, (elapsed) => report(Math.max(reportedAt + elapsed, noticedAt)));
            },
            flush() {
                source?.flush();
                if (noticedAt)
                    report(noticedAt);
            },
            /** What the page learns by itself is throttled as events are. */
            notice() {
                const at = now();
                if (!source)
                    return;
                if (at - reportedAt >= interval)
                    return report(at);
                if (!noticedAt)
                    setTimeout(() => noticedAt && report(noticedAt), interval);
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

/** A difference between the two clocks that is a jump, not the slow correction that keeps a clock right. */
const JUMP = 1_000;
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

/** Two clocks may round a millisecond differently. */
const ROUNDING_MS = 2;
const effect = (draft, deed) => {
    draft.effects.push({ ...deed, session: draft.tab.session });
};
const emit = (draft, event, fields) => effect(draft, { type: 'emit', event, fields });
const advise = (draft, about, ...values) => effect(draft, { type: 'advise', about, values });
/** The record is only ever joined, a tab's own news too. */
function update(draft, fields) {
    const { record } = draft.tab;
    const joined = merge(record, { ...record, ...fields });
    if (same(joined, record))
        return;
    setRecord(draft, joined);
    draft.publish = true;
}
/** Takes the record, and learns from it and the last one what the server's session is like. */
function setRecord({ tab }, record) {
    const { serverAskedAt, serverEndsAt, lastPingAt } = record;
    const last = tab.record;
    tab.record = record;
    // Only the answer to a ping tells: of a page load nobody knows whether it renewed anything.
    if (!serverEndsAt || serverAskedAt !== lastPingAt)
        return;
    tab.serverLifetime = serverEndsAt - serverAskedAt;
    const apart = serverAskedAt - last.serverAskedAt;
    if (record.session === last.session && last.serverEndsAt && last.serverAskedAt === last.lastPingAt && apart > 0)
        tab.serverEndFixed = serverEndsAt - last.serverEndsAt < apart / 2;
}
/** Somebody was active. */
function touch(draft, at, latest = deadline(draft.tab.record)) {
    const { tab } = draft;
    if (!running(tab) || at >= latest)
        return;
    tab.ownLastActive = Math.max(tab.ownLastActive, at);
    update(draft, { lastActiveAt: at });
}
/** Activity counts if it came before this: during a warning that asks the person only `extend()` does. */
const latestActivity = (tab) => (mustAnswer(tab) ? warnAt : deadline)(tab.record);

/** The event waits no longer than this for a leader, so a tab frozen while it holds the claim blocks nobody. */
const LEADER_TIMEOUT_MS = 3_000;
/*
 * An end in order: expire() makes the tab expired and asks for the claim; claimed() or, if nobody answers, settle() lets
 * emitExpire() tell the page; the leader's page is told first, and its logout follows.
 */
/** @param code - an index of END_REASONS; by default what the record says of its end. */
function expire(draft, code = endCode(draft.tab.record)) {
    const { tab, now } = draft;
    tab.state = 'expired';
    tab.reason = END_REASONS[code];
    tab.expireEmitted = false;
    tab.leaderTimeoutAt = now + LEADER_TIMEOUT_MS;
    // What is held or asked belongs to the session.
    tab.heldUntil = 0;
    tab.asking = false;
    if (tab.record.session > tab.session) {
        emitExpire(draft, false);
        return;
    }
    if (!tab.record.endReason)
        update(draft, { endReason: code });
    effect(draft, { type: 'claim' });
    if (tab.record.endProgress)
        emitExpire(draft, false);
}
function emitExpire(draft, leader) {
    const { tab } = draft;
    tab.expireEmitted = true;
    emit(draft, 'expire', { reason: tab.reason, leader });
    if (!leader || tab.record.session !== tab.session)
        return;
    update(draft, { endProgress: Progress.LED });
    effect(draft, { type: 'log out' });
}
/** This tab leads the end of that session; or, if another did, that is gone or was refused. */
function claimed(draft, session) {
    const { tab } = draft;
    const { endProgress } = tab.record;
    if (session !== tab.session || running(tab))
        return;
    if (!tab.expireEmitted && !endProgress)
        emitExpire(draft, true);
    else if (tab.record.session === session && (endProgress < Progress.SENT || endProgress === Progress.REFUSED))
        effect(draft, { type: 'log out' });
}
/** Nobody is to wait for ever to hear of an end. */
function settle(draft) {
    const { tab, now } = draft;
    if (tab.expireEmitted)
        return;
    if (tab.record.endProgress || tab.record.session > tab.session || now >= tab.leaderTimeoutAt)
        emitExpire(draft, false);
}

/** If another tab was already asking, check again after this long. */
const SKIPPED_MS = 1_000;
/** A tab whose token was refused leaves the next pings to the others for this long, or the interval if that is shorter. */
const HANDOVER_MS = 10_000;
/** The server counts its lifetime in whole seconds. */
const IMPRECISION_MS = 1_000;
/** The longest lifetime that is believed, some 35 years. */
const LONGEST_LIFETIME_MS = 2 ** 40;
function answer(draft, input) {
    const { tab, now } = draft;
    const { to, session, sent, outcome } = input;
    if (to === 'ping')
        tab.pingInFlight = false;
    else if (to === 'check' && outcome.type !== 'skipped')
        tab.checkTimeoutAt = now;
    if (!running(tab) || session !== tab.session)
        return;
    switch (outcome.type) {
        case 'signedOut':
            expire(draft, GONE);
            break;
        case 'skipped':
            tab.noPingBefore = now + SKIPPED_MS;
            break;
        case 'alive':
            if (to !== 'check')
                renewed(draft, sent, outcome);
            else if (outcome.expiresIn !== undefined)
                checked(draft, sent, outcome.expiresIn);
            break;
        case 'refused':
            if (to === 'ping')
                refused(draft, outcome.status, outcome.alive === true);
            break;
        case 'failed':
            if (to === 'ping')
                failed(draft, outcome.status, outcome.error, outcome.delay);
    }
}
const endsAt = (sent, expiresIn) => sent + Math.round(Math.min(expiresIn * 1_000, LONGEST_LIFETIME_MS));
function renewed(draft, sent, { status, expiresIn }) {
    const { tab, config } = draft;
    const wasFixed = tab.serverEndFixed;
    update(draft, {
        lastPingAt: sent,
        ...(expiresIn !== undefined && { serverAskedAt: sent, serverEndsAt: endsAt(sent, expiresIn) }),
    });
    // Activity since the request was sent waits for the next.
    tab.pingNow = false;
    emit(draft, 'ping', { status, expiresIn });
    if (expiresIn === undefined)
        return;
    const { timeout, warnBefore } = tab.record;
    const { interval } = config.keepAlive ?? {};
    const lifetime = endsAt(0, expiresIn) + IMPRECISION_MS;
    if (tab.serverEndFixed && !wasFixed)
        advise(draft, 'renews nothing');
    else if (interval && lifetime < Math.max(timeout + interval, warnBefore))
        advise(draft, 'short lifetime', endsAt(0, expiresIn), timeout + interval);
}
/** The server lives longer than this browser's own requests account for: somebody is active on another device. */
function checked(draft, sent, expiresIn) {
    const { tab } = draft;
    const { lastPingAt, serverAskedAt, serverEndsAt: last } = tab.record;
    const own = renewedAt(tab.record);
    const serverEndsAt = endsAt(sent, expiresIn);
    const inForce = last && serverAskedAt >= own;
    // As long as no ping has told, the last word is a lower bound.
    const lifetime = tab.serverLifetime || (inForce && serverEndsAt > last + IMPRECISION_MS ? last - serverAskedAt : 0);
    const elsewhere = lifetime && Math.min(sent, serverEndsAt - lifetime);
    // Asked before the last renewal, it tells of the one before. And whether a page load has renewed anything nobody knows.
    const isNewer = sent >= own;
    if (isNewer && own && own === lastPingAt)
        tab.serverLifetime = Math.min(tab.serverLifetime || NEVER, serverEndsAt - own);
    update(draft, {
        serverAskedAt: sent,
        serverEndsAt,
        // The other device has told the server: this one has nothing to ping for.
        ...(isNewer && elsewhere > own + IMPRECISION_MS && { lastActiveAt: elsewhere, lastPingAt: elsewhere }),
    });
}
function failed(draft, status, error, delay) {
    const { tab, now } = draft;
    const retryIn = Math.round(Math.min(delay, RETRY_LIMIT));
    tab.pingNow = false;
    update(draft, { retryAt: now + retryIn });
    emit(draft, 'pingerror', { status, error, retryIn });
}
/**
 * This tab's token may be old, and another tab's good: that one asks next. Two that are refused, or one twice, mean that
 * the session is gone; but not if another page was loaded since, which may have brought a new token for a new sign-in.
 */
function refused(draft, status, alive) {
    const { tab, now, config } = draft;
    const { refusedAt, loadedAt, retryAt } = tab.record;
    const { interval = 0 } = config.keepAlive ?? {};
    const tokenOnly = alive || loadedAt > tab.joinedAt;
    advise(draft, 'refused', status);
    if (refusedAt > renewedAt(tab.record) && !tokenOnly) {
        expire(draft, REFUSED$1);
        return;
    }
    tab.pingNow = false;
    tab.noPingBefore = now + (tokenOnly ? interval : Math.min(HANDOVER_MS, interval));
    update(draft, { refusedAt: now });
    emit(draft, 'pingerror', { status, error: undefined, retryIn: Math.max(tab.noPingBefore, retryAt) - now });
}

/** An expiry waits this long for the server's word. */
const CHECK_LIMIT_MS = 3_000;
/** Starting or waking is no reason to ask the server more often than this. */
const CHECK_INTERVAL_MS = 10_000;
/** Asks the clock what has become of the session. */
function evaluate(draft) {
    const { tab, now, slack } = draft;
    if (tab.record.lastActiveAt <= renewedAt(tab.record))
        tab.pingNow = false;
    if (tab.record.endReason)
        expire(draft);
    else if (now + slack >= deadline(tab.record))
        due(draft);
    else
        runOn(draft);
}
function runOn(draft) {
    const { tab, now } = draft;
    tab.checkTimeoutAt = 0;
    countDown(draft);
    if (nextPingAt(tab, draft.config) > now)
        return;
    tab.pingInFlight = true;
    effect(draft, { type: 'ask', what: 'ping' });
}
/**
 * The time is up; but the server may know of activity on another device, or a ping in flight, of whichever tab, may have
 * renewed what it last said. The answer decides, or its absence.
 */
function due(draft) {
    const { tab, now, config } = draft;
    const { record } = tab;
    const pings = config.keepAlive && record.lastActiveAt > renewedAt(record);
    const renewing = pings && endCode(record) === REFUSED$1 && extendable(tab);
    if ((config.check || renewing) && !tab.checkTimeoutAt) {
        tab.checkTimeoutAt = now + CHECK_LIMIT_MS;
        if (config.check)
            effect(draft, { type: 'ask', what: 'check' });
    }
    else if (now >= tab.checkTimeoutAt)
        expire(draft);
}
function countDown(draft) {
    const { tab, now, slack } = draft;
    const remaining = deadline(tab.record) - now;
    const seconds = Math.ceil(remaining / 1_000);
    if (now + slack < warnAt(tab.record)) {
        if (tab.state === 'warning')
            emit(draft, 'active', {});
        tab.state = 'active';
        tab.asking = tab.stayPinged = false;
        return;
    }
    const canExtend = extendable(tab);
    if (tab.state === 'active') {
        // A record that says nothing new says that it is time, to all; not all have to answer it.
        if (!slack || !same(tab.record, draft.before.record))
            draft.publish = true;
    }
    if (tab.state === 'active' || canExtend !== tab.warnedExtendable) {
        tab.state = 'warning';
        tab.lastTick = seconds;
        tab.warnedExtendable = canExtend;
        emit(draft, 'warn', { remaining, extendable: canExtend });
    }
    else if (seconds !== tab.lastTick) {
        tab.lastTick = seconds;
        emit(draft, 'tick', { remaining });
    }
}
/** What the server says now tells later whether somebody is active on another device. */
function askServer(draft) {
    const { tab, now, config } = draft;
    const { record } = tab;
    if (config.check && running(tab) && now - record.serverAskedAt > CHECK_INTERVAL_MS && !isOver(record, now))
        effect(draft, { type: 'ask', what: 'check' });
}

function relate(tab, other, now) {
    const own = tab.record;
    if (own.session && other.session <= own.session && !other.endReason && startedAfter(other, own))
        return 'unaware';
    if (running(tab) && other.session >= own.session && endedBefore(other, tab))
        return 'leftover';
    if (other.session <= own.session)
        return other.session < own.session ? 'older' : 'same';
    // Tabs that open at once start the same session milliseconds apart.
    const ours = running(tab) && !isOver(other, now) && other.startedAt < own.startedAt + ROUNDING_MS;
    return ours ? 'renumbered' : 'newer';
}
const startedAfter = (other, own) => own.endReason ? other.startedAt > own.lastActiveAt : other.startedAt >= deadline(own);
const endedBefore = (other, { record: own, fresh }) => other.endReason
    ? other.lastActiveAt < own.startedAt
    : deadline(other) <= own.startedAt || (fresh && other.startedAt <= own.startedAt - ROUNDING_MS);
/** Takes in what another tab knows. */
function receive(draft, other, starting) {
    const { tab, now } = draft;
    const own = tab.record;
    switch (relate(tab, other, now)) {
        case 'same':
        case 'older':
            setRecord(draft, merge(own, other));
            break;
        case 'renumbered':
            setRecord(draft, other);
            tab.session = other.session;
            touch(draft, tab.ownLastActive);
            break;
        case 'leftover':
            tab.session = other.session + 1;
            update(draft, { session: tab.session });
            break;
        case 'unaware':
            if (running(tab))
                expire(draft);
            else {
                // Told of ours, its tab takes the next number.
                if (starting)
                    setRecord(draft, { ...other, session: own.session + 1 });
                draft.publish = true;
            }
            break;
        case 'newer':
            adopt(draft, other, starting);
    }
}
/** A newer session implies that ours has ended: if this tab still runs, it missed that. */
function adopt(draft, other, starting) {
    const { tab, now } = draft;
    const own = tab.record;
    const over = isOver(other, now);
    setRecord(draft, other);
    if (running(tab)) {
        const missed = isOver(own, now) ? endCode(own) : ENDED;
        expire(draft, over ? undefined : missed);
    }
    else if (!tab.expireEmitted)
        emitExpire(draft, false);
    if (tab.state === 'expired' && !over && !starting)
        emit(draft, 'restart', {});
}

/*
 * One session as one tab sees it. step() takes what happened and the time, and returns the next state and what is to be
 * done about it. No DOM, no clock, no randomness: the caller has all of that.
 *
 *   stopped ── start ──▶ active ◀── activity, extend ── warning ── deadline, end ──▶ expired
 *                          │                               ▲                           │
 *                          └──────────── warnAt ───────────┘        start: the next session
 */
/** Tabs that open at once start the same session within this time: not all have to answer all. */
const AT_ONCE_MS = 1_000;
/** @param stored - what the tabs share, read for this very step: no tab acts on stale memory. */
function step(before, input, now, stored, config) {
    const slack = input.type === 'record' ? ROUNDING_MS : 0;
    const draft = { before, tab: { ...before }, effects: [], publish: false, now, config, slack };
    const { tab } = draft;
    if (stored)
        receive(draft, stored, input.type === 'start');
    // What a hold has held so far counts before anything that comes after it.
    keepHeld(draft);
    handle(draft, input);
    if (running(tab))
        evaluate(draft);
    settle(draft);
    return [tab, inOrder(draft)];
}
/** Not at each step: two tabs that hold would answer each other for ever. */
function keepHeld(draft) {
    const { tab, now } = draft;
    const { lastActiveAt } = tab.record;
    const held = Math.min(now, tab.heldUntil);
    // Nobody can say what was held in a sleep that lasted beyond the deadline.
    const inTime = now < deadline(tab.record);
    if (inTime && held > lastActiveAt && now - lastActiveAt >= holdInterval(tab.record))
        touch(draft, held);
}
/** First the other tabs are told, then the page, whose listeners may take their time. */
function inOrder({ before, tab, effects, publish }) {
    const { session, state } = tab;
    const previous = before.state;
    return [
        ...(publish ? [{ type: 'publish', session }] : []),
        ...(state !== previous ? [{ type: 'emit', event: 'change', fields: { state, previous }, session }] : []),
        ...effects,
    ];
}
function handle(draft, input) {
    const { tab, now } = draft;
    switch (input.type) {
        case 'start':
            start(draft, input);
            break;
        case 'stop':
            stop(draft);
            break;
        case 'activity':
            touch(draft, Math.min(input.at, now), latestActivity(tab));
            break;
        case 'extend':
            extend(draft);
            break;
        case 'asked':
            tab.asking = input.asks && tab.state === 'warning' && tab.session === input.session;
            break;
        case 'hold': {
            const held = Math.max(tab.heldUntil, input.until) > now;
            tab.heldUntil = input.until;
            if (held)
                touch(draft, now);
            break;
        }
        case 'configure':
            if (running(tab))
                configure(draft);
            break;
        case 'wake':
            askServer(draft);
            break;
        case 'leave':
            // In a page that goes nobody waits for the claim.
            if (!tab.expireEmitted && !tab.record.endProgress)
                emitExpire(draft, true);
            break;
        case 'online':
            tab.pingNow = true;
            tab.noPingBefore = 0;
            break;
        case 'record': {
            receive(draft, input.record, false);
            // It does not know of this session, or not since when it lasts, or not its options.
            const { session, startedAt } = input.record;
            const { record } = tab;
            if (input.request ||
                session < record.session ||
                startedAt > record.startedAt + AT_ONCE_MS ||
                !samePolicy(input.record, record))
                draft.publish = true;
            break;
        }
        case 'end':
            if (running(tab))
                expire(draft, input.reason);
            break;
        case 'claim':
            claimed(draft, input.session);
            break;
        case 'progress':
            if (tab.record.session === input.session)
                update(draft, { endProgress: input.progress });
            break;
        case 'answer':
            answer(draft, input);
            break;
    }
}
function start(draft, { fresh, renewed, load }) {
    const { tab, now, config } = draft;
    if (running(tab))
        return;
    if (!tab.expireEmitted)
        emitExpire(draft, false);
    const wasStopped = tab.state === 'stopped';
    const known = tab.record.session > 0;
    const lives = known && !isOver(tab.record, now);
    const signedIn = renewed && isOverOnServer(tab.record, config);
    const resumes = wasStopped && config.persist && !signedIn;
    const { record, session, heldUntil, serverLifetime, serverEndFixed } = tab;
    Object.assign(tab, INITIAL, {
        state: 'active',
        record,
        session,
        heldUntil,
        serverLifetime,
        serverEndFixed,
        ownLastActive: now,
        joinedAt: now,
        fresh,
    });
    if (fresh || !(lives || (known && (resumes || load === 'unseen frame'))))
        begin(draft, renewed);
    else {
        tab.session = tab.record.session;
        if (!lives)
            advise(draft, 'ended before');
        else
            join(draft, renewed, resumes || load !== 'person');
    }
    askServer(draft);
}
function begin(draft, renewed) {
    const { tab, now, config } = draft;
    tab.session = tab.record.session + 1;
    tab.serverEndFixed = false;
    update(draft, {
        ...NO_SESSION,
        session: tab.session,
        ...policyOf(config),
        configuredAt: now,
        startedAt: now,
        lastActiveAt: now,
        loadedAt: renewed ? now : 0,
    });
}
function join(draft, renewed, resumes) {
    const { tab, now, config } = draft;
    const policy = policyOf(config);
    // A page load is activity; if only extend() ends a warning it leaves that alone.
    if (!resumes)
        touch(draft, now, policy.extendOn === EXPLICIT ? warnAt(tab.record) : undefined);
    if (renewed)
        update(draft, { loadedAt: now });
    if (samePolicy(tab.record, policy))
        return;
    advise(draft, 'other options');
    configure(draft);
}
/** The options of the session, in all tabs; but new ones do not end it at once. */
function configure(draft) {
    const { tab, now, config } = draft;
    const policy = policyOf(config);
    if (!samePolicy(tab.record, policy) && now < deadline({ ...tab.record, ...policy })) {
        // Of two in one millisecond the later one counts.
        update(draft, { ...policy, configuredAt: Math.max(now, tab.record.configuredAt + 1) });
    }
}
function stop(draft) {
    const { tab, now } = draft;
    // The end was there before, and is told.
    if (running(tab) && now >= deadline(tab.record))
        expire(draft);
    tab.state = 'stopped';
    tab.heldUntil = 0;
}
function extend(draft) {
    const { tab, now } = draft;
    // The person's answer is told to the server at once, but only one in each warning.
    if (tab.state === 'warning' && extendable(tab) && !tab.stayPinged)
        tab.pingNow = tab.stayPinged = true;
    touch(draft, now);
}

const createEvent = (type, fields) => Object.assign(new Event(type, { cancelable: type === 'warn' }), fields);

/**
 * Runs a request under its time limit, which covers the whole of it: `headers()`, the answer and the reading of the
 * answer may each hang.
 *
 * @param outer - aborts it. A ping must not outlive the session: answered after the logout it signs the person in again.
 */
async function withTimeout(limit, outer, run) {
    const controller = new AbortController();
    const { signal } = controller;
    const stopped = new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
    });
    const abort = () => controller.abort(outer.reason);
    const timer = setTimeout(() => controller.abort(new DOMException('no answer in time', 'TimeoutError')), limit);
    outer.addEventListener('abort', abort);
    if (outer.aborted)
        abort();
    try {
        return await Promise.race([stopped, run(signal)]);
    }
    finally {
        clearTimeout(timer);
        outer.removeEventListener('abort', abort);
    }
}
/** @param onSend - called when the headers are known, right before the request is sent. */
async function send({ url, method, headers, credentials = 'same-origin', body, fetch: own }, signal, extra, onSend) {
    const given = typeof headers === 'function' ? await headers() : headers;
    const content = typeof body === 'function' ? await body() : body;
    if (signal.aborted)
        throw signal.reason;
    onSend();
    const init = { method, credentials, cache: 'no-store', signal, ...extra };
    if (given)
        init.headers = given;
    if (content !== undefined)
        init.body = content;
    return (own ?? fetch)(url, init);
}

/** The header that says how many seconds the server's session still lives. */
const EXPIRES_IN = 'Session-Expires-In';
/** Answers by which servers say that there is no session: Microsoft's is 440. */
const SIGNED_OUT = [401, 440];
/** Answers that may mean the token as well as the session: Laravel's is 419, Rails's 422. */
const REFUSED = [400, 403, 419, 422];
/** Answers that say when to come again. */
const LATER = [429, 503];
/**
 * The first retry comes within this time, or this share of the interval, each further one within twice as long: a server
 * that was away for a minute must not be met by everybody at once.
 */
const BACKOFF_MS = 2_000;
const BACKOFF_SHARE = 0.4;
const BACKOFF_LIMIT_MS = 60_000;
/** Asks the server about its session, and says what the answer means. Never rejects. */
async function ask(options, signal, failures, onSend) {
    const { interval = 0, renew } = options;
    const longest = Math.max(BACKOFF_MS, interval * BACKOFF_SHARE) * 2 ** failures;
    const backoff = Math.random() * Math.min(Math.max(BACKOFF_LIMIT_MS, interval), longest);
    let status = 0;
    try {
        return await withTimeout(options.timeout, signal, async (limit) => {
            if (renew) {
                onSend();
                return renewal(await renew({ signal: limit }));
            }
            const response = await send(options, limit, { redirect: options.redirect ?? 'manual' }, onSend);
            status = response.status;
            // All browsers were told the same time: they must not come at once.
            const outcome = await interpret(response, options, (LATER.includes(status) ? retryAfter(response) : 0) + backoff);
            // A body that nobody reads would keep the connection. Not awaited: a clone that isAlive left unread holds it up.
            response.body?.cancel().catch(() => { });
            return outcome;
        });
    }
    catch (error) {
        return signal.aborted ? { type: 'skipped' } : { type: 'failed', status, error, delay: backoff };
    }
}
/** What an answer of the server says of its session. */
async function interpret(response, options, delay) {
    const { status } = response;
    const own = await options.isAlive?.(response.clone());
    if (own === false)
        return { type: 'signedOut' };
    if (own === true || response.ok)
        return { type: 'alive', status, expiresIn: await readExpiresIn(response, options.expiresIn) };
    if (response.type === 'opaqueredirect' || SIGNED_OUT.includes(status))
        return { type: 'signedOut' };
    if (REFUSED.includes(status))
        return { type: 'refused', status };
    return { type: 'failed', status, error: undefined, delay };
}
function renewal(result) {
    if (result === false)
        return { type: 'signedOut' };
    return { type: 'alive', status: 0, expiresIn: seconds(result?.expiresIn) };
}
/** Milliseconds until the server wants to be asked again, by its own clock if it gives a date. */
function retryAfter({ headers }) {
    const value = headers.get('Retry-After') ?? '';
    const date = Date.parse(headers.get('Date') ?? '') || Date.now();
    const delay = Number.isNaN(+value) ? Date.parse(value) - date : +value * 1_000;
    return delay > 0 ? delay : 0;
}
async function readExpiresIn(response, from = EXPIRES_IN) {
    if (typeof from === 'function')
        return seconds(await from(response.clone()));
    const value = response.headers.get(from);
    if (value)
        return seconds(+value);
    if (!response.headers.get('Content-Type')?.includes('json'))
        return;
    // Whatever the body says, even if it only claims to be JSON: the session lives.
    const body = await response.json().catch(() => undefined);
    return seconds(body?.expiresIn);
}
/** What the page's own requests tell; their bodies are the page's. */
function statusOutcome(status, header) {
    if (SIGNED_OUT.includes(status))
        return { type: 'signedOut' };
    const expiresIn = header ? seconds(Number(header)) : undefined;
    return status < 300 && expiresIn !== undefined ? { type: 'alive', status, expiresIn } : undefined;
}
const seconds = (value) => typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY ? value : undefined;

/**
 * Waits in line for a Web Lock.
 *
 * @returns what releases it; undefined if another tab has it; null if this page has no locks: they need a secure context,
 * and cookies that are not blocked (https://w3c.github.io/web-locks/#secure-context).
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
/** After queueing, wait this long for the previous holder's last message. */
const LAST_MESSAGE_MS = 50;
/** Without locks, tabs act at different moments within this time, and so hear which of them was first. */
const SPREAD_MS = 150;
/** Without locks, a leader that has done nothing by then is gone. */
const TAKEOVER_MS$1 = 8_000;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const keyOf = (name, ...rest) => ['stillhere', name, ...rest].join(':');
/** The lock under which requests that renew the session are made, so that a logout can wait for their end. */
const serverLock = (name) => keyOf(name, 'server');
/**
 * Calls back when this tab leads the end of a session: at once in one of all tabs, and later in the next one if that is gone
 * or gives it up. Without locks it calls back in every tab, at different moments.
 *
 * @param callback - `unlocked`: another tab may lead already, as the record says.
 *
 * The claim is kept until the signal aborts, or the page goes.
 */
async function electLeader(name, session, signal, callback) {
    const key = keyOf(name, 'expire', session);
    let release = await lock(key, { ifAvailable: true });
    if (release === undefined) {
        release = await lock(key, { signal });
        if (!release)
            return;
        await pause(LAST_MESSAGE_MS);
    }
    if (release === null) {
        await pause(Math.random() * SPREAD_MS);
        if (!signal.aborted)
            callback(true);
        await pause(TAKEOVER_MS$1 + Math.random() * SPREAD_MS);
        if (!signal.aborted)
            callback(false);
        return;
    }
    if (signal.aborted)
        return release();
    signal.addEventListener('abort', release);
    callback(false);
}
/**
 * The turn to ask the server, which one tab has at a time. Without locks every tab gets it, after a pause of its own, in
 * which it may hear that another has asked.
 *
 * @param steal - takes it from a tab that has had it for too long, because it was frozen.
 * @returns what ends it, or undefined if another tab has it.
 */
async function acquireServerLock(name, what, steal) {
    const key = what === 'ping' ? serverLock(name) : keyOf(name, what);
    const release = await lock(key, steal ? { steal } : { ifAvailable: true });
    if (release !== null)
        return release;
    await pause(Math.random() * SPREAD_MS);
    return () => { };
}

/** Keep the lock this long after an answer, so that other tabs hear of it first. */
const NEWS_MS = 100;
/** A turn takes longer than its request by this at most. */
const SLACK_MS = 1_000;
function createKeepAlive({ crossTab, name, keepAlive, check }, tab, now, dispatch) {
    let requests = new AbortController();
    let failures = 0;
    /** How often another tab had the turn, and nothing came of it. */
    let missedTurns = { news: 0, times: 0 };
    /** Rises with every outcome, failures included. */
    const news = () => tab().record.lastPingAt + tab().record.retryAt;
    const run = async (what) => {
        const options = what === 'ping' ? keepAlive : check;
        if (!options)
            return;
        const { signal } = requests;
        const { session } = tab();
        const times = missedTurns.news === news() ? missedTurns.times : 0;
        // Counts attempts, not time: time passes during sleep, too.
        const steal = times * SKIPPED_MS > options.timeout + SLACK_MS;
        const release = crossTab === false ? () => { } : await acquireServerLock(name, what, steal);
        missedTurns = { news: news(), times: release ? 0 : times + 1 };
        // Frozen while it waited for its turn, this tab may not have heard that another has asked.
        dispatch({ type: 'evaluate' });
        let sent = now();
        const onSend = () => {
            sent = now();
        };
        const { lastActiveAt, lastPingAt } = tab().record;
        const wanted = release && !signal.aborted && (what === 'check' || lastActiveAt > lastPingAt);
        let outcome = { type: 'skipped' };
        if (wanted) {
            outcome = await ask(options, signal, failures, onSend);
            // Perhaps another tab's sign-in changed the token: it is read anew.
            if (outcome.type === 'refused')
                outcome = await ask(options, signal, failures, onSend);
            if (outcome.type === 'refused' && check && check !== options)
                outcome = await doubted(outcome, signal);
            failures = outcome.type === 'failed' ? failures + 1 : 0;
        }
        dispatch({ type: 'answer', to: what, session, sent, outcome });
        if (signal.aborted)
            release?.();
        else
            setTimeout(() => release?.(), NEWS_MS);
    };
    /** Whether the session is gone, or only the token wrong, `check` can tell. */
    const doubted = async (refused, signal) => {
        const { type } = await ask(check, signal, failures, () => { });
        return type === 'signedOut' ? { type } : { ...refused, alive: type === 'alive' };
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

/** `waitUntil` holds the logout back no longer. */
const WAIT_LIMIT_MS = 5_000;
/** Within this time the other tabs have heard of the end, and said what they have to wait for. */
const DRAFT_NOTICE_MS = 100;
/** Keep the claim this long, so a tab that hears late does not claim again. */
const CLAIM_LINGER_MS = 10_000;
/** After a network error or a 5xx the logout is tried once more. After a refusal it is tried at once. */
const RETRY_MS = 1_000;
/** A refused logout is another tab's to try within this time. */
const TAKEOVER_MS = 1_500;
function deferred() {
    let resolve = () => { };
    const promise = new Promise((settle) => {
        resolve = settle;
    });
    return [promise, resolve];
}
/**
 * @param gone - the server has said that its session is over: there is nothing to log out of.
 * @param dispatch - tells how far it has got.
 */
function createLogout({ crossTab, name, endSession }, session, gone, dispatch) {
    const alone = crossTab === false;
    const request = gone ? undefined : endSession;
    const claim = new AbortController();
    const cancelled = new AbortController();
    const waitingFor = [];
    const [hurried, hurry] = deferred();
    const [finished, finish] = deferred();
    let phase = 'following';
    let known = 0;
    let left = false;
    const follow = (progress) => {
        if (progress >= Progress.SENT && known < Progress.SENT)
            setTimeout(() => claim.abort(), CLAIM_LINGER_MS);
        known = Math.max(known, progress);
        if (progress < Progress.FAILED)
            return;
        const ok = progress >= Progress.DONE;
        finish({ ok, status: progress - (ok ? Progress.DONE : Progress.FAILED) });
    };
    const tell = (progress) => {
        follow(progress);
        dispatch({ type: 'progress', session, progress });
    };
    const end = ({ ok, status, error }) => {
        if (phase === 'finished')
            return;
        phase = 'finished';
        if (!ok) {
            console.error(`stillhere: the logout failed (${status || error}), so the server may still be signed in. Check endSession and its token.`);
        }
        tell((ok ? Progress.DONE : Progress.FAILED) + status);
    };
    /** The other tabs save their drafts, and their pings are answered or aborted. */
    const others = async () => {
        if (alone)
            return;
        await pause(DRAFT_NOTICE_MS);
        (await lock(serverLock(name), { signal: claim.signal }))?.();
    };
    const attempt = async () => {
        try {
            return await withTimeout(request?.timeout ?? 0, cancelled.signal, async (signal) => {
                const { renew, redirect = 'manual' } = request;
                if (renew) {
                    await renew({ signal });
                    return { ok: true, status: 0 };
                }
                const { ok, status, type } = await send(request, signal, { keepalive: true, redirect }, () => { });
                return { ok: ok || type === 'opaqueredirect' || SIGNED_OUT.includes(status), status };
            });
        }
        catch (error) {
            return { ok: false, status: 0, error };
        }
    };
    /** Looks at what is stored: meanwhile the person may have signed in again, and this tab may not have heard. */
    const isOff = () => {
        dispatch({ type: 'evaluate' });
        return cancelled.signal.aborted;
    };
    const logOut = async () => {
        await Promise.race([Promise.all([Promise.allSettled(waitingFor), others()]), pause(WAIT_LIMIT_MS), hurried]);
        if (isOff())
            return;
        const again = known >= Progress.REFUSED;
        phase = 'sent';
        tell(again ? Progress.SENT_AGAIN : Progress.SENT);
        let answer = await attempt();
        const isRefused = REFUSED.includes(answer.status);
        if (!answer.ok && (isRefused || !answer.status || answer.status >= 500) && !left) {
            // The token is read anew: the refusal may have brought one.
            if (!isRefused)
                await Promise.race([pause(RETRY_MS), hurried]);
            if (!isOff())
                answer = await attempt();
        }
        if (isOff())
            return;
        if (REFUSED.includes(answer.status) && !again && !alone && !left) {
            tell(Progress.REFUSED);
            claim.abort();
            await pause(TAKEOVER_MS);
            // Another tab's token may be good.
            if (known > Progress.REFUSED) {
                phase = 'following';
                return;
            }
        }
        end(answer);
    };
    /** As long as this tab has something to save, the tab that leads does not get the lock. */
    const save = async () => {
        const release = await lock(serverLock(name), { mode: 'shared', signal: claim.signal });
        await Promise.race([Promise.allSettled(waitingFor), pause(WAIT_LIMIT_MS), hurried]);
        release?.();
    };
    // In case the leader dies without reporting.
    const patience = setTimeout(() => finish({ ok: !request, status: 0 }), WAIT_LIMIT_MS + 2 * (request?.timeout ?? 0) + TAKEOVER_MS);
    void finished.then(() => clearTimeout(patience));
    const leads = () => dispatch({ type: 'claim', session });
    if (alone)
        leads();
    else {
        void electLeader(name, session, claim.signal, (unlocked) => {
            // What another tab has just stored is known after this.
            if (unlocked)
                dispatch({ type: 'evaluate' });
            if (!unlocked || !known)
                leads();
        });
    }
    return {
        get leading() {
            return phase === 'waiting' || phase === 'sent';
        },
        get cancelled() {
            return cancelled.signal.aborted;
        },
        finished,
        start() {
            if (phase !== 'following')
                return;
            phase = 'waiting';
            if (request)
                void logOut();
            else
                end({ ok: true, status: 0 });
        },
        waitUntil(promise) {
            waitingFor.push(promise);
            if (!alone && request && waitingFor.length === 1)
                void save();
        },
        follow,
        cancel() {
            phase = 'finished';
            cancelled.abort();
            claim.abort();
            finish({ ok: false, status: 0 });
        },
        leave() {
            left = true;
            hurry();
            claim.abort();
            if (phase === 'following')
                finish({ ok: !request, status: 0 });
        },
    };
}

/**
 * Feeds inputs to the machine and carries out the effects it returns.
 *
 * @param emit - dispatches an event to the page.
 * @param changed - called after each step, before any event is dispatched.
 */
function createSession(settings, emit, changed) {
    const clock = createClock();
    let tab = INITIAL;
    let attached;
    /** The stored text last decoded; the same text is not decoded twice. */
    let seen;
    /** A session's end is its own: the next one may start before its logout was answered. */
    const logouts = new Map();
    /** A start in a listener of the end waits until all are told of that. */
    let waiting;
    const effects = [];
    let performing = false;
    const decoded = (text) => decode(text, clock.now(), clock.skew(), settings.timeout);
    const encoded = () => encode(tab.record, clock.skew());
    /** The wall clock's time, in milliseconds since the epoch; 0, which is no instant, stays 0. */
    const toWall = (instant) => instant && instant - clock.skew();
    const end = () => (running(tab) ? deadline(tab.record) : 0);
    function dispatch(input) {
        // Before the start, and once all is detached.
        if (!attached)
            return;
        const { alarm, channel } = attached;
        const text = channel?.read();
        const stored = text === seen ? undefined : decoded(text);
        seen = text;
        const before = tab;
        const now = clock.now();
        const [after, more] = step(before, input, now, stored, settings);
        tab = after;
        const wakeAt = nextWakeAt(tab, settings, now);
        if (wakeAt < NEVER)
            alarm.set(wakeAt - now);
        else
            alarm.clear();
        effects.push(...more);
        if (!running(tab)) {
            // Answered after the logout, a ping would sign the person in again.
            if (running(before))
                keepAlive.cancel();
            attached.activity.stop();
            const logout = logouts.get(tab.session);
            if (tab.record.session > tab.session)
                logout?.cancel();
            else if (tab.expireEmitted)
                logout?.follow(tab.record.endProgress);
        }
        if (!performing)
            performAll();
    }
    /** Effects run in order, even if a listener re-enters the timer, or throws where that reaches us. */
    function performAll() {
        performing = true;
        try {
            changed();
            for (let effect = effects.shift(); effect; effect = effects.shift()) {
                perform(effect);
                changed();
            }
        }
        finally {
            performing = false;
            if (effects.length)
                performAll();
        }
        if (waiting && tab.expireEmitted) {
            const options = waiting;
            waiting = undefined;
            begin(options);
        }
        else if (tab.state === 'stopped')
            detach();
    }
    function perform(effect) {
        const { type, session } = effect;
        if (type === 'publish')
            publish();
        else if (type === 'emit')
            dispatchEvent(effect);
        else if (type === 'advise')
            adviseOnce(effect.about, effect.values);
        else if (type === 'ask') {
            if (running(tab) && session === tab.session)
                keepAlive.ask(effect.what);
        }
        else if (type === 'claim')
            logouts.set(session, followLogout(session));
        else
            logouts.get(session)?.start();
    }
    function publish() {
        if (!attached?.channel || !tab.session)
            return;
        seen = encoded();
        attached.channel.publish(seen);
    }
    function dispatchEvent({ event: type, fields, session }) {
        // A listener has stopped the timer meanwhile, or started it, or ended the warning.
        const needed = type === 'warn' || type === 'tick' ? 'warning' : type === 'restart' && 'expired';
        if (needed && (tab.state !== needed || session !== tab.session))
            return;
        const logout = logouts.get(session);
        const event = createEvent(type, {
            ...fields,
            ...(type === 'warn' && { expiresAt: toWall(end()) }),
            ...(type === 'expire' && {
                waitUntil: (promise) => logout?.waitUntil(promise),
                finished: logout?.finished ?? Promise.resolve({ ok: true, status: 0 }),
            }),
        });
        emit(event);
        if (event.defaultPrevented)
            dispatch({ type: 'asked', session, asks: true });
    }
    function followLogout(session) {
        const gone = tab.record.session === session && tab.record.endReason === GONE;
        const logout = createLogout(settings, session, gone, dispatch);
        void logout.finished.then((result) => {
            if (settings.endSession && !gone && !logout.cancelled)
                emit(createEvent('logout', result));
            if (session !== tab.session)
                logouts.delete(session);
            if (tab.state === 'stopped')
                detach();
        });
        return logout;
    }
    const keepAlive = createKeepAlive(settings, () => tab, clock.now, dispatch);
    function attach() {
        attached ??= attachTo(settings, {
            now: clock.now,
            dispatch,
            receive(text, request) {
                const record = decoded(text);
                if (!record)
                    return;
                attached?.activity.flush();
                dispatch({ type: 'record', record, request });
            },
            wake() {
                const wasClosed = attached?.channel?.open();
                attached?.activity.flush();
                dispatch({ type: 'wake' });
                if (wasClosed)
                    attached?.channel?.requestState(encoded());
            },
            leave() {
                attached?.activity.flush();
                dispatch({ type: 'leave' });
                suspend();
            },
            freeze() {
                attached?.activity.flush();
                suspend();
            },
            stop,
        });
        attached.channel?.open();
        attached.activity.start();
    }
    function suspend() {
        release();
        attached?.channel?.close();
    }
    /** Ends what may not outlive the page. */
    function release() {
        keepAlive.cancel();
        for (const logout of logouts.values())
            logout.leave();
        logouts.clear();
    }
    /** Once the timer has stopped; but an end that is not settled is not called off. */
    function detach() {
        if (!attached || !tab.expireEmitted || [...logouts.values()].some(({ leading }) => leading))
            return;
        release();
        attached.detach();
        attached = undefined;
    }
    function begin(options) {
        attach();
        dispatch({ type: 'start', ...options, load: tab.session ? 'person' : loadedBy() });
        attached?.channel?.requestState(encoded());
    }
    function stop() {
        waiting = undefined;
        keepAlive.cancel();
        if (tab.state !== 'stopped')
            dispatch({ type: 'stop' });
    }
    return {
        get tab() {
            return tab;
        },
        /** Aborts when the timer is stopped, the page goes or the session ends. */
        get signal() {
            return keepAlive.signal;
        },
        /** Milliseconds until the session expires; 0 if none runs. */
        get remaining() {
            return Math.max(0, end() - clock.now());
        },
        /** In milliseconds since the epoch, by the wall clock; 0 if none runs. */
        get deadline() {
            return toWall(end());
        },
        get extendable() {
            return running(tab) && extendable(tab);
        },
        start(options) {
            // In a listener of the end nobody can have signed in: the logout follows.
            if (performing && (tab.state === 'expired' || !tab.expireEmitted))
                waiting = options;
            else {
                // A logout would now end the session of somebody who has signed in again.
                for (const logout of logouts.values())
                    logout.cancel();
                begin(options);
            }
        },
        stop,
        activity: () => attached?.activity.notice(),
        /** As the timer's own clock has it, which is never set back. */
        now: clock.now,
        toWall,
        configure(next) {
            settings = next;
            dispatch({ type: 'configure' });
        },
        report({ status, headers }) {
            const from = settings.keepAlive?.expiresIn;
            const outcome = statusOutcome(status, headers.get(typeof from === 'string' ? from : EXPIRES_IN));
            if (outcome)
                dispatch({ type: 'answer', to: 'report', session: tab.session, sent: clock.now(), outcome });
        },
        dispatch,
    };
}

const STOPPED = { state: 'stopped', reason: undefined, expiresAt: undefined };
/** @returns the last one, as long as it is true. */
function nextSnapshot(last, { state, reason: why }, deadline) {
    const reason = state === 'expired' ? why : undefined;
    // It moves with each event: only a countdown needs it.
    const expiresAt = state === 'warning' ? deadline : undefined;
    const isSame = state === last.state && reason === last.reason && expiresAt === last.expiresAt;
    return isSame ? last : { state, reason, expiresAt };
}

/** Internal event behind `subscribe`: dispatching isolates listeners' errors. */
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
    #options;
    #settings;
    #session;
    #holds = createHolds(() => this.#session.now(), (until) => running(this.#session.tab) && this.#session.dispatch({ type: 'hold', until }));
    #snapshot = STOPPED;
    /**
     * Touches nothing: safe on a server.
     *
     * @throws TypeError or RangeError that names the option, the value and what is allowed.
     */
    constructor(options = {}) {
        super();
        const settings = normalizeOptions(options);
        this.#options = options;
        this.#settings = settings;
        this.#session = createSession(settings, (event) => this.dispatchEvent(event), () => this.#update());
        for (const [name, callback] of Object.entries(settings)) {
            if (name.startsWith('on'))
                super.addEventListener(name.slice(2).toLowerCase(), callback);
        }
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
    /** Asks the clock: after the deadline it is `'expired'`, however late the browser's own timers are. */
    get state() {
        if (running(this.#session.tab) && !this.remaining)
            this.#session.dispatch({ type: 'evaluate' });
        return this.#session.tab.state;
    }
    /** Milliseconds until the session expires; 0 if none runs. */
    get remaining() {
        return this.#session.remaining;
    }
    /** When somebody was last active, in any tab, in milliseconds since the epoch; 0: never. */
    get lastActive() {
        return this.#session.toWall(this.#session.tab.record.lastActiveAt);
    }
    /** When the server's session was last renewed by a ping, of any tab, in milliseconds since the epoch; 0: never. */
    get lastPing() {
        return this.#session.toWall(this.#session.tab.record.lastPingAt);
    }
    /** When the session expires, in milliseconds since the epoch; 0 if none runs. */
    get deadline() {
        return this.#session.deadline;
    }
    /** False if nothing that a person does extends the session: `maxAge` ends it, or the server, whatever is asked of it. */
    get extendable() {
        return this.#session.extendable;
    }
    /**
     * Starts a session, or joins the one in other tabs. After a session has ended, starts the next: call it when the person
     * has signed in again. Does nothing on a server, while the timer runs, or after `signal` was aborted.
     *
     * @param options - `fresh: true` starts a new session even if one lives, for the page after a sign-in; other tabs in
     * the old session expire. `renewed: true`: the request that loaded this page has renewed the server's session, so the
     * first ping can wait.
     */
    start(options = {}) {
        if (typeof document === 'undefined' || this.#settings.signal?.aborted || running(this.#session.tab))
            return;
        if (awaitsPerson(() => this.start(options), this.#session.signal))
            return;
        adviseAtStart(this.#settings);
        announce(this);
        this.#session.start({ fresh: options.fresh === true, renewed: options.renewed === true });
    }
    /** Stops this timer; other tabs go on. `start()` starts it again. */
    stop() {
        timersOnPage().delete(this);
        this.#holds.clear();
        this.#session.stop();
    }
    /**
     * The person wants to stay: ends the warning in all tabs, and pings the server at once.
     *
     * @returns whether it did: false if no session runs, or if nothing can extend it.
     */
    extend() {
        this.#session.dispatch({ type: 'extend' });
        return this.extendable;
    }
    /**
     * This page asks the person about the warning: what `preventDefault()` says during `warn`, for a dialog that comes later.
     * `ask(false)` takes it back.
     *
     * @returns whether only `extend()` ends the warning now: false if there is none, or with `extendOn: 'activity'`.
     */
    ask(asks = true) {
        this.#session.dispatch({ type: 'asked', session: this.#session.tab.session, asks });
        const { tab } = this.#session;
        return tab.state === 'warning' && mustAnswer(tab);
    }
    /**
     * The page has learned that a person did something: in a frame of another origin, or over a socket. Counts as an event
     * does, once a second at most.
     */
    activity() {
        this.#session.activity();
    }
    /**
     * While a hold is kept the person counts as present, in all tabs: a video plays, a call is on, an upload runs. It ends
     * with the session; taken before `start()`, it begins there.
     *
     * @param options - `max`: milliseconds after which it ends by itself, so that a forgotten one does not last for ever.
     * @returns a function that releases it.
     */
    hold({ max = Number.POSITIVE_INFINITY } = {}) {
        // An end that nobody has looked at yet ends no hold that begins after it.
        this.#session.dispatch({ type: 'evaluate' });
        return this.#holds.add(max);
    }
    /**
     * Changes the options of the running session, in all its tabs, and those of this timer.
     *
     * @throws as the constructor does.
     */
    configure(options) {
        const next = { ...this.#options, ...options };
        this.#settings = normalizeOptions(next);
        this.#options = next;
        this.#session.configure(this.#settings);
    }
    /**
     * Ends the session in all tabs: the person signs out.
     *
     * @param options - `reason: 'server'`: the page has learned that the server's session is gone, so no logout is sent.
     */
    expire({ reason = 'ended' } = {}) {
        this.#session.dispatch({ type: 'end', reason: reason === 'server' ? GONE : ENDED });
    }
    /**
     * Takes the answer to a request of the page's own: 401 and 440 end the session, as an answer to a ping would; one that
     * says how long the server's session lives counts as a ping.
     *
     * @param answer - a `Response`, or whatever has a `status` and `headers` with `get()`.
     */
    report(answer) {
        this.#session.report(answer);
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
    #update() {
        const last = this.#snapshot;
        this.#snapshot = nextSnapshot(last, this.#session.tab, this.deadline);
        if (this.#snapshot === last)
            return;
        if (this.#snapshot.state === 'expired' && last.state !== 'expired')
            this.#holds.clear();
        this.dispatchEvent(new Event(SNAPSHOT));
        // What was held before the start begins with it.
        if (last.state === 'stopped' || last.state === 'expired')
            this.#holds.tell();
    }
}

export { DEFAULT_EVENTS, IdleTimer };
//# sourceMappingURL=index.js.map
