/** System colours follow the page's `color-scheme`, and forced colours, by themselves. */
const CSS = `
dialog {
  box-sizing: border-box;
  inline-size: min(26rem, calc(100vi - 2rem));
  max-block-size: calc(100vb - 2rem);
  margin: auto;
  padding: 0;
  overflow: auto;
  border: 1px solid color-mix(in srgb, currentColor 18%, transparent);
  border-radius: var(--stillhere-radius, 1rem);
  background: var(--stillhere-background, Canvas);
  color: var(--stillhere-color, CanvasText);
  box-shadow: 0 1.5rem 4rem rgb(0 0 0 / 35%);
  font: 400 1rem/1.5 var(--stillhere-font, system-ui, sans-serif);
  text-align: start;
  overflow-wrap: break-word;
}
dialog::backdrop { background: rgb(8 12 24 / 55%); }
:host([cover]) dialog[data-face='over']::backdrop { background: Canvas; }
.bar { block-size: 0.375rem; background: color-mix(in srgb, currentColor 12%, transparent); }
.bar::before {
  content: '';
  display: block;
  block-size: 100%;
  background: var(--stillhere-accent, #1d4ed8);
  transform: scaleX(var(--left, 1));
  transform-origin: left;
  transition: transform 1s linear;
}
.bar:dir(rtl)::before { transform-origin: right; }
.content { padding: min(1.5rem, 6vi); hyphens: auto; }
h2 { margin: 0; font-size: 1.375rem; line-height: 1.25; text-wrap: balance; outline: none; }
p { margin: 0.5rem 0 0; }
.time { margin-block: 0.75rem 0; font-size: 2.5rem; font-weight: 600; line-height: 1.2; font-variant-numeric: tabular-nums; }
.spoken { position: absolute; inline-size: 1px; block-size: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.buttons { display: flex; flex-wrap: wrap; gap: 0.75rem; margin-block-start: 1.5rem; }
button, a {
  box-sizing: border-box;
  flex: 1 1 auto;
  min-block-size: 2.75rem;
  padding: 0.5rem 1.25rem;
  border: 1px solid color-mix(in srgb, currentColor 50%, transparent);
  border-radius: calc(var(--stillhere-radius, 1rem) / 2);
  background: transparent;
  color: inherit;
  font: inherit;
  font-weight: 600;
  text-align: center;
  text-decoration: none;
  cursor: pointer;
}
.primary { border-color: transparent; background: var(--stillhere-accent, #1d4ed8); color: var(--stillhere-on-accent, #fff); }
button:hover, a:hover { text-decoration: underline; }
:focus-visible:is(button, a) { outline: 3px solid var(--stillhere-color, CanvasText); outline-offset: 3px; }
[hidden] { display: none; }
@media (prefers-reduced-motion: reduce) { .bar::before { transition: none; } }
@media (forced-colors: active) {
  dialog, button, a { border-color: ButtonBorder; }
  .bar::before { background: Highlight; forced-color-adjust: none; }
  :focus-visible:is(button, a) { outline-color: Highlight; }
}
`;
let sheet;
/** One for all dialogs. A constructed sheet is no inline style: a strict Content Security Policy allows it. */
function styleSheet() {
    if (!sheet) {
        sheet = new CSSStyleSheet();
        sheet.replaceSync(CSS);
    }
    return sheet;
}

/** No markup is parsed anywhere, as Trusted Types ask. */
function build(root, answers) {
    const create = (tag, attributes, ...children) => {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes))
            element.setAttribute(name, value);
        element.append(...children);
        return element;
    };
    const slot = () => document.createElement('slot');
    const texts = { heading: slot(), text: slot(), stay: slot(), end: slot(), goOn: slot(), signIn: slot() };
    const button = (part, label, look, onClick) => {
        const element = create('button', { type: 'button', part, class: look }, label);
        element.addEventListener('click', onClick);
        return element;
    };
    const heading = create('h2', { id: 'heading', part: 'heading', tabindex: '-1', autofocus: '' }, texts.heading);
    const bar = create('div', { class: 'bar', part: 'bar', 'aria-hidden': 'true' });
    const time = create('p', { class: 'time', part: 'time', 'aria-hidden': 'true' });
    const text = create('p', { id: 'text', part: 'text' }, texts.text);
    const spoken = create('p', { id: 'spoken', class: 'spoken', role: 'status' });
    const signIn = create('a', { class: 'primary', part: 'sign-in', href: '' }, texts.signIn);
    signIn.addEventListener('click', answers.leave);
    const buttons = {
        stay: button('stay', texts.stay, 'primary', answers.stay),
        goOn: button('go-on', texts.goOn, 'primary', answers.goOn),
        end: button('end', texts.end, '', answers.end),
        signIn,
    };
    const row = create('div', { class: 'buttons', part: 'buttons' }, ...Object.values(buttons));
    const dialog = create('dialog', {
        part: 'dialog',
        role: 'alertdialog',
        'aria-labelledby': 'heading',
        'aria-describedby': 'text spoken',
        closedby: 'none',
    }, bar, create('div', { class: 'content' }, heading, text, time, spoken, row));
    dialog.addEventListener('cancel', (event) => event.preventDefault());
    dialog.addEventListener('close', answers.closed);
    root.adoptedStyleSheets = [styleSheet()];
    root.append(dialog);
    return { dialog, bar, heading, time, spoken, signIn, counting: [bar, time, spoken], buttons, texts };
}

const KEYS = [
    'heading',
    'text',
    'stay',
    'end',
    'limit',
    'limitText',
    'goOn',
    'over',
    'overText',
    'signIn',
];
/** The names of the texts: the element's attributes and slots are called so, `limit-text` for `limitText`. */
const TEXT_NAMES = KEYS;
/**
 * English was written by the maintainers. All others were translated by a machine, and no native speaker has looked at
 * them yet: corrections are welcome.
 */
const LANGUAGES = {
    en: [
        'Are you still there?',
        'You will be signed out soon, because nothing has happened for a while.',
        'Stay signed in',
        'Sign out',
        'Your session ends soon',
        'It cannot be extended. Please save your work.',
        'Continue',
        'You have been signed out',
        'Please sign in again to continue.',
        'Sign in',
    ],
    de: [
        'Sind Sie noch da?',
        'Sie werden bald abgemeldet, weil längere Zeit nichts geschehen ist.',
        'Angemeldet bleiben',
        'Abmelden',
        'Ihre Sitzung endet bald',
        'Sie kann nicht verlängert werden. Bitte speichern Sie Ihre Arbeit.',
        'Weiter',
        'Sie wurden abgemeldet',
        'Bitte melden Sie sich wieder an, um fortzufahren.',
        'Anmelden',
    ],
    fr: [
        'Êtes-vous toujours là ?',
        'Vous allez bientôt être déconnecté en raison de votre inactivité.',
        'Rester connecté',
        'Se déconnecter',
        'Votre session se termine bientôt',
        'Elle ne peut pas être prolongée. Veuillez enregistrer votre travail.',
        'Continuer',
        'Vous avez été déconnecté',
        'Veuillez vous reconnecter pour continuer.',
        'Se connecter',
    ],
    es: [
        '¿Sigue ahí?',
        'Su sesión se cerrará pronto por inactividad.',
        'Mantener la sesión',
        'Cerrar sesión',
        'Su sesión termina pronto',
        'No se puede prolongar. Guarde su trabajo.',
        'Continuar',
        'Se ha cerrado su sesión',
        'Inicie sesión de nuevo para continuar.',
        'Iniciar sesión',
    ],
    it: [
        'È ancora lì?',
        'La sessione terminerà a breve per inattività.',
        'Resta connesso',
        'Esci',
        'La sessione sta per terminare',
        'Non può essere prolungata. Salvi il suo lavoro.',
        'Continua',
        'La sessione è terminata',
        'Acceda di nuovo per continuare.',
        'Accedi',
    ],
    pt: [
        'Ainda está aí?',
        'A sua sessão terminará em breve por inatividade.',
        'Manter sessão',
        'Terminar sessão',
        'A sua sessão termina em breve',
        'Não pode ser prolongada. Guarde o seu trabalho.',
        'Continuar',
        'A sua sessão terminou',
        'Inicie sessão novamente para continuar.',
        'Iniciar sessão',
    ],
    nl: [
        'Bent u er nog?',
        'U wordt binnenkort afgemeld, omdat er een tijd niets is gebeurd.',
        'Aangemeld blijven',
        'Afmelden',
        'Uw sessie eindigt binnenkort',
        'Ze kan niet worden verlengd. Sla uw werk op.',
        'Doorgaan',
        'U bent afgemeld',
        'Meld u opnieuw aan om door te gaan.',
        'Aanmelden',
    ],
    sv: [
        'Är du kvar?',
        'Du loggas snart ut på grund av inaktivitet.',
        'Förbli inloggad',
        'Logga ut',
        'Din session avslutas snart',
        'Den kan inte förlängas. Spara ditt arbete.',
        'Fortsätt',
        'Du har loggats ut',
        'Logga in igen för att fortsätta.',
        'Logga in',
    ],
    pl: [
        'Czy nadal tu jesteś?',
        'Z powodu braku aktywności wkrótce nastąpi wylogowanie.',
        'Pozostań zalogowany',
        'Wyloguj się',
        'Twoja sesja wkrótce się skończy',
        'Nie można jej przedłużyć. Zapisz swoją pracę.',
        'Kontynuuj',
        'Nastąpiło wylogowanie',
        'Zaloguj się ponownie, aby kontynuować.',
        'Zaloguj się',
    ],
    tr: [
        'Hâlâ orada mısınız?',
        'Bir süredir işlem yapılmadığı için oturumunuz yakında kapatılacak.',
        'Oturumu açık tut',
        'Oturumu kapat',
        'Oturumunuz yakında sona erecek',
        'Süresi uzatılamaz. Lütfen çalışmanızı kaydedin.',
        'Devam et',
        'Oturumunuz kapatıldı',
        'Devam etmek için lütfen yeniden oturum açın.',
        'Oturum aç',
    ],
    ja: [
        'まだご利用中ですか？',
        'しばらく操作がないため、まもなくサインアウトされます。',
        'サインインしたままにする',
        'サインアウト',
        'セッションはまもなく終了します',
        '延長できません。作業内容を保存してください。',
        '続ける',
        'サインアウトされました',
        '続けるには、もう一度サインインしてください。',
        'サインイン',
    ],
    zh: [
        '您还在吗？',
        '由于长时间没有操作，您即将被退出登录。',
        '保持登录',
        '退出登录',
        '您的会话即将结束',
        '会话无法延长，请保存您的工作。',
        '继续',
        '您已退出登录',
        '请重新登录以继续。',
        '登录',
    ],
    ar: [
        'هل ما زلت هنا؟',
        'سيتم تسجيل خروجك قريبًا بسبب عدم النشاط.',
        'البقاء مسجلاً',
        'تسجيل الخروج',
        'ستنتهي جلستك قريبًا',
        'لا يمكن تمديدها. يرجى حفظ عملك.',
        'متابعة',
        'تم تسجيل خروجك',
        'يرجى تسجيل الدخول مرة أخرى للمتابعة.',
        'تسجيل الدخول',
    ],
};
const RIGHT_TO_LEFT = ['ar'];
/** @returns the texts in that language or, where there are none, in English; and in which they are. */
function textsFor(language) {
    const [base = ''] = language.toLowerCase().split(/[-_]/);
    const known = Object.hasOwn(LANGUAGES, base);
    const row = LANGUAGES[known ? base : 'en'];
    const texts = Object.fromEntries(KEYS.map((key, index) => [key, row[index]]));
    return { texts, lang: known ? language.replace('_', '-') : 'en', dir: RIGHT_TO_LEFT.includes(base) ? 'rtl' : 'ltr' };
}

/**
 * Puts a text before the page's title, for whoever looks at a row of tabs; undefined takes it away again.
 */
function createTitle() {
    let own;
    let original = '';
    return (text) => {
        // The page may have changed it meanwhile: then that is the title.
        if (document.title !== own)
            original = document.title;
        if (text === undefined) {
            if (document.title === own)
                document.title = original;
            own = undefined;
            return;
        }
        own = `${text} · ${original}`;
        document.title = own;
        // Browsers strip white space: what is compared is what they kept.
        own = document.title;
    };
}

/** "1:05", in the digits of the language. */
function clock(remaining, lang) {
    const seconds = Math.max(0, Math.ceil(remaining / 1_000));
    const parts = seconds < 3_600 ? [seconds / 60] : [seconds / 3_600, (seconds / 60) % 60];
    return [...parts, seconds % 60]
        .map((part, index) => format(Math.floor(part), lang, { minimumIntegerDigits: index ? 2 : 1 }))
        .join(':');
}
/** "2 minutes", in the words and the plural of the language. */
function duration(remaining, lang) {
    const seconds = Math.max(0, Math.ceil(remaining / 1_000));
    const [value, unit] = seconds % 60 && seconds < 600 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute'];
    return format(value, lang, { style: 'unit', unit: unit, unitDisplay: 'long' });
}
const format = (value, lang, options) => new Intl.NumberFormat(lang, options).format(value);

/** A screen reader is told at the opening, and when so many seconds are left: each second would be chatter. */
const SPOKEN = [60, 30, 10];
const attributeOf = (name) => name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`);
/** On a server there are no elements: there the class only stands for itself. */
const Base = (globalThis.HTMLElement ?? class {
});
/**
 * `<stillhere-dialog>`: the ready-made warning of an `IdleTimer`, as a modal dialog. Set its `timer` and it does the
 * rest: a countdown, "stay signed in", "sign out", and after the end a link to sign in again.
 *
 * Attributes: `lang`, `expired-url` (where the link to sign in leads; the page itself by default), `cover` (after the
 * end the page cannot be read any more), and the texts: `heading`, `text`, `stay`, `end`, `limit`, `limit-text`,
 * `go-on`, `over`, `over-text`, `sign-in`. Slots have the names of the texts. Parts: `dialog`, `bar`, `heading`, `time`,
 * `text`, `buttons`, `stay`, `end`, `go-on`, `sign-in`. Custom properties: `--stillhere-accent`,
 * `--stillhere-on-accent`, `--stillhere-background`, `--stillhere-color`, `--stillhere-radius`, `--stillhere-font`.
 *
 * @example
 * ```ts
 * const dialog = document.createElement('stillhere-dialog')
 * dialog.timer = timer
 * document.body.append(dialog)
 * ```
 */
class StillhereDialog extends Base {
    static observedAttributes = ['lang', 'expired-url', ...TEXT_NAMES.map(attributeOf)];
    #timer;
    #following;
    #parts;
    #face;
    /** How long the warning is, for the bar. */
    #whole = 0;
    /** Another tab has signed in again. */
    #restarted = false;
    #lang = 'en';
    #setTitle = createTitle();
    /** The timer that it warns of. */
    get timer() {
        return this.#timer;
    }
    set timer(timer) {
        this.#timer = timer;
        if (this.isConnected)
            this.#follow();
    }
    connectedCallback() {
        if (Object.hasOwn(this, 'timer')) {
            // Set before the element was defined.
            const { timer } = this;
            delete this.timer;
            this.#timer = timer;
        }
        this.#follow();
    }
    disconnectedCallback() {
        this.#following?.abort();
        this.#hide();
    }
    attributeChangedCallback() {
        if (this.#parts)
            this.#write();
    }
    #follow() {
        this.#following?.abort();
        this.#hide();
        const timer = this.#timer;
        if (!timer)
            return;
        this.#following = new AbortController();
        const { signal } = this.#following;
        timer.addEventListener('warn', ({ remaining, extendable }) => this.#warn(remaining, extendable), { signal });
        timer.addEventListener('tick', ({ remaining }) => this.#count(remaining), { signal });
        timer.addEventListener('restart', () => this.#restart(), { signal });
        timer.addEventListener('change', () => this.#change(), { signal });
        document.addEventListener('visibilitychange', () => this.#nameTab(), { signal });
        if (timer.state === 'warning')
            this.#warn(timer.remaining, timer.extendable);
        else
            this.#change();
    }
    #warn(remaining, extendable) {
        this.#whole = remaining;
        this.#show(extendable ? 'warning' : 'limit');
        this.#count(remaining);
        this.#say(remaining);
    }
    #change() {
        this.#restarted = false;
        const { state } = this.#timer;
        if (state === 'expired')
            this.#show('over');
        else if (state !== 'warning')
            this.#hide();
        this.#nameTab();
    }
    #restart() {
        this.#restarted = true;
        this.#write();
    }
    #count(remaining) {
        const { time, bar } = this.#parts;
        time.textContent = clock(remaining, this.#lang);
        bar.style.setProperty('--left', String(Math.max(0, (remaining - 1_000) / this.#whole)));
        if (SPOKEN.includes(Math.ceil(remaining / 1_000)))
            this.#say(remaining);
        this.#nameTab();
    }
    #say(remaining) {
        this.#parts.spoken.textContent = duration(remaining, this.#lang);
    }
    #nameTab() {
        const timer = this.#timer;
        const counts = document.visibilityState === 'hidden' && timer?.state === 'warning';
        this.#setTitle(counts ? clock(timer.remaining, this.#lang) : undefined);
    }
    #show(face) {
        this.#face = face;
        this.#parts ??= build(this.attachShadow({ mode: 'open' }), {
            stay: () => this.#stay(),
            end: () => this.#timer?.expire(),
            goOn: () => this.#hide(),
            leave: (event) => this.#leave(event),
            closed: () => this.#closed(),
        });
        const { dialog, heading } = this.#parts;
        this.#write();
        if (!dialog.open) {
            dialog.showModal();
            window.addEventListener('keydown', this.#onKey, true);
        }
        // Never a button: a person in the middle of typing would press it, unseen, with the next space.
        heading.focus({ preventScroll: true });
    }
    #hide() {
        this.#face = undefined;
        window.removeEventListener('keydown', this.#onKey, true);
        this.#parts?.dialog.close();
        this.#setTitle(undefined);
    }
    #stay() {
        if (this.#face === 'warning')
            this.#timer?.extend();
        else if (this.#face === 'limit')
            this.#hide();
    }
    /** In a page that nobody has touched yet the first Esc closes a dialog whatever its `cancel` event says. */
    #onKey = (event) => {
        if (event.key !== 'Escape')
            return;
        event.preventDefault();
        event.stopPropagation();
        this.#stay();
    };
    /** Closed by the browser, or by a script of the page: the person asked for it, or nobody did. */
    #closed() {
        const face = this.#face;
        if (!face)
            return;
        this.#stay();
        if (face === 'over')
            this.#show(face);
    }
    /** As a full load: what swaps pages by script would leave this very dialog on the screen. */
    #leave(event) {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
            return;
        event.preventDefault();
        event.stopPropagation();
        const { href } = event.currentTarget;
        if (href === location.href)
            location.reload();
        else
            location.assign(href);
    }
    #write() {
        if (!this.#parts)
            return;
        const { dialog, texts: slots, buttons, signIn } = this.#parts;
        const face = this.#face ?? 'warning';
        const over = face === 'over';
        const { texts, lang, dir } = textsFor(this.#language());
        this.#lang = lang;
        dialog.lang = lang;
        dialog.dir = dir;
        dialog.dataset.face = face;
        const names = {
            heading: over ? 'over' : face === 'limit' ? 'limit' : 'heading',
            text: over ? 'overText' : face === 'limit' ? 'limitText' : 'text',
            stay: 'stay',
            end: 'end',
            goOn: 'goOn',
            signIn: this.#restarted ? 'goOn' : 'signIn',
        };
        for (const [key, name] of Object.entries(names)) {
            const slot = slots[key];
            const attribute = attributeOf(name);
            slot.name = attribute;
            const text = this.getAttribute(attribute) ?? texts[name];
            if (slot.textContent !== text)
                slot.textContent = text;
        }
        buttons.stay.hidden = face !== 'warning';
        buttons.goOn.hidden = face !== 'limit';
        buttons.end.hidden = over;
        buttons.signIn.hidden = !over;
        for (const counted of this.#parts.counting) {
            counted.hidden = over;
            // What is hidden still describes the dialog.
            if (over)
                counted.textContent = '';
        }
        signIn.href = (!this.#restarted && this.getAttribute('expired-url')) || location.href;
    }
    #language() {
        return this.closest('[lang]')?.getAttribute('lang') || navigator.language;
    }
}
if (globalThis.customElements && !customElements.get('stillhere-dialog')) {
    customElements.define('stillhere-dialog', StillhereDialog);
}

export { StillhereDialog };
//# sourceMappingURL=dialog.js.map
