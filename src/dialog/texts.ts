/** What the dialog says. `{time}` stands for the time that is left: "2 minutes". */
export interface DialogTexts {
  /** The heading of the warning. */
  readonly heading: string;
  /** What is said below it. */
  readonly text: string;
  /** The button that extends the session. */
  readonly stay: string;
  /** The link that ends it. */
  readonly end: string;
  /** The heading of the warning before `maxAge`, which nothing extends. */
  readonly limit: string;
  /** What is said below that. */
  readonly limitText: string;
  /** The button that closes that warning. */
  readonly goOn: string;
  /** The heading after the end. */
  readonly over: string;
  /** What is said below that. */
  readonly overText: string;
  /** The link to sign in again. */
  readonly signIn: string;
  /** What to do with `extendOn: 'activity'`, which needs no button. */
  readonly activityText: string;
  /** The heading after an end that the server did not hear of: the logout failed. */
  readonly failed: string;
  /** What is said below that. */
  readonly failedText: string;
  /** The heading if the server did not hear that the person wants to stay. */
  readonly unheard: string;
  /** What is said below that. */
  readonly unheardText: string;
  /** What is said as well if what was typed could not be saved. */
  readonly unsavedText: string;
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
  'activityText',
  'failed',
  'failedText',
  'unheard',
  'unheardText',
  'unsavedText',
] as const satisfies readonly (keyof DialogTexts)[];

/** The names of the texts: the element's attributes and slots are called so, `limit-text` for `limitText`. */
export const TEXT_NAMES: readonly (keyof DialogTexts)[] = KEYS;

const row = (...texts: string[]): DialogTexts =>
  Object.fromEntries(KEYS.map((key, index) => [key, texts[index]])) as unknown as DialogTexts;

/**
 * English was written by the maintainers. All others were translated by a machine, and no native speaker has looked at
 * them yet: corrections are welcome. `-x-` and a name: another set of texts, which the attribute `texts` asks for.
 */
export const TEXTS: Record<string, Partial<DialogTexts>> = {
  en: row(
    'Are you still there?',
    'For your security, you will be signed out in {time} because you have been inactive.',
    'Stay signed in',
    'Sign out',
    'You will be signed out soon',
    'For your security, you will be signed out in {time}, even if you are still here. Please save your work.',
    'Continue',
    'You have been signed out',
    'Please sign in again to continue.',
    'Sign in',
    'Move the mouse or press a key, or touch the screen, to stay signed in.',
    'You may still be signed in',
    'We could not sign you out. Please close your browser, or continue and sign out yourself.',
    'We could not reach the server',
    'We will keep trying. Please save your work: if we do not succeed, you will be signed out.',
    'We could not save what you have typed. Please copy it before you leave this page.',
  ),
  de: row(
    'Sind Sie noch da?',
    'Zu Ihrer Sicherheit werden Sie in {time} abgemeldet, weil Sie nicht aktiv waren.',
    'Angemeldet bleiben',
    'Abmelden',
    'Sie werden bald abgemeldet',
    'Zu Ihrer Sicherheit werden Sie in {time} abgemeldet, auch wenn Sie noch da sind. Bitte speichern Sie Ihre Arbeit.',
    'Weiter',
    'Sie wurden abgemeldet',
    'Bitte melden Sie sich wieder an, um fortzufahren.',
    'Anmelden',
    'Bewegen Sie die Maus, drücken Sie eine Taste oder berühren Sie den Bildschirm, um angemeldet zu bleiben.',
    'Sie sind vielleicht noch angemeldet',
    'Wir konnten Sie nicht abmelden. Bitte schließen Sie den Browser, oder gehen Sie weiter und melden Sie sich selbst ab.',
    'Der Server ist nicht erreichbar',
    'Wir versuchen es weiter. Bitte speichern Sie Ihre Arbeit: Gelingt es nicht, werden Sie abgemeldet.',
    'Was Sie geschrieben haben, konnte nicht gespeichert werden. Bitte kopieren Sie es, bevor Sie diese Seite verlassen.',
  ),
  fr: row(
    'Êtes-vous toujours là ?',
    'Pour votre sécurité, vous serez déconnecté dans {time} en raison de votre inactivité.',
    'Rester connecté',
    'Se déconnecter',
    'Vous allez bientôt être déconnecté',
    'Pour votre sécurité, vous serez déconnecté dans {time}, même si vous êtes toujours là. Veuillez enregistrer votre travail.',
    'Continuer',
    'Vous avez été déconnecté',
    'Veuillez vous reconnecter pour continuer.',
    'Se connecter',
    'Déplacez la souris, appuyez sur une touche ou touchez l’écran pour rester connecté.',
    'Vous êtes peut-être encore connecté',
    'Nous n’avons pas pu vous déconnecter. Veuillez fermer votre navigateur, ou continuez et déconnectez-vous vous-même.',
    'Le serveur est injoignable',
    'Nous continuons d’essayer. Veuillez enregistrer votre travail : en cas d’échec, vous serez déconnecté.',
    'Votre saisie n’a pas pu être enregistrée. Veuillez la copier avant de quitter cette page.',
  ),
  es: row(
    '¿Sigue ahí?',
    'Por su seguridad, su sesión se cerrará en {time} por inactividad.',
    'Mantener la sesión',
    'Cerrar sesión',
    'Su sesión se cerrará pronto',
    'Por su seguridad, su sesión se cerrará en {time}, aunque siga ahí. Guarde su trabajo.',
    'Continuar',
    'Se ha cerrado su sesión',
    'Inicie sesión de nuevo para continuar.',
    'Iniciar sesión',
    'Mueva el ratón, pulse una tecla o toque la pantalla para mantener la sesión.',
    'Puede que su sesión siga abierta',
    'No hemos podido cerrar su sesión. Cierre el navegador, o continúe y ciérrela usted mismo.',
    'No hemos podido contactar con el servidor',
    'Seguiremos intentándolo. Guarde su trabajo: si no lo conseguimos, se cerrará su sesión.',
    'No hemos podido guardar lo que ha escrito. Cópielo antes de salir de esta página.',
  ),
  it: row(
    'È ancora lì?',
    'Per la Sua sicurezza, verrà disconnesso tra {time} per inattività.',
    'Resta connesso',
    'Esci',
    'Presto verrà disconnesso',
    'Per la Sua sicurezza, verrà disconnesso tra {time}, anche se è ancora lì. Salvi il Suo lavoro.',
    'Continua',
    'La sessione è terminata',
    'Acceda di nuovo per continuare.',
    'Accedi',
    'Muova il mouse, prema un tasto o tocchi lo schermo per restare connesso.',
    'Forse è ancora connesso',
    'Non è stato possibile disconnetterla. Chiuda il browser, oppure continui ed esca manualmente.',
    'Il server non è raggiungibile',
    'Continueremo a provare. Salvi il Suo lavoro: se non ci riusciamo, verrà disconnesso.',
    'Non è stato possibile salvare ciò che ha scritto. Lo copi prima di lasciare questa pagina.',
  ),
  pt: row(
    'Ainda está aí?',
    'Para sua segurança, a sua sessão terminará em {time} por inatividade.',
    'Manter sessão',
    'Terminar sessão',
    'A sua sessão terminará em breve',
    'Para sua segurança, a sua sessão terminará em {time}, mesmo que ainda esteja aí. Guarde o seu trabalho.',
    'Continuar',
    'A sua sessão terminou',
    'Inicie sessão novamente para continuar.',
    'Iniciar sessão',
    'Mova o rato, prima uma tecla ou toque no ecrã para manter a sessão.',
    'A sua sessão pode ainda estar aberta',
    'Não foi possível terminar a sua sessão. Feche o navegador, ou continue e termine-a.',
    'Não foi possível contactar o servidor',
    'Vamos continuar a tentar. Guarde o seu trabalho: se não conseguirmos, a sua sessão terminará.',
    'Não foi possível salvar o que você escreveu. Copie o texto antes de sair desta página.',
  ),
  nl: row(
    'Bent u er nog?',
    'Voor uw veiligheid wordt u over {time} afgemeld, omdat u niet actief was.',
    'Aangemeld blijven',
    'Afmelden',
    'U wordt binnenkort afgemeld',
    'Voor uw veiligheid wordt u over {time} afgemeld, ook als u er nog bent. Sla uw werk op.',
    'Doorgaan',
    'U bent afgemeld',
    'Meld u opnieuw aan om door te gaan.',
    'Aanmelden',
    'Beweeg de muis, druk op een toets of raak het scherm aan om aangemeld te blijven.',
    'U bent misschien nog aangemeld',
    'Het afmelden is niet gelukt. Sluit uw browser, of ga door en meld uzelf af.',
    'De server is niet bereikbaar',
    'We blijven het proberen. Sla uw werk op: als het niet lukt, wordt u afgemeld.',
    'We konden niet opslaan wat u hebt getypt. Kopieer het voordat u deze pagina verlaat.',
  ),
  sv: row(
    'Är du kvar?',
    'För din säkerhet loggas du ut om {time} eftersom du har varit inaktiv.',
    'Förbli inloggad',
    'Logga ut',
    'Du loggas snart ut',
    'För din säkerhet loggas du ut om {time}, även om du är kvar. Spara ditt arbete.',
    'Fortsätt',
    'Du har loggats ut',
    'Logga in igen för att fortsätta.',
    'Logga in',
    'Rör musen, tryck på en tangent eller rör vid skärmen för att förbli inloggad.',
    'Du kan fortfarande vara inloggad',
    'Det gick inte att logga ut dig. Stäng webbläsaren, eller fortsätt och logga ut själv.',
    'Det gick inte att nå servern',
    'Vi fortsätter att försöka. Spara ditt arbete: om det inte lyckas loggas du ut.',
    'Vi kunde inte spara det du har skrivit. Kopiera det innan du lämnar sidan.',
  ),
  pl: row(
    'Czy nadal tu jesteś?',
    'Ze względów bezpieczeństwa i z powodu braku aktywności nastąpi wylogowanie. Pozostały czas: {time}.',
    'Pozostań zalogowany',
    'Wyloguj się',
    'Wkrótce nastąpi wylogowanie',
    'Ze względów bezpieczeństwa nastąpi wylogowanie, nawet jeśli nadal tu jesteś. Pozostały czas: {time}. Zapisz swoją pracę.',
    'Kontynuuj',
    'Nastąpiło wylogowanie',
    'Zaloguj się ponownie, aby kontynuować.',
    'Zaloguj się',
    'Porusz myszą, naciśnij klawisz lub dotknij ekranu, aby pozostać zalogowanym.',
    'Być może nadal trwa zalogowanie',
    'Nie udało się wylogować. Zamknij przeglądarkę albo kontynuuj i wyloguj się samodzielnie.',
    'Nie udało się połączyć z serwerem',
    'Nadal próbujemy. Zapisz swoją pracę: jeśli się nie uda, nastąpi wylogowanie.',
    'Nie udało się zapisać wpisanego tekstu. Skopiuj go, zanim opuścisz tę stronę.',
  ),
  tr: row(
    'Hâlâ orada mısınız?',
    'Güvenliğiniz için, bir süredir işlem yapmadığınızdan oturumunuz {time} içinde kapatılacak.',
    'Oturumu açık tut',
    'Oturumu kapat',
    'Oturumunuz yakında kapatılacak',
    'Güvenliğiniz için, hâlâ orada olsanız bile oturumunuz {time} içinde kapatılacak. Lütfen çalışmanızı kaydedin.',
    'Devam et',
    'Oturumunuz kapatıldı',
    'Devam etmek için lütfen yeniden oturum açın.',
    'Oturum aç',
    'Oturumu açık tutmak için fareyi oynatın, bir tuşa basın veya ekrana dokunun.',
    'Oturumunuz hâlâ açık olabilir',
    'Oturumunuz kapatılamadı. Lütfen tarayıcınızı kapatın ya da devam edip kendiniz kapatın.',
    'Sunucuya ulaşılamadı',
    'Denemeye devam ediyoruz. Lütfen çalışmanızı kaydedin: başarılı olamazsak oturumunuz kapatılacak.',
    'Yazdıklarınız kaydedilemedi. Lütfen bu sayfadan ayrılmadan önce kopyalayın.',
  ),
  ja: row(
    'まだご利用中ですか？',
    '操作がないため、セキュリティ保護のため{time}後にサインアウトされます。',
    'サインインしたままにする',
    'サインアウト',
    'まもなくサインアウトされます',
    'ご利用中でも、セキュリティ保護のため{time}後にサインアウトされます。作業内容を保存してください。',
    '続ける',
    'サインアウトされました',
    '続けるには、もう一度サインインしてください。',
    'サインイン',
    'サインインしたままにするには、マウスを動かすか、キーを押すか、画面に触れてください。',
    'まだサインインしている可能性があります',
    'サインアウトできませんでした。ブラウザーを閉じるか、続けてご自分でサインアウトしてください。',
    'サーバーに接続できませんでした',
    '接続を試み続けます。接続できない場合はサインアウトされるため、作業内容を保存してください。',
    '入力内容を保存できませんでした。このページを離れる前にコピーしてください。',
  ),
  zh: row(
    '您还在吗？',
    '由于长时间没有操作，为了您的安全，您将在{time}后退出登录。',
    '保持登录',
    '退出登录',
    '您即将退出登录',
    '为了您的安全，即使您仍在使用，您也将在{time}后退出登录。请保存您的工作。',
    '继续',
    '您已退出登录',
    '请重新登录以继续。',
    '登录',
    '移动鼠标、按任意键或触摸屏幕即可保持登录。',
    '您可能仍处于登录状态',
    '我们无法让您退出登录。请关闭浏览器，或继续并自行退出登录。',
    '无法连接到服务器',
    '我们会继续尝试。请保存您的工作：如果仍无法连接，您将退出登录。',
    '无法保存您输入的内容。请在离开此页面之前复制。',
  ),
  'zh-hant': row(
    '您還在嗎？',
    '由於長時間沒有操作，為了您的安全，您將在{time}後登出。',
    '保持登入',
    '登出',
    '您即將登出',
    '為了您的安全，即使您仍在使用，您也將在{time}後登出。請儲存您的工作。',
    '繼續',
    '您已登出',
    '請重新登入以繼續。',
    '登入',
    '移動滑鼠、按任意鍵或觸碰螢幕即可保持登入。',
    '您可能仍處於登入狀態',
    '我們無法將您登出。請關閉瀏覽器，或繼續並自行登出。',
    '無法連線到伺服器',
    '我們會繼續嘗試。請儲存您的工作：如果仍無法連線，您將登出。',
    '無法儲存您輸入的內容。請在離開此頁面之前複製。',
  ),
  ar: row(
    'هل ما زلت هنا؟',
    'حفاظًا على أمانك، سيتم تسجيل خروجك بسبب عدم النشاط. الوقت المتبقي: {time}.',
    'البقاء مسجلاً',
    'تسجيل الخروج',
    'سيتم تسجيل خروجك قريبًا',
    'حفاظًا على أمانك، سيتم تسجيل خروجك حتى لو كنت لا تزال هنا. الوقت المتبقي: {time}. يرجى حفظ عملك.',
    'متابعة',
    'تم تسجيل خروجك',
    'يرجى تسجيل الدخول مرة أخرى للمتابعة.',
    'تسجيل الدخول',
    'حرّك الفأرة أو اضغط على مفتاح أو المس الشاشة للبقاء مسجلاً.',
    'ربما ما زلت مسجلاً',
    'تعذر تسجيل خروجك. يرجى إغلاق المتصفح، أو المتابعة وتسجيل الخروج بنفسك.',
    'تعذر الوصول إلى الخادم',
    'سنواصل المحاولة. يرجى حفظ عملك: إذا لم ننجح فسيتم تسجيل خروجك.',
    'تعذر حفظ ما كتبته. يرجى نسخه قبل مغادرة هذه الصفحة.',
  ),
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
