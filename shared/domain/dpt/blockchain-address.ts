import { sha256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { createBase58check } from '@scure/base';
import type { CoinNetwork } from '../../wire/contract/reference-data/coin-networks.ts';

/** What all three networks know an account by: the last 20 bytes of the Keccak-256 of its public key. */
export type AccountBytes = Uint8Array;

const ACCOUNT_BYTES = 20;
/** What a TRON address begins with before it is written in Base58. */
const TRON_VERSION = 0x41;

const base58check = createBase58check(sha256);

/** The account of a public key, which is uncompressed: 65 bytes beginning with 4. */
export function accountOfKey(publicKey: Uint8Array): AccountBytes {
  return keccak_256(publicKey.subarray(1)).subarray(-ACCOUNT_BYTES);
}

/** The account's address: EIP-55 for ERC20 and BEP20, Base58Check for TRC20. */
export function formatAddress(network: CoinNetwork, account: AccountBytes): string {
  return network === 'TRC20'
    ? base58check.encode(Uint8Array.of(TRON_VERSION, ...account))
    : `0x${withEip55Checksum(Buffer.from(account).toString('hex'))}`;
}

/**
 * The address as the network writes it, or undefined when the text is none: a wrong checksum, another network's, or the
 * account of zeros, from which nothing ever comes back. Hex digits all in one case carry no checksum and are taken.
 */
export function canonicalAddress(network: CoinNetwork, text: string): string | undefined {
  const account = network === 'TRC20' ? parseTronAddress(text) : parseHexAddress(text);
  return account?.some((byte) => byte !== 0) ? formatAddress(network, account) : undefined;
}

/** EIP-55: a letter is upper case where the hash of the lower-case digits has a nibble of 8 or more. */
function withEip55Checksum(digits: string): string {
  const nibbles = Buffer.from(keccak_256(Buffer.from(digits))).toString('hex');
  return [...digits]
    .map((digit, index) => (Number.parseInt(nibbles.charAt(index), 16) >= 8 ? digit.toUpperCase() : digit))
    .join('');
}

function parseHexAddress(text: string): AccountBytes | undefined {
  const digits = /^0x([0-9a-fA-F]{40})$/.exec(text)?.[1];
  if (digits === undefined) return undefined;
  const lower = digits.toLowerCase();
  const accepted = [lower, digits.toUpperCase(), withEip55Checksum(lower)];
  return accepted.includes(digits) ? Buffer.from(lower, 'hex') : undefined;
}

/** TRON's own tools write an address in hex as often as in Base58: `41` and the account. */
function parseTronAddress(text: string): AccountBytes | undefined {
  const digits = /^41([0-9a-fA-F]{40})$/.exec(text)?.[1];
  if (digits !== undefined) return Buffer.from(digits, 'hex');
  try {
    const bytes = base58check.decode(text);
    const isAccount = bytes.length === 1 + ACCOUNT_BYTES && bytes[0] === TRON_VERSION;
    return isAccount ? bytes.subarray(1) : undefined;
  } catch {
    return undefined;
  }
}
