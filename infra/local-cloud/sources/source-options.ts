/** The options of every event source. */
export interface SourceOptions {
  /** Stops the source. */
  readonly signal: AbortSignal;
  /** Receives errors that will be retried. */
  readonly onError: (what: string, error: unknown) => void;
}
