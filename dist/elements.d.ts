// @ts-nocheck: it names several frameworks, of which a project has one, or none.
import type { DialogTexts, StillhereDialog } from './dialog.js';
import type { IdleTimer } from './index.js';

/*
 * What `<stillhere-dialog>` takes in a template. Each `declare module` is for those who have that framework; to TypeScript
 * the others are not there.
 */

type Kebab<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${Kebab<Rest>}`
  : Name;

type Camel<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<Camel<Rest>>}`
  : Name;

/** The attributes of `<stillhere-dialog>` that are its own. */
export type StillhereDialogAttributes = {
  [Name in keyof DialogTexts as Kebab<Name>]?: string | undefined;
} & {
  /** Which timer it warns of, by its name. Without it and without `timer`: the page's only one. */
  name?: string | undefined;
  /** Where the link to sign in leads. The page itself by default. */
  'expired-url'?: string | undefined;
  /** Where a person can sign out by hand, if the logout failed. */
  'sign-out-url'?: string | undefined;
  /** The link to sign in opens a window, and this page goes on after the sign-in. */
  'sign-in-popup'?: boolean | '' | undefined;
  /** `redirect`: after the end the page leaves for `expired-url`. */
  after?: 'redirect' | undefined;
  /** Where it leaves for if the person has signed out. */
  'signed-out-url'?: string | undefined;
  /** What was typed could not be saved: the dialog says so. */
  unsaved?: boolean | '' | undefined;
  'hide-sign-out'?: boolean | '' | undefined;
  /** `anonymous`: for people who are not signed in. */
  texts?: 'anonymous' | undefined;
  /** After the end the page cannot be read any more. */
  cover?: boolean | '' | undefined;
};

/** And the property that a template can set. */
export interface StillhereDialogProps extends StillhereDialogAttributes {
  timer?: IdleTimer | undefined;
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'stillhere-dialog': import('react').DetailedHTMLProps<
        import('react').HTMLAttributes<StillhereDialog>,
        StillhereDialog
      > &
        StillhereDialogProps;
    }
  }
}

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'stillhere-dialog': import('preact').HTMLAttributes<StillhereDialog> & StillhereDialogProps;
    }
  }
}

declare module 'solid-js/jsx-runtime' {
  namespace JSX {
    interface IntrinsicElements {
      'stillhere-dialog': import('solid-js').JSX.HTMLAttributes<StillhereDialog> &
        StillhereDialogProps & { 'prop:timer'?: IdleTimer | undefined };
    }
  }
}

declare module 'vue' {
  interface GlobalComponents {
    'stillhere-dialog': new () => {
      // To its checker an attribute `expired-url` is `expiredUrl`.
      $props: import('vue').HTMLAttributes & {
        [Name in keyof StillhereDialogAttributes as Camel<Name>]: StillhereDialogAttributes[Name];
      } & {
        // Nuxt's auto-imports are unwrapped in templates, which takes a class its private members.
        timer?: IdleTimer | import('vue').UnwrapRef<IdleTimer> | undefined;
      };
    };
  }
}

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'stillhere-dialog': import('svelte/elements').HTMLAttributes<StillhereDialog> & StillhereDialogProps;
  }
}
