import { parseArgs } from 'node:util';
import { CommandRefused } from '../../ops/operator.ts';

/** What the command line says, text as it was typed. */
export type Given = Readonly<Record<string, string | boolean | undefined>>;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

/** Every option of every command. */
const OPTIONS = {
  api: text,
  keys: text,
  help: flag,
  card: text,
  record: text,
  order: text,
  amount: text,
  currency: text,
  billed: text,
  merchant: text,
  mcc: text,
  country: text,
  number: text,
  expiry: text,
  cvv: text,
  'no-cvv': flag,
  partial: flag,
  unsettled: flag,
  type: text,
  otp: text,
  code: text,
  fail: flag,
} as const;

/** The command and its options. CommandRefused for what there is not. */
export function readGiven(args: readonly string[]): { what: string | undefined; given: Given } {
  try {
    const { positionals, values } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    if (positionals.length > 1)
      throw new CommandRefused(`one command at a time, not ${positionals.join(' ')}`);
    return { what: positionals[0], given: values as Given };
  } catch (error) {
    if (error instanceof TypeError) throw new CommandRefused(`${error.message}. --help shows how.`);
    throw error;
  }
}

/** The option's text, or `usual`. */
export const textOf = (given: Given, option: string, usual?: string): string => {
  const value = given[option] ?? usual;
  if (typeof value !== 'string') throw new CommandRefused(`--${option} is required. --help shows how.`);
  return value;
};

/** The option as a positive number, or `usual`. */
export function amountOf(given: Given, option: string, usual?: number): number {
  const value = given[option] === undefined ? usual : Number(given[option]);
  if (value === undefined) throw new CommandRefused(`--${option} is required. --help shows how.`);
  if (!(value >= 0)) throw new CommandRefused(`--${option} must be an amount, not ${given[option]}`);
  return value;
}
