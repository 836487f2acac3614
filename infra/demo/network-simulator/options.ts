import { CommandError } from '../../../clients/cli/common/command-error.ts';

/** The values of options as typed; true for a flag. */
export type OptionValues = Readonly<Record<string, string | boolean | undefined>>;

/** An option of a command with its help. */
interface CommandOption {
  /** The name of its value; an option without one is a flag. */
  readonly value?: string;
  readonly meaning: string;
}

export type CommandOptions = Readonly<Record<string, CommandOption>>;

/**
 * Returns the value of an option, or the fallback.
 *
 * @throws CommandError when there is neither
 */
export const textOption = (options: OptionValues, option: string, fallback?: string): string => {
  const value = options[option] ?? fallback;
  if (typeof value !== 'string') throw new CommandError(`--${option} is required.`);
  return value;
};

/**
 * Returns an option as a number, or the fallback.
 *
 * @throws CommandError for a negative number
 */
export function amountOption(options: OptionValues, option: string, fallback: number): number {
  const value = options[option] === undefined ? fallback : Number(options[option]);
  if (!(value >= 0)) throw new CommandError(`--${option} must be an amount, not ${options[option]}.`);
  return value;
}
