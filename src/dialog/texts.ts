/** What the dialog says. */
export interface DialogTexts {
  /** The heading of the warning. */
  readonly heading: string;
  /** What is said below it. */
  readonly text: string;
  /** The button that extends the session. */
  readonly stay: string;
  /** The button that ends it. */
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
}

type Row = readonly [string, string, string, string, string, string, string, string, string, string];

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
] as const satisfies readonly (keyof DialogTexts)[];

/** The names of the texts: the element's attributes and slots are called so, `limit-text` for `limitText`. */
export const TEXT_NAMES: readonly (keyof DialogTexts)[] = KEYS;

/**
 * English was written by the maintainers. All others were translated by a machine, and no native speaker has looked at
 * them yet: corrections are welcome.
 */
const LANGUAGES: Readonly<Record<string, Row>> = {
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
export function textsFor(language: string): { texts: DialogTexts; lang: string; dir: 'ltr' | 'rtl' } {
  const [base = ''] = language.toLowerCase().split(/[-_]/);
  const known = Object.hasOwn(LANGUAGES, base);
  const row = LANGUAGES[known ? base : 'en'] as Row;
  const texts = Object.fromEntries(KEYS.map((key, index) => [key, row[index]])) as unknown as DialogTexts;
  return { texts, lang: known ? language.replace('_', '-') : 'en', dir: RIGHT_TO_LEFT.includes(base) ? 'rtl' : 'ltr' };
}
