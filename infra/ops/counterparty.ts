import { readFileSync } from 'node:fs';
import { readKey } from '../../shared/codec/formats.ts';
import { RSA_MODULUS_BITS, type RsaModulusBits } from '../../shared/codec/keys.ts';
import { CommandRefused } from './operator.ts';

/** Options of every command that opens a counterparty. */
export const KEY_OPTIONS = {
  key: { type: 'string' },
  password: { type: 'string' },
  'platform-key': { type: 'string' },
  'key-bits': { type: 'string', default: '2048' },
} as const;

type Options = Readonly<Record<string, string | boolean | undefined>>;

/** The option's text. CommandRefused when it was left out. */
export function required(options: Options, name: string): string {
  const value = options[name];
  if (typeof value !== 'string' || value === '') throw new CommandRefused(`--${name} is required`);
  return value;
}

/** The entries of a list with commas between. */
export const listOf = (text: string | undefined): string[] =>
  text?.split(',').map((entry) => entry.trim()) ?? [];

/** A counterparty's number. CommandRefused for what is none. */
export function userNoOf(text: string): string {
  if (/^[1-9]\d{0,10}$/.test(text)) return text;
  throw new CommandRefused('USER_NO has 1 to 11 digits. --help tells the commands.');
}

/** The counterparty's public key, how long the platform's is to be, and where that is written to be handed over. */
export function keysFrom(options: Options): { publicKey: string; bits: RsaModulusBits; file: string } {
  const file = required(options, 'platform-key');
  const password = typeof options['password'] === 'string' ? options['password'] : undefined;
  const { publicKey } = readKey(readFileSync(required(options, 'key')), password);
  const bits = RSA_MODULUS_BITS.find((known) => String(known) === options['key-bits']);
  if (!bits) throw new CommandRefused(`--key-bits is one of ${RSA_MODULUS_BITS.join(', ')}`);
  return { publicKey, bits, file };
}
