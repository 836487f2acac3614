import type { Store } from '../../runtime/store/store.ts';
import type { CoinNetwork } from '../../wire/contract/reference-data/coin-networks.ts';
import { ProductNotEnabled } from '../../wire/errors.ts';

/**
 * Where a network's coins arrive. An operator sets it and keeps the private keys elsewhere. A network without
 * a wallet is closed.
 */
export interface Wallet {
  readonly network: CoinNetwork;
  /** BIP32 extended public key of an account, e.g. of m/44'/195'/0'. */
  readonly xpub: string;
  /** Number of confirmations that make a transaction final, if the operator has set it. */
  readonly confirmations?: number;
}

/** Numbers of confirmations after which exchanges commonly treat a transaction as final. */
export const DEFAULT_CONFIRMATIONS: Readonly<Record<CoinNetwork, number>> = {
  TRC20: 20,
  ERC20: 12,
  BEP20: 15,
};

const walletKey = (network: CoinNetwork) => ({ pk: `wallet/${network}`, sk: 'wallet' });

/** Finds the network's wallet; undefined if the network is closed. */
export async function findWallet(store: Store, network: CoinNetwork): Promise<Wallet | undefined> {
  return (await store.get('dpt', walletKey(network))) as Wallet | undefined;
}

/**
 * Returns the network's wallet.
 *
 * @throws ProductNotEnabled when the network is closed
 */
export async function walletOf(store: Store, network: CoinNetwork): Promise<Wallet> {
  const wallet = await findWallet(store, network);
  if (!wallet) throw new ProductNotEnabled();
  return wallet;
}

/** Stores a network's wallet, for an operator. Addresses of the wallet that it replaces stay valid. */
export async function saveWallet(store: Store, wallet: Wallet): Promise<void> {
  const item = { ...walletKey(wallet.network), ...wallet };
  await store.write([{ kind: 'put', table: 'dpt', item, replace: true }]);
}

/** The number of confirmations that make a transaction of the network final. */
export async function confirmationsOf(store: Store, network: CoinNetwork): Promise<number> {
  return (await findWallet(store, network))?.confirmations ?? DEFAULT_CONFIRMATIONS[network];
}
