/** A CDK app and its context: `context` is what `cdk -c name=value` would set. */
export interface SynthOptions {
  readonly app: string;
  readonly outdir: string;
  readonly context: Readonly<Record<string, string>>;
  /** The files and folders that the synthesis depends on, if those are known. */
  readonly sources?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}
