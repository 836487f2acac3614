import { secp256k1 } from '@noble/curves/secp256k1.js';
import { HDKey } from '@scure/bip32';
import type { CoinNetwork } from '../../wire/contract/reference-data/coin-networks.ts';
import { accountOfKey, formatAddress } from './blockchain-address.ts';

/** Number of non-hardened children of a BIP32 level; a public key cannot derive hardened ones. */
const CHILDREN_PER_LEVEL = 2 ** 31;

/** Not an extended public key. Private keys are rejected: they must never reach this service. */
export class XpubRefused extends Error {
  override readonly name = 'XpubRefused';
}

/**
 * Parses an extended public key.
 *
 * @throws XpubRefused when it is not one; the message never contains the text, which may be a private key
 */
function parseXpub(xpub: string): HDKey {
  const key = parseExtendedKey(xpub);
  if (!key) throw new XpubRefused('not an extended public key (xpub…)');
  if (key.privateKey) throw new XpubRefused('this is a private key: it must not leave its wallet');
  return key;
}

function parseExtendedKey(text: string): HDKey | undefined {
  try {
    return HDKey.fromExtendedKey(text);
  } catch {
    return undefined;
  }
}

/**
 * The order's address under a wallet's account key: child `orderNo div 2^31`, then child `orderNo mod 2^31`.
 * The order's number is the path, so no counter is needed, and the owner of the wallet finds the private key
 * from the order alone.
 *
 * @throws XpubRefused when `xpub` is not an extended public key
 */
export function deriveAddress(xpub: string, network: CoinNetwork, orderNo: string): string {
  const number = Number(orderNo);
  const key = parseXpub(xpub)
    .deriveChild(Math.floor(number / CHILDREN_PER_LEVEL))
    .deriveChild(number % CHILDREN_PER_LEVEL);
  const point = secp256k1.Point.fromBytes(key.publicKey ?? new Uint8Array());
  return formatAddress(network, accountOfKey(point.toBytes(false)));
}
