import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { CommandError } from '../../cli/command.ts';

/** The values of options as typed; true for a flag. */
export type OptionValues = Readonly<Record<string, string | boolean | undefined>>;

/** An option of a command with its help. */
export interface CommandOption {
  /** The name of its value; an option without one is a flag. */
  readonly value?: string;
  readonly meaning: string;
}

export type CommandOptions = Readonly<Record<string, CommandOption>>;

/** The options of every command. */
export const COMMON_OPTIONS: CommandOptions = {
  api: { value: 'URL', meaning: "the platform's API (the local cloud's)" },
  keys: { value: 'DIR', meaning: 'the folder with the keys of the network and the merchant (.issuary/keys)' },
  help: { meaning: 'explains the command' },
};

/**
 * Parses the options.
 *
 * @throws CommandError for an unknown option, or an argument that is not an option
 */
export function parseOptions(args: readonly string[], supported: CommandOptions): OptionValues {
  const options: ParseArgsOptionsConfig = Object.fromEntries(
    Object.entries({ ...supported, ...COMMON_OPTIONS }).map(
      ([name, { value }]) => [name, { type: value === undefined ? 'boolean' : 'string' }] as const,
    ),
  );
  try {
    return parseArgs({ args: [...args], options }).values as OptionValues;
  } catch (error) {
    if (error instanceof TypeError) throw new CommandError(`${error.message}. See --help.`);
    throw error;
  }
}

const optionName = (name: string, { value }: CommandOption): string =>
  `--${name}${value === undefined ? '' : ` ${value}`}`;

/** The names and values of the options: `[--record RECORD]`. */
export const optionNames = (options: CommandOptions): string[] =>
  Object.entries(options).map(([name, option]) => `[${optionName(name, option)}]`);

/** The help about the options, one line each. */
export function optionLines(options: CommandOptions): string[] {
  const rows = Object.entries(options).map(
    ([name, option]) => [optionName(name, option), option.meaning] as const,
  );
  const width = Math.max(...rows.map(([option]) => option.length));
  return rows.map(([option, meaning]) => `  ${option.padEnd(width)}   ${meaning}`);
}

/**
 * Returns the value of an option, or the fallback.
 *
 * @throws CommandError when there is neither
 */
export const textOption = (options: OptionValues, option: string, fallback?: string): string => {
  const value = options[option] ?? fallback;
  if (typeof value !== 'string') throw new CommandError(`--${option} is required. See --help.`);
  return value;
};

/**
 * Returns an option as a number, or the fallback.
 *
 * @throws CommandError for a negative number
 */
export function amountOption(options: OptionValues, option: string, fallback: number): number {
  const value = options[option] === undefined ? fallback : Number(options[option]);
  if (!(value >= 0)) throw new CommandError(`--${option} must be an amount, not ${options[option]}`);
  return value;
}
