/** The command cannot be carried out. The message is one sentence: what is wrong, and what to do next. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
}

/** The command line is wrong. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError';
}
