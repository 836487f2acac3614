/** One check of the audit: how much it looked at, and what it found wrong. */
export interface Check {
  readonly name: string;
  readonly examined: number;
  readonly differences: readonly string[];
}
