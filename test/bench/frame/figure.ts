/** The limit of a figure's values: of all of them, or of the one at a place. */
export type Target = ({ readonly atLeast: number } | { readonly atMost: number }) & { readonly at?: string };

/**
 * A result. It is a ratio or a count, so that it is comparable between machines and times, or one of the parts of such
 * a ratio. It has one value for each place in `at`; NaN if it could not be measured.
 */
export interface Figure {
  /** Its description. With the section's id it is the key by which runs are compared. */
  readonly name: string;
  readonly at: readonly string[];
  readonly values: readonly number[];
  readonly target?: Target;
}

/** Figures that are measured together. */
export interface Section {
  /** The word for `--only`. */
  readonly id: string;
  /** What the figures are, and their unit. */
  readonly title: string;
  readonly figures: readonly Figure[];
}

/** All results of one run. */
export interface Run {
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly machine: Readonly<Record<string, string>>;
  readonly rounds: number;
  readonly sections: readonly Section[];
}

const keeps = (value: number, target: Target): boolean =>
  Number.isNaN(value) || ('atLeast' in target ? value >= target.atLeast : value <= target.atMost);

/** Whether a figure meets its target; undefined if it has none. What could not be measured misses no target. */
export const isOnTarget = ({ at, values, target }: Figure): boolean | undefined =>
  target && values.every((value, index) => (target.at ?? at[index]) !== at[index] || keeps(value, target));

/** Returns the median, the upper one of two; NaN if there are no values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Returns the median of the rounds' ratios: a disturbance in a round affects both of the values compared. */
export const ratio = (over: readonly number[], under: readonly number[]): number =>
  median(over.map((value, round) => value / (under[round] ?? Number.NaN)));
