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

const warned = new Set();
/** Tells the developer. */
const warnOnce = (text) => {
    if (!warned.has(text))
        console.warn(`stillhere: ${text}`);
    warned.add(text);
};

const COMPLAIN_MS = 3_000;
/**
 * The element's own timer; but if that does not run, and another one of its session does, that one: React, after it has
 * loaded a module anew, may give the element the new timer and start the former one. Without its own, the timer of that
 * session on this page, or without a name the only one.
 */
function findTimer(own, wanted) {
    const started = timersOnPage();
    if (own && started.has(own))
        return own;
    const name = own?.name ?? wanted;
    const timers = [...started].filter((timer) => !name || timer.name === name);
    return (name || timers.length === 1 ? timers.at(-1) : undefined) ?? own;
}
/** Calls back whenever a timer starts; tells the developer if none is found in time. */
function awaitTimer(look, isFound, signal) {
    page.addEventListener(START_EVENT, look, { signal });
    const complaint = setTimeout(() => {
        if (isFound())
            return;
        warnOnce('<stillhere-dialog> has no timer: set its property `timer`, or start a timer; of several its attribute `name` chooses');
    }, COMPLAIN_MS);
    signal.addEventListener('abort', () => clearTimeout(complaint));
}

/**
 * System colours follow the page's `color-scheme`, and forced colours, by themselves. All lengths are in `em` of the
 * browser's own text size: what a page does to its root's must not make the dialog small. And what a page lets its
 * elements inherit while it is loading, or while a modal dialog of its own is open, is set back.
 */
const CSS = `
dialog {
  --edge: color-mix(in srgb, currentColor 20%, transparent);
  box-sizing: border-box;
  position: fixed;
  inset: var(--above, 0) 0 var(--below, 0);
  inline-size: min(28em, calc(100vw - 2em));
  max-inline-size: none;
  max-block-size: calc(100vh - var(--above, 0px) - var(--below, 0px) - 2em);
  margin: auto;
  padding: 0;
  overflow: auto;
  overscroll-behavior: contain;
  border: 1px solid var(--edge);
  border-radius: var(--stillhere-radius, .5em);
  background: var(--stillhere-background, Canvas);
  color: var(--stillhere-color, CanvasText);
  box-shadow: 0 1em 3em rgb(0 0 0 / 35%);
  font: 400 var(--stillhere-size, medium)/1.5 var(--stillhere-font, system-ui, sans-serif);
  letter-spacing: normal;
  word-spacing: normal;
  text-align: start;
  text-indent: 0;
  text-shadow: none;
  text-transform: none;
  white-space: normal;
  overflow-wrap: break-word;
  writing-mode: horizontal-tb;
  visibility: visible;
  pointer-events: auto;
  cursor: auto;
  user-select: auto;
}
dialog::backdrop { background: rgb(0 0 0 / 60%); }
:host([cover]) dialog[data-face='over']::backdrop { background: Canvas; }
.sight { position: fixed; inset: 0; visibility: hidden; pointer-events: none; }
.bar { block-size: .375em; background: var(--edge); }
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
.content { padding: min(1.5em, 6vw); }
h2 { margin: 0; font-size: 1.5em; line-height: 1.25; text-wrap: balance; outline: none; }
p { margin: .75em 0 0; text-wrap: pretty; }
.time { margin-block: .25em 0; font-size: 2.5em; font-weight: 700; line-height: 1.2; font-variant-numeric: tabular-nums; }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.buttons { display: flex; flex-wrap: wrap; align-items: center; gap: .5em .75em; margin-block-start: 1.5em; }
button, a {
  border: 0;
  box-sizing: border-box;
  max-inline-size: 100%;
  min-block-size: 2.75em;
  padding: .75em .5em;
  border-radius: calc(var(--stillhere-radius, .5em) / 2);
  color: inherit;
  font: inherit;
  text-align: center;
  text-decoration: underline;
  text-underline-offset: .15em;
  cursor: pointer;
}
.primary {
  padding-inline: 1.25em;
  border: 2px solid transparent;
  background: var(--stillhere-accent, #1d4ed8);
  color: var(--stillhere-on-accent, #fff);
  font-weight: 700;
  text-decoration: none;
}
.buttons > :hover { text-decoration: underline; text-decoration-thickness: 3px; }
.buttons > :focus-visible { outline: 3px solid var(--stillhere-color, CanvasText); outline-offset: 2px; }
[hidden] { display: none; }
@media (max-width: 25em) {
  .buttons > * { flex: 1 0 100%; }
}
@media (prefers-reduced-motion: reduce) { .bar::before { transition: none; } }
@media (forced-colors: active) {
  dialog { border: 2px solid; }
  .primary { border-color: ButtonBorder; }
  .bar { border-block-end: 1px solid; }
  .bar::before { background: Highlight; forced-color-adjust: none; }
  .buttons > :focus-visible { outline-color: Highlight; }
}
`;
let sheet;
/**
 * One for all dialogs. A constructed sheet is no inline style: a strict Content Security Policy allows it. jsdom has none,
 * and shows nothing.
 */
function applyStyle(root) {
    if (!globalThis.CSSStyleSheet?.prototype.replaceSync || !root.adoptedStyleSheets)
        return;
    if (!sheet) {
        sheet = new CSSStyleSheet();
        sheet.replaceSync(CSS);
    }
    root.adoptedStyleSheets = [sheet];
}

/** A screen reader on a busy machine reads the focus that late. */
const OLD_HEADING_MS = 2_000;
/** No markup is parsed anywhere, as Trusted Types ask. */
function create(tag, attributes, ...children) {
    const element = page.createElement(tag);
    for (const [name, value] of Object.entries(attributes))
        element.setAttribute(name, value);
    element.append(...children);
    return element;
}
const slot = () => page.createElement('slot');
const createHeading = (content) => create('h2', { id: 'heading', part: 'heading', tabindex: '-1', autofocus: '' }, content);
/**
 * A screen reader says a heading that gets the focus, and not one whose words are exchanged under the focus. The old one
 * stays for a moment: Orca is silent if what has the focus goes.
 */
function replaceHeading(parts) {
    const old = parts.heading;
    parts.headingSlot = slot();
    parts.heading = createHeading(parts.headingSlot);
    old.before(parts.heading);
    old.removeAttribute('id');
    old.className = 'unseen';
    setTimeout(() => old.remove(), OLD_HEADING_MS);
}
function build(root) {
    const slots = {
        text: slot(),
        activityText: slot(),
        unsavedText: slot(),
        stay: slot(),
        goOn: slot(),
        signIn: slot(),
        end: slot(),
    };
    const headingSlot = slot();
    const button = (part, label) => create('button', { type: 'button', part, class: 'primary' }, label);
    const heading = createHeading(headingSlot);
    // When the field in which a person was typing leaves the tree, Orca 43 goes to the first text that is left, without a word. If
    // that were the heading, the focus that follows would be no news to it. A point is text, and is not spoken.
    const first = create('p', { class: 'unseen' }, page.createTextNode('.'));
    const bar = create('div', { class: 'bar', part: 'bar', 'aria-hidden': 'true' });
    const time = create('p', { class: 'time', part: 'time', 'aria-hidden': 'true' });
    const text = create('p', { id: 'text', part: 'text' }, slots.text);
    const left = create('div', { id: 'left', class: 'unseen' });
    const activityText = create('p', { id: 'activity', part: 'activity-text' }, slots.activityText);
    const unsavedText = create('p', { id: 'unsaved', part: 'unsaved-text' }, slots.unsavedText);
    const spoken = create('p', { id: 'spoken', class: 'unseen', 'aria-live': 'polite', 'aria-atomic': 'true' });
    const sight = create('div', { class: 'sight', 'aria-hidden': 'true' });
    const controls = {
        stay: button('stay', slots.stay),
        goOn: button('go-on', slots.goOn),
        signIn: create('a', { class: 'primary', part: 'sign-in', href: '' }, slots.signIn),
        // A screen reader's key for buttons passes it by, and a space does not press it: nobody signs out by typing on.
        // Without an address Safari's Tab finds it.
        end: create('a', { role: 'link', tabindex: '0', part: 'end' }, slots.end),
    };
    const row = create('div', { class: 'buttons', part: 'buttons' }, ...Object.values(controls));
    const dialog = create('dialog', { part: 'dialog', role: 'alertdialog', 'aria-labelledby': 'heading', closedby: 'none' }, sight, bar, create('div', { class: 'content' }, first, heading, text, left, time, activityText, unsavedText, spoken, row));
    applyStyle(root);
    root.append(dialog);
    return {
        dialog,
        bar,
        time,
        left,
        spoken,
        sight,
        counting: [bar, time, left, spoken],
        text,
        activityText,
        unsavedText,
        row,
        controls,
        slots,
        heading,
        headingSlot,
    };
}
/** `limit-text` for `limitText`. */
const attributeOf = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
/** Puts a text of the texts, or what the page has for it, where it belongs. */
function fill(target, name, text) {
    target.name = attributeOf(name);
    if (target.textContent !== text)
        target.textContent = text;
}

const KEYS$1 = [
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
    'activityText',
    'failed',
    'failedText',
    'unheard',
    'unheardText',
    'unsavedText',
];
/** The names of the texts: the element's attributes and slots are called so, `limit-text` for `limitText`. */
const TEXT_NAMES = KEYS$1;
const row = (...texts) => Object.fromEntries(KEYS$1.map((key, index) => [key, texts[index]]));
/**
 * English was written by the maintainers. All others were translated by a machine, and no native speaker has looked at
 * them yet: corrections are welcome. `-x-` and a name: another set of texts, which the attribute `texts` asks for.
 */
const TEXTS = {
    en: row('Are you still there?', 'For your security, you will be signed out in {time} because you have been inactive.', 'Stay signed in', 'Sign out', 'You will be signed out soon', 'For your security, you will be signed out in {time}, even if you are still here. Please save your work.', 'Continue', 'You have been signed out', 'Please sign in again to continue.', 'Sign in', 'Move the mouse or press a key, or touch the screen, to stay signed in.', 'You may still be signed in', 'We could not sign you out. Please close your browser, or continue and sign out yourself.', 'We could not reach the server', 'We will keep trying. Please save your work: if we do not succeed, you will be signed out.', 'We could not save what you have typed. Please copy it before you leave this page.'),
    de: row('Sind Sie noch da?', 'Zu Ihrer Sicherheit werden Sie in {time} abgemeldet, weil Sie nicht aktiv waren.', 'Angemeldet bleiben', 'Abmelden', 'Sie werden bald abgemeldet', 'Zu Ihrer Sicherheit werden Sie in {time} abgemeldet, auch wenn Sie noch da sind. Bitte speichern Sie Ihre Arbeit.', 'Weiter', 'Sie wurden abgemeldet', 'Bitte melden Sie sich wieder an, um fortzufahren.', 'Anmelden', 'Bewegen Sie die Maus, drücken Sie eine Taste oder berühren Sie den Bildschirm, um angemeldet zu bleiben.', 'Sie sind vielleicht noch angemeldet', 'Wir konnten Sie nicht abmelden. Bitte schließen Sie den Browser, oder gehen Sie weiter und melden Sie sich selbst ab.', 'Der Server ist nicht erreichbar', 'Wir versuchen es weiter. Bitte speichern Sie Ihre Arbeit: Gelingt es nicht, werden Sie abgemeldet.', 'Was Sie geschrieben haben, konnte nicht gespeichert werden. Bitte kopieren Sie es, bevor Sie diese Seite verlassen.'),
    fr: row('Êtes-vous toujours là ?', 'Pour votre sécurité, vous serez déconnecté dans {time} en raison de votre inactivité.', 'Rester connecté', 'Se déconnecter', 'Vous allez bientôt être déconnecté', 'Pour votre sécurité, vous serez déconnecté dans {time}, même si vous êtes toujours là. Veuillez enregistrer votre travail.', 'Continuer', 'Vous avez été déconnecté', 'Veuillez vous reconnecter pour continuer.', 'Se connecter', 'Déplacez la souris, appuyez sur une touche ou touchez l’écran pour rester connecté.', 'Vous êtes peut-être encore connecté', 'Nous n’avons pas pu vous déconnecter. Veuillez fermer votre navigateur, ou continuez et déconnectez-vous vous-même.', 'Le serveur est injoignable', 'Nous continuons d’essayer. Veuillez enregistrer votre travail : en cas d’échec, vous serez déconnecté.', 'Votre saisie n’a pas pu être enregistrée. Veuillez la copier avant de quitter cette page.'),
    es: row('¿Sigue ahí?', 'Por su seguridad, su sesión se cerrará en {time} por inactividad.', 'Mantener la sesión', 'Cerrar sesión', 'Su sesión se cerrará pronto', 'Por su seguridad, su sesión se cerrará en {time}, aunque siga ahí. Guarde su trabajo.', 'Continuar', 'Se ha cerrado su sesión', 'Inicie sesión de nuevo para continuar.', 'Iniciar sesión', 'Mueva el ratón, pulse una tecla o toque la pantalla para mantener la sesión.', 'Puede que su sesión siga abierta', 'No hemos podido cerrar su sesión. Cierre el navegador, o continúe y ciérrela usted mismo.', 'No hemos podido contactar con el servidor', 'Seguiremos intentándolo. Guarde su trabajo: si no lo conseguimos, se cerrará su sesión.', 'No hemos podido guardar lo que ha escrito. Cópielo antes de salir de esta página.'),
    it: row('È ancora lì?', 'Per la Sua sicurezza, verrà disconnesso tra {time} per inattività.', 'Resta connesso', 'Esci', 'Presto verrà disconnesso', 'Per la Sua sicurezza, verrà disconnesso tra {time}, anche se è ancora lì. Salvi il Suo lavoro.', 'Continua', 'La sessione è terminata', 'Acceda di nuovo per continuare.', 'Accedi', 'Muova il mouse, prema un tasto o tocchi lo schermo per restare connesso.', 'Forse è ancora connesso', 'Non è stato possibile disconnetterla. Chiuda il browser, oppure continui ed esca manualmente.', 'Il server non è raggiungibile', 'Continueremo a provare. Salvi il Suo lavoro: se non ci riusciamo, verrà disconnesso.', 'Non è stato possibile salvare ciò che ha scritto. Lo copi prima di lasciare questa pagina.'),
    pt: row('Ainda está aí?', 'Para sua segurança, a sua sessão terminará em {time} por inatividade.', 'Manter sessão', 'Terminar sessão', 'A sua sessão terminará em breve', 'Para sua segurança, a sua sessão terminará em {time}, mesmo que ainda esteja aí. Guarde o seu trabalho.', 'Continuar', 'A sua sessão terminou', 'Inicie sessão novamente para continuar.', 'Iniciar sessão', 'Mova o rato, prima uma tecla ou toque no ecrã para manter a sessão.', 'A sua sessão pode ainda estar aberta', 'Não foi possível terminar a sua sessão. Feche o navegador, ou continue e termine-a.', 'Não foi possível contactar o servidor', 'Vamos continuar a tentar. Guarde o seu trabalho: se não conseguirmos, a sua sessão terminará.', 'Não foi possível salvar o que você escreveu. Copie o texto antes de sair desta página.'),
    nl: row('Bent u er nog?', 'Voor uw veiligheid wordt u over {time} afgemeld, omdat u niet actief was.', 'Aangemeld blijven', 'Afmelden', 'U wordt binnenkort afgemeld', 'Voor uw veiligheid wordt u over {time} afgemeld, ook als u er nog bent. Sla uw werk op.', 'Doorgaan', 'U bent afgemeld', 'Meld u opnieuw aan om door te gaan.', 'Aanmelden', 'Beweeg de muis, druk op een toets of raak het scherm aan om aangemeld te blijven.', 'U bent misschien nog aangemeld', 'Het afmelden is niet gelukt. Sluit uw browser, of ga door en meld uzelf af.', 'De server is niet bereikbaar', 'We blijven het proberen. Sla uw werk op: als het niet lukt, wordt u afgemeld.', 'We konden niet opslaan wat u hebt getypt. Kopieer het voordat u deze pagina verlaat.'),
    sv: row('Är du kvar?', 'För din säkerhet loggas du ut om {time} eftersom du har varit inaktiv.', 'Förbli inloggad', 'Logga ut', 'Du loggas snart ut', 'För din säkerhet loggas du ut om {time}, även om du är kvar. Spara ditt arbete.', 'Fortsätt', 'Du har loggats ut', 'Logga in igen för att fortsätta.', 'Logga in', 'Rör musen, tryck på en tangent eller rör vid skärmen för att förbli inloggad.', 'Du kan fortfarande vara inloggad', 'Det gick inte att logga ut dig. Stäng webbläsaren, eller fortsätt och logga ut själv.', 'Det gick inte att nå servern', 'Vi fortsätter att försöka. Spara ditt arbete: om det inte lyckas loggas du ut.', 'Vi kunde inte spara det du har skrivit. Kopiera det innan du lämnar sidan.'),
    pl: row('Czy nadal tu jesteś?', 'Ze względów bezpieczeństwa i z powodu braku aktywności nastąpi wylogowanie. Pozostały czas: {time}.', 'Pozostań zalogowany', 'Wyloguj się', 'Wkrótce nastąpi wylogowanie', 'Ze względów bezpieczeństwa nastąpi wylogowanie, nawet jeśli nadal tu jesteś. Pozostały czas: {time}. Zapisz swoją pracę.', 'Kontynuuj', 'Nastąpiło wylogowanie', 'Zaloguj się ponownie, aby kontynuować.', 'Zaloguj się', 'Porusz myszą, naciśnij klawisz lub dotknij ekranu, aby pozostać zalogowanym.', 'Być może nadal trwa zalogowanie', 'Nie udało się wylogować. Zamknij przeglądarkę albo kontynuuj i wyloguj się samodzielnie.', 'Nie udało się połączyć z serwerem', 'Nadal próbujemy. Zapisz swoją pracę: jeśli się nie uda, nastąpi wylogowanie.', 'Nie udało się zapisać wpisanego tekstu. Skopiuj go, zanim opuścisz tę stronę.'),
    tr: row('Hâlâ orada mısınız?', 'Güvenliğiniz için, bir süredir işlem yapmadığınızdan oturumunuz {time} içinde kapatılacak.', 'Oturumu açık tut', 'Oturumu kapat', 'Oturumunuz yakında kapatılacak', 'Güvenliğiniz için, hâlâ orada olsanız bile oturumunuz {time} içinde kapatılacak. Lütfen çalışmanızı kaydedin.', 'Devam et', 'Oturumunuz kapatıldı', 'Devam etmek için lütfen yeniden oturum açın.', 'Oturum aç', 'Oturumu açık tutmak için fareyi oynatın, bir tuşa basın veya ekrana dokunun.', 'Oturumunuz hâlâ açık olabilir', 'Oturumunuz kapatılamadı. Lütfen tarayıcınızı kapatın ya da devam edip kendiniz kapatın.', 'Sunucuya ulaşılamadı', 'Denemeye devam ediyoruz. Lütfen çalışmanızı kaydedin: başarılı olamazsak oturumunuz kapatılacak.', 'Yazdıklarınız kaydedilemedi. Lütfen bu sayfadan ayrılmadan önce kopyalayın.'),
    ja: row('まだご利用中ですか？', '操作がないため、セキュリティ保護のため{time}後にサインアウトされます。', 'サインインしたままにする', 'サインアウト', 'まもなくサインアウトされます', 'ご利用中でも、セキュリティ保護のため{time}後にサインアウトされます。作業内容を保存してください。', '続ける', 'サインアウトされました', '続けるには、もう一度サインインしてください。', 'サインイン', 'サインインしたままにするには、マウスを動かすか、キーを押すか、画面に触れてください。', 'まだサインインしている可能性があります', 'サインアウトできませんでした。ブラウザーを閉じるか、続けてご自分でサインアウトしてください。', 'サーバーに接続できませんでした', '接続を試み続けます。接続できない場合はサインアウトされるため、作業内容を保存してください。', '入力内容を保存できませんでした。このページを離れる前にコピーしてください。'),
    zh: row('您还在吗？', '由于长时间没有操作，为了您的安全，您将在{time}后退出登录。', '保持登录', '退出登录', '您即将退出登录', '为了您的安全，即使您仍在使用，您也将在{time}后退出登录。请保存您的工作。', '继续', '您已退出登录', '请重新登录以继续。', '登录', '移动鼠标、按任意键或触摸屏幕即可保持登录。', '您可能仍处于登录状态', '我们无法让您退出登录。请关闭浏览器，或继续并自行退出登录。', '无法连接到服务器', '我们会继续尝试。请保存您的工作：如果仍无法连接，您将退出登录。', '无法保存您输入的内容。请在离开此页面之前复制。'),
    'zh-hant': row('您還在嗎？', '由於長時間沒有操作，為了您的安全，您將在{time}後登出。', '保持登入', '登出', '您即將登出', '為了您的安全，即使您仍在使用，您也將在{time}後登出。請儲存您的工作。', '繼續', '您已登出', '請重新登入以繼續。', '登入', '移動滑鼠、按任意鍵或觸碰螢幕即可保持登入。', '您可能仍處於登入狀態', '我們無法將您登出。請關閉瀏覽器，或繼續並自行登出。', '無法連線到伺服器', '我們會繼續嘗試。請儲存您的工作：如果仍無法連線，您將登出。', '無法儲存您輸入的內容。請在離開此頁面之前複製。'),
    ar: row('هل ما زلت هنا؟', 'حفاظًا على أمانك، سيتم تسجيل خروجك بسبب عدم النشاط. الوقت المتبقي: {time}.', 'البقاء مسجلاً', 'تسجيل الخروج', 'سيتم تسجيل خروجك قريبًا', 'حفاظًا على أمانك، سيتم تسجيل خروجك حتى لو كنت لا تزال هنا. الوقت المتبقي: {time}. يرجى حفظ عملك.', 'متابعة', 'تم تسجيل خروجك', 'يرجى تسجيل الدخول مرة أخرى للمتابعة.', 'تسجيل الدخول', 'حرّك الفأرة أو اضغط على مفتاح أو المس الشاشة للبقاء مسجلاً.', 'ربما ما زلت مسجلاً', 'تعذر تسجيل خروجك. يرجى إغلاق المتصفح، أو المتابعة وتسجيل الخروج بنفسك.', 'تعذر الوصول إلى الخادم', 'سنواصل المحاولة. يرجى حفظ عملك: إذا لم ننجح فسيتم تسجيل خروجك.', 'تعذر حفظ ما كتبته. يرجى نسخه قبل مغادرة هذه الصفحة.'),
    'en-x-anonymous': {
        text: 'For your security, your answers will be deleted in {time} because you have been inactive.',
        stay: 'Continue',
        end: 'Delete my answers',
        limit: 'Your answers will be deleted soon',
        limitText: 'For your security, your answers will be deleted in {time}, even if you are still here.',
        over: 'Your answers have been deleted',
        overText: 'We did this for your security. You can start again.',
        signIn: 'Start again',
        activityText: 'Move the mouse or press a key, or touch the screen, to keep your answers.',
        failed: 'Your answers may not have been deleted',
        failedText: 'Please close your browser to keep them private.',
        unheardText: 'We will keep trying. If we do not succeed, your answers will be deleted.',
    },
};

/** The document of the outermost page that this one can see into. */
function outermost() {
    let view = window;
    try {
        while (view !== view.parent && view.parent.document)
            view = view.parent;
    }
    catch { }
    return unclobbered(() => view.document);
}
/** What has the focus, looked for through shadow roots and frames of this origin. */
function innermostFocus() {
    let active = outermost().activeElement;
    for (;;) {
        const framed = active?.contentDocument;
        const inner = active?.shadowRoot?.activeElement ?? (framed && unclobbered(() => framed).activeElement);
        if (!inner)
            return active;
        active = inner;
    }
}
/**
 * Remembers where the person is, caret included: browsers lead back to a frame, but not to what has the focus in it, and
 * put the caret of an editor at its beginning.
 *
 * @returns leads back there.
 */
function rememberFocus() {
    const focused = innermostFocus();
    const element = focused && unclobbered(() => focused);
    const selection = element?.isContentEditable ? unclobbered(() => element.ownerDocument).getSelection() : null;
    const { anchorNode, anchorOffset, focusNode, focusOffset } = selection ?? {};
    return () => {
        if (!element?.isConnected)
            return;
        element.focus({ preventScroll: true });
        if (!anchorNode?.isConnected || !focusNode?.isConnected)
            return;
        try {
            selection?.setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset);
        }
        catch {
            // The page has changed the text meanwhile.
        }
    };
}

/** A press that comes so soon after the dialog is gone belongs to the act that ended it. */
const SOON_MS = 500;
/** And so near to it: the second half of a double click. */
const NEAR_PX = 24;
/** A control that got the focus without Tab was chosen by a screen reader, which has to name it first. */
const NAMED_MS = 1_500;
/** The rest of an act is over by then. */
const REST_MS = 5_000;
const PRESSES = 'pointerdown mousedown touchstart pointerup mouseup touchend click auxclick dblclick contextmenu';
const KEYS = 'keydown keypress keyup';
const SCROLLS = 'wheel touchmove';
const SCROLL_KEYS = /^( |Page|Arrow|Home|End)/;
/** What goes into a field, Enter aside. */
const EDITS = /^(.|Backspace|Delete|Process|Unidentified|Dead)$/u;
const swallow = (event) => {
    event.stopPropagation();
    event.preventDefault();
};
/**
 * What a person does to the dialog. It is heard at the window, first of all: a page that guards a modal of its own at the
 * document would stop it. And none of it reaches the page: no shortcut, and no rest of the act that closed the dialog.
 */
function createActs(host) {
    const { dialog, controls } = host;
    let open = false;
    let closedAt = Number.NEGATIVE_INFINITY;
    /** Any act closes it: then whatever is pressed soon, wherever, was meant for it. */
    let tookAnyAct = false;
    let timer;
    /** Keys that went down in the dialog and are not up again. */
    const held = new Set();
    /** The press that is under way began in the dialog, or belongs to it. */
    let pressing = false;
    let point = { x: 0, y: 0 };
    let focusedAt = 0;
    let focusedByPerson = false;
    const isInside = (event) => event.composedPath().includes(dialog);
    const controlOf = (event) => event.composedPath().find((node) => controls.has(node));
    const scrolls = () => dialog.scrollHeight > dialog.clientHeight;
    const onPress = (event) => {
        const inside = isInside(event);
        const { type, clientX: x = 0, clientY: y = 0 } = event;
        if (type === 'pointerdown') {
            const near = tookAnyAct || Math.hypot(x - point.x, y - point.y) < NEAR_PX;
            pressing = inside || (!open && near && performance.now() - closedAt < SOON_MS);
            if (inside)
                point = { x, y };
        }
        if (!open) {
            // That of a key, or of a script, has no detail.
            if (inside || (pressing && (event.detail || type !== 'click')))
                swallow(event);
            return;
        }
        if (!inside)
            return;
        if (host.takesAnyAct()) {
            swallow(event);
            if (event.isTrusted)
                host.onAnyAct();
            return;
        }
        if (type !== 'click')
            return event.stopPropagation();
        const control = controlOf(event);
        // What the page has put into a slot is the page's.
        if (control || event.composedPath()[0].getRootNode() === dialog.getRootNode())
            event.stopPropagation();
        if (control)
            controls.get(control)?.(event);
    };
    const onOwnKey = (event) => {
        event.stopPropagation();
        const { key, type, ctrlKey, metaKey, altKey } = event;
        if (type !== 'keydown')
            return;
        if (key === 'Escape') {
            event.preventDefault();
            return host.onEscape();
        }
        const control = controlOf(event);
        const presses = control && (key === 'Enter' || key === ' ');
        if (presses && !focusedByPerson && performance.now() - focusedAt < NAMED_MS) {
            // Somebody who types on: the letters before it were commands of a screen reader, and moved the focus here.
            event.preventDefault();
            host.focusHeading();
        }
        else if (presses && control.getAttribute('role') === 'link') {
            event.preventDefault();
            if (!event.repeat)
                control.click();
        }
        else if (SCROLL_KEYS.test(key)) {
            if (!presses && !scrolls())
                event.preventDefault();
        }
        else if (key.length === 1 && !ctrlKey && !metaKey && !altKey)
            host.focusHeading();
    };
    const onKey = (event) => {
        const inside = isInside(event);
        const { type, key } = event;
        const code = event.code || key;
        // Where nothing has the focus, keys go to the body. The key that closed it is still on its way.
        const own = inside || ((open || event.timeStamp < closedAt) && event.target === page.body);
        if (type === 'keydown') {
            if (own)
                held.add(code);
            else if (!event.repeat)
                held.delete(code);
        }
        const rest = own || held.has(code);
        if (type === 'keyup')
            held.delete(code);
        if (open && own && !host.takesAnyAct())
            return onOwnKey(event);
        if (!rest)
            return;
        if (open && type === 'keydown' && event.isTrusted)
            host.onAnyAct();
        // By now the focus is back where the person was typing.
        const focused = innermostFocus();
        const field = focused && unclobbered(() => focused);
        const lines = field?.isContentEditable || field?.localName === 'textarea';
        const takesText = lines || (field?.localName === 'input' && EDITS.test(key));
        const isText = takesText && !event.ctrlKey && !event.metaKey && (EDITS.test(key) || (lines && key === 'Enter'));
        event.stopPropagation();
        if (isText && field.ownerDocument === document)
            return;
        event.preventDefault();
        // Chromium sends no key on into a frame.
        if (isText && type === 'keydown' && key.length === 1)
            unclobbered(() => field.ownerDocument).execCommand('insertText', false, key);
    };
    const onScroll = (event) => {
        const { ctrlKey, touches } = event;
        // To zoom, and to move about in what is zoomed.
        if (ctrlKey || (touches && touches.length > 1) || (visualViewport?.scale ?? 1) > 1.01)
            return;
        const root = event.target === page.documentElement || event.target === page.body;
        if (isInside(event) ? !open || !scrolls() : open && root)
            event.preventDefault();
    };
    dialog.addEventListener('focusin', () => {
        focusedAt = performance.now();
        focusedByPerson = pressing || held.has('Tab');
    });
    // Of a script that does not let it bubble, or in a closed shadow tree. At the dialog it would make all of it "clickable".
    for (const [control, act] of controls)
        control.addEventListener('click', act);
    const listeners = [
        [PRESSES, onPress],
        [KEYS, onKey],
        [SCROLLS, onScroll],
    ];
    const each = (act) => {
        for (const [types, listener] of listeners) {
            for (const type of types.split(' '))
                window[act](type, listener, { capture: true, passive: false });
        }
    };
    return {
        open() {
            clearTimeout(timer);
            open = true;
            each('addEventListener');
        },
        close() {
            if (!open)
                return;
            open = false;
            closedAt = performance.now();
            tookAnyAct = host.takesAnyAct();
            timer = setTimeout(() => each('removeEventListener'), REST_MS);
        },
    };
}

/**
 * Where a link leads, if that is a page: markup may name `javascript:`. A `<base>` of another origin, which the page may
 * have got from a stranger, moves nothing.
 */
function addressOf(element, name) {
    const value = element.getAttribute(name);
    if (!value)
        return;
    try {
        const base = new URL(element.baseURI);
        const { href, protocol } = new URL(value, base.origin === globalThis.origin ? base : location.href);
        if (/^https?:$/.test(protocol))
            return href;
    }
    catch {
        // No address at all.
    }
}
const withoutFragment = (href) => href.replace(/#.*/, '');
/** The page itself, whatever is asked of it. */
function isHere(href) {
    const { origin, pathname } = new URL(href);
    return origin === location.origin && pathname === location.pathname;
}
/** The whole window goes there. */
function leaveFor(href) {
    if (window === window.top)
        location.assign(href);
    else
        window.open(href, '_top');
}
/** A press that is for another tab or window. */
const isForElsewhere = ({ ctrlKey, metaKey, shiftKey, altKey }) => ctrlKey || metaKey || shiftKey || altKey;
/** As a full load: what swaps pages by script would leave this very dialog on the screen. */
function leave(link, event) {
    event.stopPropagation();
    // For the whole window the link does what it should by itself.
    if (isForElsewhere(event) || link.target)
        return;
    event.preventDefault();
    const { href } = link;
    const before = location.href;
    if (href !== before)
        location.assign(href);
    // A hash router's address loads nothing.
    if (withoutFragment(href) === withoutFragment(before))
        location.reload();
}

const POPUP = 'popup,width=500,height=700';
/** Where the page goes: for somebody who signed out, and for somebody whose time was up. */
function addressAfter(host, reason) {
    const signedOut = reason === 'ended' && addressOf(host, 'signed-out-url');
    const address = signedOut || addressOf(host, 'expired-url');
    if (!address || reason === 'ended')
        return address;
    const url = new URL(address);
    const { searchParams: query } = url;
    query.set('reason', reason);
    // A path, which no server need ask whose it is; two slashes would begin another site's.
    const way = location.pathname.replace(/^\/+/, '/') + location.search + location.hash;
    if (url.origin === location.origin && window === window.top && !query.has('next'))
        query.set('next', way);
    return url.href;
}
/**
 * @param isOver - the page still shows that its session is over.
 * @param goOn - goes on in place.
 */
function createAfterEnd(host, isOver, goOn) {
    let opened = null;
    return {
        async ended({ reason, finished }) {
            if (host.getAttribute('after') !== 'redirect')
                return;
            const { ok } = await finished;
            const address = addressAfter(host, reason);
            // Of a logout that failed the person has to know. And a page that led to itself would do so for ever.
            if (ok && address && isOver() && !isHere(address))
                leaveFor(address);
        },
        signIn(address) {
            if (!host.hasAttribute('sign-in-popup'))
                return false;
            opened = window.open(address, 'stillhere-sign-in', POPUP);
            return opened !== null;
        },
        restarted() {
            if (!opened)
                return;
            opened.close();
            opened = null;
            goOn();
        },
    };
}

const secondsIn = (remaining) => Math.max(0, Math.ceil(remaining / 1_000));
/** "1:05", in the digits of the language. */
function clock(remaining, lang) {
    const seconds = secondsIn(remaining);
    const parts = seconds < 3_600 ? [seconds / 60] : [seconds / 3_600, (seconds / 60) % 60];
    return [...parts, seconds % 60]
        .map((part, index) => format(Math.floor(part), lang, { minimumIntegerDigits: index ? 2 : 1 }))
        .join(':');
}
/** "2 minutes", in the words and the plural of the language; "59 seconds" below a minute. */
function duration(remaining, lang) {
    const seconds = secondsIn(remaining);
    const [value, unit] = seconds < 60 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute'];
    return format(value, lang, { style: 'unit', unit, unitDisplay: 'long' });
}
const format = (value, lang, options) => new Intl.NumberFormat(lang, options).format(value);

/** A screen reader is told at the opening, and when so many seconds are left: each second would be chatter. */
const MARKS = [60, 30, 10];
/** From here on only the time is said: the whole sentence would outlast it. */
const SHORT_MS = 10_000;
/** The last mark that is passed when so much time is left; undefined: none. */
const markOf = (remaining) => MARKS.filter((mark) => Math.ceil(remaining / 1_000) <= mark).at(-1);
/** Speaks at marks. A tick that was missed delays what is said, and drops nothing. */
function createAnnouncer() {
    let last;
    return {
        open(remaining) {
            last = markOf(remaining);
        },
        at(remaining, { lang, sentence }) {
            const mark = markOf(remaining);
            if (mark === last)
                return;
            last = mark;
            return remaining > SHORT_MS ? sentence(remaining) : duration(remaining, lang);
        },
    };
}

/**
 * Puts a text before the page's title, for whoever looks at a row of tabs; undefined takes it away again.
 */
function createTitle() {
    let own;
    let original = '';
    return (text) => {
        // The page may have changed it meanwhile: then that is the title.
        if (page.title !== own)
            original = page.title;
        if (text === undefined) {
            if (page.title === own)
                page.title = original;
            own = undefined;
            return;
        }
        own = `${text} · ${original}`;
        page.title = own;
        // Browsers strip white space: what is compared is what they kept.
        own = page.title;
    };
}

function createCountdown() {
    const announcer = createAnnouncer();
    const setTitle = createTitle();
    /** How long the warning is, for the bar. */
    let length = 0;
    return {
        begin(remaining) {
            length = remaining;
            announcer.open(remaining);
        },
        show(remaining, { time, bar, spoken }, rendered) {
            time.textContent = clock(remaining, rendered.lang);
            bar.style.setProperty('--left', String(Math.max(0, (remaining - 1_000) / length)));
            rendered.count(remaining);
            const said = announcer.at(remaining, rendered);
            if (said)
                spoken.textContent = said;
        },
        showInTitle(timer, lang = 'en') {
            const counts = page.visibilityState === 'hidden' && timer?.state === 'warning';
            setTitle(counts ? clock(timer.remaining, lang) : undefined);
        },
    };
}

const LOOK_AGAIN_MS = 500;
/**
 * In a frame that is taller than the window, the dialog goes to the part of it that is in sight. An observer sees that
 * part in frames of other origins too.
 *
 * @param sight - covers the frame's viewport.
 */
function keepInSight(dialog, sight) {
    if (window === window.top || !globalThis.IntersectionObserver)
        return;
    const observer = new IntersectionObserver(([entry]) => {
        observer.disconnect();
        const { top, bottom, height } = entry.intersectionRect;
        if (height) {
            dialog.style.setProperty('--above', `${top}px`);
            dialog.style.setProperty('--below', `${Math.max(0, innerHeight - bottom)}px`);
        }
        // Nothing is dispatched to a frame when the page around it scrolls.
        setTimeout(() => dialog.open && dialog.isConnected && observer.observe(sight), LOOK_AGAIN_MS);
    });
    observer.observe(sight);
}

/** What a page has just opened over the dialog is on top until then, and an Esc is for it. */
const RAISE_MS = 300;
/** The dialog as a window: above everything, and with the focus. */
class Modal {
    #host;
    #parts;
    #isOpen = false;
    #leadBack;
    /** What the page has opened over it: once for each it has come up again. */
    #raisedOver = new WeakSet();
    constructor(host, parts) {
        this.#host = host;
        this.#parts = parts;
        const { dialog } = parts;
        dialog.addEventListener('cancel', (event) => event.preventDefault());
        // By the browser, or by a script of the page: nobody has answered. The event comes late: it may be open again.
        dialog.addEventListener('close', () => {
            if (this.#isOpen && !dialog.open)
                this.#show();
        });
    }
    open() {
        if (!this.#isOpen)
            this.#leadBack = rememberFocus();
        this.#isOpen = true;
        const { dialog, sight } = this.#parts;
        if (!dialog.open) {
            this.#show();
            keepInSight(dialog, sight);
        }
        this.focusHeading();
    }
    /** Leads back to where the person was, unless they are elsewhere by now. */
    close() {
        const active = innermostFocus();
        const isOwn = this.#parts.dialog.contains(active) || this.#host.contains(active);
        const hasFocus = !active || active === page.body || isOwn;
        this.#isOpen = false;
        this.#close();
        if (hasFocus)
            this.#leadBack?.();
    }
    /** Never a button: a person in the middle of typing would press it, unseen, with the next space. */
    focusHeading() {
        this.#parts.heading.focus({ preventScroll: true });
    }
    /** The page's own modal dialogs, pop-ups and full screens come above the dialog if they open later. */
    watch(signal) {
        const onOpened = ({ target }) => setTimeout(() => this.#raise(target), RAISE_MS);
        for (const type of ['toggle', 'fullscreenchange']) {
            page.addEventListener(type, onOpened, { capture: true, signal });
        }
    }
    /** Not all browsers tell when a dialog opens. */
    look() {
        const { x, y, width, height } = this.#parts.dialog.getBoundingClientRect();
        const root = unclobbered(() => this.#host.getRootNode());
        const found = root.elementFromPoint?.(x + width / 2, y + height / 2);
        this.#raise(found && unclobbered(() => found).closest(':modal'));
    }
    #raise(over) {
        if (!this.#isOpen || !over || this.#host.contains(over) || this.#raisedOver.has(over))
            return;
        // A list in `:is()` may have what an older browser does not know.
        if (!unclobbered(() => over).matches(':is(:modal, :popover-open, :fullscreen)'))
            return;
        this.#raisedOver.add(over);
        const focused = this.#host.shadowRoot?.activeElement;
        if (!focused)
            this.#leadBack = rememberFocus();
        this.#close();
        this.#show();
        if (focused)
            focused.focus({ preventScroll: true });
        else
            this.focusHeading();
    }
    #show() {
        const { dialog } = this.#parts;
        // Modal dialogs of libraries hide everything else from screen readers.
        this.#host.removeAttribute('aria-hidden');
        // jsdom has no modal dialogs.
        if (dialog.showModal)
            dialog.showModal();
        else
            dialog.setAttribute('open', '');
    }
    #close() {
        const { dialog } = this.#parts;
        if (dialog.close)
            dialog.close();
        else
            dialog.removeAttribute('open');
    }
}

const RIGHT_TO_LEFT = /^(ar|he|iw|fa|ur|ps|sd|ug|yi|dv|ckb)\b|-(arab|hebr)\b/i;
/** The language of that place: shadow roots do not stop it. */
function languageAt(place) {
    for (let node = place; node; node = node.getRootNode().host ?? null) {
        const lang = node.closest('[lang]:not([lang=""])')?.getAttribute('lang');
        if (lang)
            return lang;
    }
    return navigator.language;
}
/** What `Intl` takes of a tag. Java and POSIX write `zh_Hans_CN`, `de_DE@euro`, `zh_CN_#Hans`, and people `fr-`. */
function toTag(language) {
    const parts = language.replace(/[^\w-].*/, '').split(/[-_]/);
    for (; parts.length; parts.pop()) {
        try {
            return Intl.getCanonicalLocales(parts.join('-'))[0];
        }
        catch { }
    }
    return 'en';
}
/**
 * The texts of a language, or the English ones if it has none.
 *
 * @param set - the name of another set, `anonymous`.
 * @param own - the page brings texts of its own: then they are in its language, known here or not.
 */
function textsFor(language, set = '', own = false) {
    const tag = toTag(language);
    const suffix = set && `-x-${set}`;
    const parts = (/^zh-(tw|hk|mo)/i.test(tag) ? 'zh-hant' : tag.toLowerCase()).split('-');
    let base = 'en';
    for (; parts.length; parts.pop()) {
        const candidate = parts.join('-');
        if (!Object.hasOwn(TEXTS, candidate + suffix))
            continue;
        base = candidate;
        break;
    }
    const lang = parts.length || own ? tag : 'en';
    return {
        texts: { ...TEXTS.en, ...TEXTS[base], ...TEXTS[base + suffix] },
        lang,
        dir: RIGHT_TO_LEFT.test(lang) ? 'rtl' : 'ltr',
    };
}

const toggle = (element, there) => {
    element.hidden = !there;
};
function render(host, parts, { mode, failed, restarted, counts }) {
    const { dialog, slots, controls, text, activityText, unsavedText } = parts;
    const hasOwn = TEXT_NAMES.some((name) => host.getAttribute(attributeOf(name)) || host.querySelector(`[slot=${attributeOf(name)}]`));
    const { texts, lang, dir } = textsFor(languageAt(host), host.getAttribute('texts') ?? '', hasOwn);
    // An empty attribute is what a template writes for none.
    const textOf = (name) => host.getAttribute(attributeOf(name)) || texts[name];
    const put = (slot, name) => fill(slot, name, textOf(name));
    const over = mode === 'over';
    const unsaved = host.hasAttribute('unsaved');
    const aside = mode === 'limit' || mode === 'unheard';
    const signOutUrl = failed ? addressOf(host, 'sign-out-url') : undefined;
    const address = restarted ? undefined : failed ? signOutUrl : addressOf(host, 'expired-url');
    dialog.lang = lang;
    dialog.dir = dir;
    dialog.dataset.face = mode;
    put(parts.headingSlot, over ? (failed ? 'failed' : 'over') : aside ? mode : 'heading');
    put(slots.stay, 'stay');
    put(slots.end, 'end');
    put(slots.goOn, 'goOn');
    put(slots.activityText, 'activityText');
    put(slots.unsavedText, 'unsavedText');
    put(slots.signIn, restarted ? 'goOn' : failed ? (signOutUrl ? 'end' : 'goOn') : 'signIn');
    const name = over ? (failed ? 'failedText' : 'overText') : aside ? `${mode}Text` : 'text';
    const words = textOf(name);
    slots.text.name = attributeOf(name);
    const timed = words.includes('{time}') && !slots.text.assignedNodes().length;
    const sentence = (remaining) => (timed ? words : '{time}').replace('{time}', duration(remaining, lang));
    toggle(text, !restarted);
    // What changes each second is not to be read out: `left` says it once.
    if (timed)
        text.setAttribute('aria-hidden', 'true');
    else
        text.removeAttribute('aria-hidden');
    toggle(activityText, mode === 'activity');
    toggle(unsavedText, unsaved);
    toggle(controls.stay, mode === 'warning');
    toggle(controls.goOn, aside);
    toggle(controls.signIn, over);
    toggle(controls.end, (mode === 'warning' || aside) && !host.hasAttribute('hide-sign-out'));
    toggle(parts.row, mode !== 'activity');
    for (const counted of parts.counting) {
        toggle(counted, counts);
        // What is hidden still describes the dialog.
        if (!counts)
            counted.textContent = '';
    }
    const described = [
        !timed && !restarted && 'text',
        counts && 'left',
        mode === 'activity' && 'activity',
        unsaved && 'unsaved',
    ];
    dialog.setAttribute('aria-describedby', described.filter(Boolean).join(' '));
    controls.signIn.href = address ?? location.href;
    controls.signIn.target = address && window !== window.top ? '_top' : '';
    return {
        lang,
        sentence,
        count: (remaining) => fill(slots.text, name, timed ? sentence(remaining) : words),
    };
}

/** Only the tab that pings gets an event of the answer; the others have to look. */
const LOOK_MS = 1_000;
function createStay(onUnheard, onHeard) {
    let isHeard;
    let looking;
    function forget() {
        clearInterval(looking);
        isHeard = looking = undefined;
    }
    function look() {
        if (!isHeard?.())
            return;
        forget();
        onHeard();
    }
    return {
        get isUnheard() {
            return looking !== undefined;
        },
        said(timer) {
            const saidAt = timer.lastActive;
            isHeard = () => timer.lastPing >= saidAt;
        },
        pingFailed() {
            look();
            if (!isHeard || looking)
                return;
            looking = setInterval(look, LOOK_MS);
            onUnheard();
        },
        look,
        forget,
    };
}

/** What a person sees of a timer, and what becomes of their answers. */
class View {
    #host;
    #timer;
    #following;
    #parts;
    #modal;
    #acts;
    #rendered;
    #mode;
    #restarted = false;
    #failed = false;
    #unsaved = false;
    #stay = createStay(() => this.#show('unheard'), () => this.#mode === 'unheard' && this.#hide());
    #after;
    #countdown = createCountdown();
    constructor(host) {
        this.#host = host;
        this.#after = createAfterEnd(host, () => this.#mode === 'over' && !this.#restarted, () => this.#resume());
    }
    get timer() {
        return this.#timer;
    }
    follow(timer) {
        this.#following?.abort();
        this.#stay.forget();
        this.#hide();
        const last = this.#timer;
        this.#timer = timer;
        // Not if it is only moved. With nobody left to ask, activity has to end the warning.
        if (last)
            queueMicrotask(() => this.#timer !== last && last.ask(false));
        if (!timer)
            return;
        this.#following = new AbortController();
        const { signal } = this.#following;
        const onWarn = (event) => {
            if (event.extendable)
                event.preventDefault();
            this.#warn(event.remaining);
        };
        const onLogout = (event) => this.#logout(event);
        timer.addEventListener('warn', onWarn, { signal });
        timer.addEventListener('tick', ({ remaining }) => this.#tick(remaining), { signal });
        timer.addEventListener('ping', () => this.#stay.look(), { signal });
        timer.addEventListener('pingerror', () => this.#pingFailed(), { signal });
        timer.addEventListener('expire', (event) => void this.#after.ended(event), { signal });
        timer.addEventListener('restart', () => this.#restart(), { signal });
        timer.addEventListener('change', () => this.#change(), { signal });
        timer.addEventListener('logout', onLogout, { signal });
        page.addEventListener('visibilitychange', () => this.#updateTitle(), { signal });
        this.#modal?.watch(signal);
        if (timer.state === 'warning')
            this.#warn(timer.remaining);
        else
            this.#change();
    }
    #warn(remaining) {
        const timer = this.#timer;
        if (!this.#mode) {
            this.#countdown.begin(remaining);
            // What the last warning said is not true of this one.
            if (this.#parts)
                this.#parts.spoken.textContent = '';
        }
        this.#show(!timer.extendable ? 'limit' : this.#stay.isUnheard ? 'unheard' : timer.ask() ? 'warning' : 'activity');
        this.#count(remaining);
        this.#parts.left.textContent = this.#rendered?.sentence(remaining) ?? '';
    }
    #tick(remaining) {
        // Put aside, it stays away.
        if (!this.#mode) {
            this.#updateTitle();
            return;
        }
        const isLimit = this.#mode === 'limit';
        if (isLimit === this.#timer?.extendable)
            this.#warn(remaining);
        else
            this.#count(remaining);
        this.#modal?.look();
    }
    #change() {
        this.#restarted = this.#failed = false;
        const state = this.#timer?.state;
        if (state !== 'warning')
            this.#stay.forget();
        if (state === 'expired')
            this.#show('over');
        else if (state !== 'warning')
            this.#hide();
        this.#updateTitle();
    }
    #restart() {
        this.#restarted = true;
        this.#failed = false;
        this.render();
        this.#after.restarted();
    }
    #resume() {
        if (this.#host.dispatchEvent(new Event('continue', { cancelable: true })))
            this.#timer?.start();
    }
    #signIn(event) {
        const { signIn } = this.#parts.controls;
        const inPlace = this.#host.hasAttribute('sign-in-popup') && !this.#failed && !isForElsewhere(event);
        if (!inPlace || !(this.#restarted || this.#after.signIn(signIn.href)))
            leave(signIn, event);
        else {
            event.preventDefault();
            if (this.#restarted)
                this.#resume();
        }
    }
    #logout({ ok }) {
        if (this.#mode !== 'over' || this.#failed === !ok || this.#restarted)
            return;
        this.#failed = !ok;
        this.#show('over', true);
    }
    #pingFailed() {
        if (this.#mode !== 'over' && this.#mode !== 'limit')
            this.#stay.pingFailed();
    }
    #count(remaining) {
        this.#countdown.show(remaining, this.#parts, this.#rendered);
        this.#updateTitle();
    }
    #updateTitle() {
        this.#countdown.showInTitle(this.#timer, this.#rendered?.lang);
    }
    #show(mode, anew = false) {
        const was = this.#mode;
        this.#mode = mode;
        this.#parts ??= this.#build();
        const isNew = was !== mode || anew;
        if (was && isNew)
            replaceHeading(this.#parts);
        this.render();
        this.#acts?.open();
        if (isNew)
            this.#modal?.open();
    }
    #hide() {
        this.#countdown.showInTitle(undefined);
        if (!this.#mode)
            return;
        this.#acts?.close();
        this.#mode = undefined;
        this.#modal?.close();
    }
    #build() {
        const parts = build(this.#host.attachShadow({ mode: 'open' }));
        const { dialog, controls } = parts;
        const modal = new Modal(this.#host, parts);
        this.#modal = modal;
        this.#acts = createActs({
            dialog,
            controls: new Map([
                [controls.stay, () => this.#goOn()],
                [controls.goOn, () => this.#goOn()],
                [controls.end, () => this.#timer?.expire()],
                [controls.signIn, (event) => this.#signIn(event)],
            ]),
            takesAnyAct: () => this.#mode === 'activity',
            onAnyAct: () => this.#timer?.extend(),
            onEscape: () => this.#goOn(),
            focusHeading: () => modal.focusHeading(),
        });
        if (this.#following)
            modal.watch(this.#following.signal);
        return parts;
    }
    #goOn() {
        const mode = this.#mode;
        const timer = this.#timer;
        if (mode === 'warning') {
            timer.extend();
            this.#stay.said(timer);
        }
        else if (mode === 'limit' || mode === 'unheard') {
            this.#stay.forget();
            this.#hide();
            if (mode === 'unheard')
                timer.extend();
        }
    }
    render() {
        const mode = this.#mode;
        if (!this.#parts || !mode)
            return;
        const counts = mode === 'unheard' ? this.#timer?.state === 'warning' : mode !== 'over';
        const view = { mode, failed: this.#failed, restarted: this.#restarted, counts };
        this.#rendered = render(this.#host, this.#parts, view);
        this.#rendered.count(this.#timer?.remaining ?? 0);
        const unsaved = this.#host.hasAttribute('unsaved');
        if (unsaved && !this.#unsaved)
            this.#parts.spoken.textContent = this.#parts.slots.unsavedText.textContent;
        this.#unsaved = unsaved;
    }
}

/** On a server there are no elements: there the class only stands for itself. */
const Base = (globalThis.HTMLElement ?? class {
});
/**
 * `<stillhere-dialog>`: the ready-made warning of an `IdleTimer`, as a modal dialog: a countdown, "stay signed in", "sign
 * out", and after the end a link to sign in again. It warns of the timer that is its property `timer`, or of the one
 * whose session its attribute `name` names, or of the page's only one.
 *
 * While it warns only its buttons, or `extend()`, end the warning. If `extendOn: 'activity'` was said, any act does, and
 * the dialog has no buttons but says what to do.
 *
 * Attributes: `name`, `lang`, `expired-url` (where the link to sign in leads; the page itself by default), `sign-out-url`
 * (where a person can sign out by hand, if the logout failed), `hide-sign-out`, `cover` (after the end the page cannot be
 * read any more), `sign-in-popup` (the link opens a window, and this page goes on after the sign-in), `after` (`redirect`:
 * after the end the page leaves for `expired-url`), `signed-out-url` (where it leaves for if the person has signed out),
 * `unsaved` (what was typed could not be saved: the dialog says so), `texts` (`anonymous`: for people who are not signed in), and the texts themselves: `heading`, `text`, `stay`, `end`,
 * `limit`, `limit-text`, `go-on`, `over`, `over-text`, `sign-in`, `activity-text`, `failed`, `failed-text`, `unheard`,
 * `unheard-text`, `unsaved-text`. `{time}` in a text is the time that is left. Slots have the names of the texts. Events: `continue` (the
 * person has signed in again, and the page goes on in place; prevented, it does not call `start()`). Parts: `dialog`,
 * `bar`, `heading`, `time`, `text`, `activity-text`, `unsaved-text`, `buttons`, `stay`, `end`, `go-on`, `sign-in`. Custom properties:
 * `--stillhere-accent`, `--stillhere-on-accent`, `--stillhere-background`, `--stillhere-color`, `--stillhere-radius`,
 * `--stillhere-font`, `--stillhere-size` (of the text).
 *
 * @example
 * ```ts
 * const dialog = document.createElement('stillhere-dialog')
 * dialog.timer = timer
 * document.body.append(dialog)
 * ```
 */
class StillhereDialog extends Base {
    static observedAttributes = [
        'name',
        'lang',
        'texts',
        'expired-url',
        'sign-out-url',
        'signed-out-url',
        'hide-sign-out',
        'unsaved',
        ...TEXT_NAMES.map(attributeOf),
    ];
    /** The texts by language: `StillhereDialog.texts.cy = { … }` adds one. What a language lacks is English. */
    static texts = TEXTS;
    /** That was set. */
    #own;
    #connected;
    #view = new View(this);
    /** The timer that it warns of. */
    get timer() {
        return this.#own ?? this.#view.timer;
    }
    /** Undefined: it looks for one; null: it has none. */
    set timer(timer) {
        this.#own = timer;
        this.#findTimer();
    }
    connectedCallback() {
        if (Object.hasOwn(this, 'timer')) {
            // Set before the element was defined.
            const { timer } = this;
            delete this.timer;
            this.#own = timer;
        }
        this.#connected = new AbortController();
        awaitTimer(() => this.#findTimer(), () => this.#view.timer !== undefined, this.#connected.signal);
        this.#findTimer();
    }
    disconnectedCallback() {
        this.#connected?.abort();
        this.#view.follow(undefined);
    }
    attributeChangedCallback(name) {
        if (name === 'name')
            this.#findTimer();
        this.#view.render();
    }
    #findTimer() {
        if (!this.isConnected)
            return;
        const own = this.#own;
        const timer = own === null ? undefined : findTimer(own, this.getAttribute('name'));
        if (timer !== this.#view.timer)
            this.#view.follow(timer);
    }
}
if (globalThis.customElements && !customElements.get('stillhere-dialog')) {
    customElements.define('stillhere-dialog', StillhereDialog);
}

export { StillhereDialog };
//# sourceMappingURL=dialog.js.map
