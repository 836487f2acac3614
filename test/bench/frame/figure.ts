/** What a figure's values should keep to: all of them, or the one at a place. */
export type Target = ({ readonly atLeast: number } | { readonly atMost: number }) & { readonly at?: string };

/**
 * A result: a ratio or a count, so that it means the same on another machine and at another time, or what such a ratio was
 * made of. One value for each of the places in `at`; NaN where it could not be measured here.
 */
export interface Figure {
  /** What it tells; with the section's name its key, by which runs are compared. */
  readonly name: string;
  readonly at: readonly string[];
  readonly values: readonly number[];
  readonly target?: Target;
}

/** Figures that are measured together. */
export interface Section {
  /** The word for `--only`. */
  readonly id: string;
  /** What the figures are, and in which unit. */
  readonly title: string;
  readonly figures: readonly Figure[];
}

/** Everything that one run found. */
export interface Run {
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly machine: Readonly<Record<string, string>>;
  readonly rounds: number;
  readonly sections: readonly Section[];
}

const keeps = (value: number, target: Target): boolean =>
  Number.isNaN(value) || ('atLeast' in target ? value >= target.atLeast : value <= target.atMost);

/** Whether a figure keeps to its target; undefined where it has none. What could not be measured misses nothing. */
export const meets = ({ at, values, target }: Figure): boolean | undefined =>
  target && values.every((value, index) => (target.at ?? at[index]) !== at[index] || keeps(value, target));

/** The value in the middle, the upper of two; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The median of the rounds' ratios: what disturbs a round disturbs both that are compared in it. */
export const ratio = (over: readonly number[], under: readonly number[]): number =>
  median(over.map((value, round) => value / (under[round] ?? Number.NaN)));
