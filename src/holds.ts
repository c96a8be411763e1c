import { check } from './normalize-options.js';
import { HOLD_RULES } from './option-rules.js';

export interface Holds {
  /** @returns what releases it. */
  add(max: number): () => void;
  /** Tells until when the person counts as present. */
  tell(): void;
  clear(): void;
}

/** While any hold is kept, the person counts as present. */
export function createHolds(now: () => number, onChange: (until: number) => void): Holds {
  const holds = new Set<{ readonly until: number }>();
  const tell = () => onChange(Math.max(0, ...[...holds].map(({ until }) => until)));
  return {
    add(max) {
      check('max', max, HOLD_RULES.max);
      const hold = { until: now() + max };
      holds.add(hold);
      tell();
      return () => {
        if (holds.delete(hold)) tell();
      };
    },
    tell,
    clear: () => holds.clear(),
  };
}
