export interface Demo {
  readonly url: string;
  close(): Promise<void>;
}

export function serve(options?: { port?: number; dist?: string }): Promise<Demo>;
