import type { Store } from '../../runtime/store/store.ts';
import type { CoinNetwork } from '../../wire/contract/reference-data/coin-networks.ts';
import { deriveAddress } from './derivation.ts';
import { walletOf } from './wallet.ts';

/** The port to whoever makes addresses that payers pay to. */
export interface AddressSource {
  /** The order's own address: the same each time, another order's never. ProductNotEnabled for a closed network. */
  addressFor(network: CoinNetwork, orderNo: string): Promise<string>;
}

/** Addresses of the wallets that operators have set. */
export const walletAddresses = (store: Store): AddressSource => ({
  async addressFor(network, orderNo) {
    const { xpub } = await walletOf(store, network);
    return deriveAddress(xpub, network, orderNo);
  },
});
