export type Binary = 'chromium' | 'firefox' | 'webkit' | 'miniBrowser' | 'xvfb' | 'flask' | 'django';

export interface Requirement {
  /** The path of what is needed; for a Python package, of the Python that has it. */
  find(): string | undefined;
  /** Its name in Debian. */
  readonly package: string;
  /** How to get it elsewhere. */
  readonly hint: string;
}

export function missing(): Requirement[];
/** @throws an Error that says how to install what is missing. */
export function find(name: Binary): string;
