import fc from 'fast-check';

/** When a listener of the page is called; `snapshot`: one of `subscribe`, which comes before all others. */
export const MOMENTS = [
  ...(['warn', 'tick', 'active', 'expire', 'change', 'restart', 'ping', 'pingerror', 'logout'] as const),
  'snapshot',
] as const;
export type Moment = (typeof MOMENTS)[number];

const DEEDS = [
  ...(['start', 'fresh', 'stop', 'expire', 'extend', 'hold', 'release', 'activity', 'throw'] as const),
  ...(['prevent', 'wait'] as const),
] as const;
export type Deed = (typeof DEEDS)[number];

/** What a page's listener calls back: the deeds in order, and no more often than `times`. */
export interface Reaction {
  readonly tab: number;
  /** `warned`: the change to the warning; `end`: the change that ends; `rendered`: the snapshot of it, on which a framework unmounts. */
  readonly on: Moment | 'warned' | 'end' | 'rendered';
  readonly deeds: readonly Deed[];
  readonly times: number;
}

const deeds = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...DEEDS).map((deed) => [deed]) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Deed[]>(
      ['stop', 'start'],
      ['expire', 'start'],
      ['expire', 'stop'],
      ['start', 'stop'],
      ['expire', 'fresh'],
      ['start', 'expire'],
    ),
  },
);

export const reactions: fc.Arbitrary<Reaction[]> = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  {
    weight: 1,
    arbitrary: fc.array(
      fc.record({
        tab: fc.nat({ max: 4 }),
        on: fc.oneof(fc.constantFrom(...MOMENTS), fc.constantFrom('end', 'rendered', 'expire', 'warned')),
        deeds,
        times: fc.integer({ min: 1, max: 3 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  },
) as fc.Arbitrary<Reaction[]>;

export const drawReaction = ({ tab, on, deeds, times }: Reaction): string =>
  `  tab ${tab}, on ${on}: ${deeds.join(', ')}${times > 1 ? ` (${times} times)` : ''}`;
