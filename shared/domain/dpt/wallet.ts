import type { Store } from '../../runtime/store/store.ts';
import type { CoinNetwork } from '../../wire/contract/reference-data/coin-networks.ts';
import { ProductNotEnabled } from '../../wire/errors.ts';

/** Where a network's coins come in: an operator keeps it, with the private keys elsewhere. A network without one is closed. */
export interface Wallet {
  readonly network: CoinNetwork;
  /** The BIP32 extended public key of an account, e.g. of m/44'/195'/0'. */
  readonly xpub: string;
  /** Confirmations from which a transaction counts as final, where the operator has set them. */
  readonly confirmations?: number;
}

/** Confirmations after which exchanges commonly take a transaction of the network for final. */
export const DEFAULT_CONFIRMATIONS: Readonly<Record<CoinNetwork, number>> = {
  TRC20: 20,
  ERC20: 12,
  BEP20: 15,
};

const walletKey = (network: CoinNetwork) => ({ pk: `wallet/${network}`, sk: 'wallet' });

/** The network's wallet, or undefined when the network is closed. */
export async function findWallet(store: Store, network: CoinNetwork): Promise<Wallet | undefined> {
  return (await store.get('dpt', walletKey(network))) as Wallet | undefined;
}

/** The network's wallet. ProductNotEnabled when the network is closed. */
export async function walletOf(store: Store, network: CoinNetwork): Promise<Wallet> {
  const wallet = await findWallet(store, network);
  if (!wallet) throw new ProductNotEnabled();
  return wallet;
}

/** Stores a network's wallet, in place of an earlier one, whose addresses stay valid: an operator's act. */
export async function saveWallet(store: Store, wallet: Wallet): Promise<void> {
  const item = { ...walletKey(wallet.network), ...wallet };
  await store.write([{ kind: 'put', table: 'dpt', item, replace: true }]);
}

/** How many confirmations make a transaction of the network final. */
export async function confirmationsOf(store: Store, network: CoinNetwork): Promise<number> {
  return (await findWallet(store, network))?.confirmations ?? DEFAULT_CONFIRMATIONS[network];
}
