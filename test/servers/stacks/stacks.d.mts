export type Step =
  | 'active'
  | 'idle'
  | 'killed'
  | 'wrong token'
  | 'no token'
  | 'signed in again'
  | 'signed in again, untold'
  | 'aged token'
  | 'aged logout'
  | 'aged logout, untold'
  | 'remembered'
  | 'other origin'
  | 'idle origins'
  | 'polling';

/** A server, with the recipe that it follows. */
export interface Stack {
  readonly name: string;
  readonly title: string;
  /** Of docs/servers, without `.md`. */
  readonly page: string;
  /** Of test/servers/stacks, where it is not called as the stack is. */
  readonly folder?: string;
  readonly runs: 'python' | 'node' | 'php' | 'ruby' | 'java' | 'next';
  /** Commands that come before the start, in the folder of the site. */
  readonly prepare?: readonly (readonly [command: string, ...args: string[]])[];
  readonly env?: Readonly<Record<string, string>>;
  /** It belongs to every test run, not only to the weekly one. */
  readonly ci?: boolean;
  readonly apt?: readonly string[];
  /** The folder, seen from here, whose package.json has what it needs. */
  readonly npm?: string;
  /** The packages whose versions the results tell. */
  readonly versions: readonly string[];
  /** The cookies that the session is in, where the server keeps nothing of it: it dies with them, and not before its time. */
  readonly cookieOnly?: readonly string[];
  /** The pages carry a CSRF token. */
  readonly token?: boolean;
  /** The token dies before the session does: within seconds, or if the person signs in again. */
  readonly agingToken?: 'soon' | 'by a sign-in';
  /** The login page has a box for "remember me". */
  readonly remember?: boolean;
  /** Its pages and its API are on several origins with one session. */
  readonly origins?: boolean;
  /** The path of the logout, where it is not `/logout`. */
  readonly logout?: string;
  readonly ping?: string;
  /** False: its pings do not tell what is left. */
  readonly tells?: boolean;
  /** False: stillhere does not ping there. */
  readonly pings?: boolean;
  /** How many logouts two tabs send. */
  readonly logouts?: number;
  readonly only?: readonly Step[];
  /** Steps that make no sense here. */
  readonly without?: readonly Step[];
  readonly signIn?: string;
  /** The address of the site's own sign-out, where it is not that of the logout. */
  readonly signOut?: string;
  readonly home?: string;
  /** Steps that fail with the core as it is, and why: the run fails when they pass. */
  readonly needsNewCore?: Partial<Record<Step, string>>;
}

export const stacks: readonly Stack[];
