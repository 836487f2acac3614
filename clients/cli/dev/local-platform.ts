/** A platform that runs on this machine, on one data folder. */
export interface LocalPlatform {
  /**
   * Starts it in the background and resolves when it is ready.
   *
   * @throws CommandError when it does not start, with what it said
   */
  start(options: readonly string[]): Promise<{ readonly apiUrl: string }>;
  /** Stops it. Returns whether it ran. */
  stop(): Promise<boolean>;
  /** The running one; undefined when none runs. */
  status(): { readonly apiUrl: string; readonly pid: number } | undefined;
  /** Stops it and deletes its data. */
  reset(): Promise<void>;
}
