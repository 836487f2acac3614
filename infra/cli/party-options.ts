import { readFileSync } from 'node:fs';
import type { Counterparty } from '../../shared/domain/parties/counterparty.ts';
import { backfillKeyClaims } from '../../shared/domain/parties/key-registry.ts';
import { privateKeySealer } from '../../shared/domain/parties/platform-keys.ts';
import type { Sealer } from '../../shared/runtime/vault/sealer.ts';
import { RSA_MODULUS_BITS, type RsaModulusBits } from '../../shared/wire/codec/keys.ts';
import { readPublicKey } from '../../shared/wire/codec/public-key.ts';
import { CommandError, type Operator } from './command.ts';
import { PASSWORD_OPTIONS, withPassword } from './password.ts';

/** Options of every command that opens a counterparty. */
export const KEY_OPTIONS = {
  key: { type: 'string' },
  ...PASSWORD_OPTIONS,
  'platform-key': { type: 'string' },
  'key-bits': { type: 'string', default: '2048' },
} as const;

/** Options of every command that says whether a counterparty has to sign. */
export const SIGNATURE_OPTIONS = { unsigned: { type: 'boolean' } } as const;

/** The lines of `--help` on these commands. */
export const signatureHelp = (command: 'merchant' | 'upstream'): string => `\
  npm run ${command} -- signature USER_NO [--unsigned]
      takes nothing unsigned from it any more and signs what it is sent (HTTP message signatures, README); --unsigned
      takes both, as from clients that know no signatures`;

/** What the operator is told of who has to sign. */
export const signatureText = (name: string, requireSignature: boolean): string =>
  requireSignature
    ? `${name} has to sign from now on`
    : `${name} need not sign: its envelopes can be sent again, elsewhere and in parts by whoever sees them`;

type Options = Readonly<Record<string, string | boolean | undefined>>;

/** The option's text. CommandRefused when it was left out. */
export function required(options: Options, name: string): string {
  const value = options[name];
  if (typeof value !== 'string' || value === '') throw new CommandError(`--${name} is required`);
  return value;
}

/** The entries of a list with commas between. */
export const splitList = (text: string | undefined): string[] =>
  text?.split(',').map((entry) => entry.trim()) ?? [];

/** Options and help of the commands that change an allow-list. */
export const addressesHelp = (command: 'merchant' | 'upstream'): string => `\
  npm run ${command} -- addresses USER_NO [--addresses LIST]
      takes the list in place of the one before; without it, calls may come from anywhere`;

/** What a command that changed an allow-list tells. */
export const addressesText = (name: string, entries: readonly string[]): string =>
  entries.length > 0 ? `${name} may call from ${entries.join(', ')}` : `${name} may call from anywhere`;

/** A counterparty's number. CommandRefused for what is none. */
export function userNoFrom(text: string): string {
  if (/^[1-9]\d{0,10}$/.test(text)) return text;
  throw new CommandError('USER_NO has 1 to 11 digits. --help tells the commands.');
}

/** The counterparty's public key, how long the platform's is to be, and where that is written to be handed over. */
export async function keysFrom(
  options: Options,
): Promise<{ publicKey: string; bits: RsaModulusBits; file: string }> {
  const file = required(options, 'platform-key');
  return { publicKey: await publicKeyFrom(options), bits: keyBitsFrom(options), file };
}

/** The counterparty's public key, from the file that it brought. */
export function publicKeyFrom(options: Options): Promise<string> {
  const key = readFileSync(required(options, 'key'));
  return withPassword(options, (password) => readPublicKey(key, password));
}

/** How long a key of the platform's is to be. */
export function keyBitsFrom(options: Options): RsaModulusBits {
  const bits = RSA_MODULUS_BITS.find((known) => String(known) === options['key-bits']);
  if (!bits) throw new CommandError(`--key-bits is one of ${RSA_MODULUS_BITS.join(', ')}`);
  return bits;
}

/**
 * Claims the keys of records that were made before keys were claimed, so that nobody else can come with one of them.
 */
export async function claimKnownKeys({ scan, deps }: Operator): Promise<void> {
  for (const { pk, ...record } of await scan('merchants')) {
    const key = String(pk);
    if (!/^(?:merchant|upstream)\//.test(key) || record['version'] !== undefined) continue;
    await backfillKeyClaims(deps.store, { pk: key }, record as unknown as Counterparty);
  }
}

/** What seals the platform's private keys of a deployment. */
export const sealerOf = ({ environment }: Pick<Operator, 'environment'>): Sealer =>
  privateKeySealer(environment['DATA_KEY']);
