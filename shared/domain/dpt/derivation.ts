import { secp256k1 } from '@noble/curves/secp256k1.js';
import { HDKey } from '@scure/bip32';
import type { CoinNetwork } from '../../wire/contract/reference-data/coin-networks.ts';
import { accountOfKey, formatAddress } from './blockchain-address.ts';

/** Children that one BIP32 level has without hardened ones, which a public key cannot derive. */
const CHILDREN_PER_LEVEL = 2 ** 31;

/** The extended key is none, or is a private one, which must never come here. */
export class XpubRefused extends Error {
  override readonly name = 'XpubRefused';
}

/**
 * The extended public key of a text.
 *
 * @throws XpubRefused, which says nothing of the text: it may be somebody's private key
 */
function parseXpub(xpub: string): HDKey {
  const key = parseExtendedKey(xpub);
  if (!key) throw new XpubRefused('this is no extended public key (xpub…)');
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
 * The order's address under a wallet's account key: the child `orderNo div 2^31`, then `orderNo mod 2^31`. The order's
 * number is the path, so that no counter is needed and whoever has the wallet finds the key from the order alone.
 *
 * @throws XpubRefused
 */
export function deriveAddress(xpub: string, network: CoinNetwork, orderNo: string): string {
  const number = Number(orderNo);
  const key = parseXpub(xpub)
    .deriveChild(Math.floor(number / CHILDREN_PER_LEVEL))
    .deriveChild(number % CHILDREN_PER_LEVEL);
  const point = secp256k1.Point.fromBytes(key.publicKey ?? new Uint8Array());
  return formatAddress(network, accountOfKey(point.toBytes(false)));
}
