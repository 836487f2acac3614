import { sha256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { createBase58check } from '@scure/base';
import type { CoinNetwork } from '../../wire/contract/reference-data/coin-networks.ts';

/** An account on all three networks: the last 20 bytes of the Keccak-256 hash of its public key. */
type AccountBytes = Uint8Array;

const ACCOUNT_BYTES = 20;
/** The first byte of a TRON address in Base58Check. */
const TRON_VERSION = 0x41;

const base58check = createBase58check(sha256);

/** The account of an uncompressed public key: 65 bytes, the first of which is 4. */
export function accountOfKey(publicKey: Uint8Array): AccountBytes {
  return keccak_256(publicKey.subarray(1)).subarray(-ACCOUNT_BYTES);
}

/** The account's address: EIP-55 on ERC20 and BEP20, Base58Check on TRC20. */
export function formatAddress(network: CoinNetwork, account: AccountBytes): string {
  return network === 'TRC20'
    ? base58check.encode(Uint8Array.of(TRON_VERSION, ...account))
    : `0x${withEip55Checksum(Buffer.from(account).toString('hex'))}`;
}

/**
 * The address in its network's spelling; undefined for an invalid checksum, another network's address or the
 * zero account, from which nothing ever returns. Hex digits all in one case carry no checksum and are
 * accepted.
 */
export function canonicalAddress(network: CoinNetwork, text: string): string | undefined {
  const account = network === 'TRC20' ? parseTronAddress(text) : parseHexAddress(text);
  return account?.some((byte) => byte !== 0) ? formatAddress(network, account) : undefined;
}

/**
 * EIP-55: a letter is upper case if the corresponding nibble of the hash of the lower-case digits is 8 or
 * more.
 */
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

/** TRON's own tools write addresses in hex as often as in Base58: `41` and the account. */
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
