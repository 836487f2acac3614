/** What every event source is told. */
export interface SourceOptions {
  /** Says stop. */
  readonly signal: AbortSignal;
  /** Hears of what went wrong and is tried again. */
  readonly onError: (what: string, error: unknown) => void;
}
