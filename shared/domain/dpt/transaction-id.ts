import type { CoinNetwork } from '../../wire/contract/reference-data/coin-networks.ts';
import { canonicalAddress } from './blockchain-address.ts';

/**
 * Whether two texts are the same address, whatever their spelling. Case is irrelevant in hex and significant
 * in Base58.
 */
export function isSameCoinAddress(network: CoinNetwork, one: string, other: string): boolean {
  const spelled = (text: string) =>
    canonicalAddress(network, network === 'TRC20' ? text : text.toLowerCase()) ?? text;
  return spelled(one) === spelled(other);
}

const TRANSACTION_HASH = /^(?:0x)?([0-9a-f]{64})$/i;

/** One spelling per transaction, so that none counts twice: a hash in lower case as its network writes it. */
export function canonicalTxId(network: CoinNetwork, txId: string): string {
  const digits = TRANSACTION_HASH.exec(txId)?.[1]?.toLowerCase();
  if (digits === undefined) return txId;
  return network === 'TRC20' ? digits : `0x${digits}`;
}
