import { readFileSync } from 'node:fs';
import type { Counterparty } from '../../shared/domain/parties/counterparty.ts';
import { backfillKeyClaims } from '../../shared/domain/parties/key-registry.ts';
import { privateKeySealer } from '../../shared/domain/parties/platform-keys.ts';
import type { Sealer } from '../../shared/runtime/vault/sealer.ts';
import { RSA_MODULUS_BITS, type RsaModulusBits } from '../../shared/wire/codec/keys.ts';
import { readPublicKey } from '../../shared/wire/codec/public-key.ts';
import { CommandError, type Operator } from './command.ts';
import { PASSWORD_OPTIONS, withPassword } from './password.ts';

/** Options of every command that opens a merchant or an upstream. */
export const KEY_OPTIONS = {
  key: { type: 'string' },
  ...PASSWORD_OPTIONS,
  'platform-key': { type: 'string' },
  'key-bits': { type: 'string', default: '2048' },
} as const;

/** Options of every command that sets whether a merchant or an upstream must sign. */
export const SIGNATURE_OPTIONS = { unsigned: { type: 'boolean' } } as const;

/** The part of `--help` about these commands. */
export const signatureHelp = (command: 'merchant' | 'upstream'): string => `\
  npm run ${command} -- signature USER_NO [--unsigned]
      requires signatures from it and signs what it is sent (HTTP message signatures: docs/calling-the-api.md); with
      --unsigned it need not sign, for clients that do not support signatures`;

/** The text to print about who must sign. */
export const signatureText = (name: string, requireSignature: boolean): string =>
  requireSignature
    ? `${name} must sign from now on`
    : `${name} need not sign: anyone who sees its envelopes can send them again, to other paths and in parts`;

type Options = Readonly<Record<string, string | boolean | undefined>>;

/**
 * Returns the value of an option.
 *
 * @throws CommandError when it is missing
 */
export function required(options: Options, name: string): string {
  const value = options[name];
  if (typeof value !== 'string' || value === '') throw new CommandError(`--${name} is required`);
  return value;
}

/** Splits a comma-separated list. */
export const splitList = (text: string | undefined): string[] =>
  text?.split(',').map((entry) => entry.trim()) ?? [];

/** The part of `--help` about the commands that change an allow list. */
export const addressesHelp = (command: 'merchant' | 'upstream'): string => `\
  npm run ${command} -- addresses USER_NO [--addresses LIST]
      replaces the list of addresses it may call from; without a list, it may call from anywhere`;

/** The text to print about a changed allow list. */
export const addressesText = (name: string, entries: readonly string[]): string =>
  entries.length > 0 ? `${name} may call from ${entries.join(', ')}` : `${name} may call from anywhere`;

/**
 * Parses the number of a merchant or an upstream.
 *
 * @throws CommandError
 */
export function userNoFrom(text: string): string {
  if (/^[1-9]\d{0,10}$/.test(text)) return text;
  throw new CommandError('USER_NO must have 1 to 11 digits. See --help.');
}

/** Returns the party's public key, the size of the platform's key, and the file to write the platform's key to. */
export async function keysFrom(
  options: Options,
): Promise<{ publicKey: string; bits: RsaModulusBits; file: string }> {
  const file = required(options, 'platform-key');
  return { publicKey: await publicKeyFrom(options), bits: keyBitsFrom(options), file };
}

/** Reads the party's public key from its file. */
export function publicKeyFrom(options: Options): Promise<string> {
  const key = readFileSync(required(options, 'key'));
  return withPassword(options, (password) => readPublicKey(key, password));
}

/** Returns the size of the platform's key. */
export function keyBitsFrom(options: Options): RsaModulusBits {
  const bits = RSA_MODULUS_BITS.find((known) => String(known) === options['key-bits']);
  if (!bits) throw new CommandError(`--key-bits must be one of ${RSA_MODULUS_BITS.join(', ')}`);
  return bits;
}

/** Claims the keys in records from before keys were claimed, so that no other party can use one of them. */
export async function claimKnownKeys({ scan, deps }: Operator): Promise<void> {
  for (const { pk, ...record } of await scan('merchants')) {
    const key = String(pk);
    if (!/^(?:merchant|upstream)\//.test(key) || record['version'] !== undefined) continue;
    await backfillKeyClaims(deps.store, { pk: key }, record as unknown as Counterparty);
  }
}

/** Returns what seals the platform's private keys in a deployment. */
export const sealerOf = ({ environment }: Pick<Operator, 'environment'>): Sealer =>
  privateKeySealer(environment['DATA_KEY']);
