import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { CommandError } from '../../cli/command.ts';

/** What the command line says, text as it was typed. */
export type OptionValues = Readonly<Record<string, string | boolean | undefined>>;

/** An option of a command, as its help shows it. */
export interface CommandOption {
  /** What its value is called; an option without one is a flag. */
  readonly value?: string;
  readonly meaning: string;
}

export type CommandOptions = Readonly<Record<string, CommandOption>>;

/** The options that every command has. */
export const COMMON_OPTIONS: CommandOptions = {
  api: { value: 'URL', meaning: "the platform (the local cloud's)" },
  keys: { value: 'DIR', meaning: 'the keys of the network and of the merchant (.issuary/keys)' },
  help: { meaning: 'what the command does and takes' },
};

/** What is given of these options. CommandError for an option that is none of them, and for a word beside them. */
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

/** The options by their names and values alone: `[--record RECORD]`. */
export const optionNames = (options: CommandOptions): string[] =>
  Object.entries(options).map(([name, option]) => `[${optionName(name, option)}]`);

/** The options, one a line, as help shows them. */
export function optionLines(options: CommandOptions): string[] {
  const rows = Object.entries(options).map(
    ([name, option]) => [optionName(name, option), option.meaning] as const,
  );
  const width = Math.max(...rows.map(([option]) => option.length));
  return rows.map(([option, meaning]) => `  ${option.padEnd(width)}   ${meaning}`);
}

/** The option's text, or `usual`. */
export const textOption = (options: OptionValues, option: string, fallback?: string): string => {
  const value = options[option] ?? fallback;
  if (typeof value !== 'string') throw new CommandError(`--${option} is required. See --help.`);
  return value;
};

/** The option as a number that is not negative, or `usual`. */
export function amountOption(options: OptionValues, option: string, fallback: number): number {
  const value = options[option] === undefined ? fallback : Number(options[option]);
  if (!(value >= 0)) throw new CommandError(`--${option} must be an amount, not ${options[option]}`);
  return value;
}
