import type { Store } from '../../runtime/store/store.ts';
import type { CoinNetwork } from '../../wire/contract/reference-data/coin-networks.ts';
import { deriveAddress } from './derivation.ts';
import { walletOf } from './wallet.ts';

/** Port to the provider of deposit addresses. */
export interface AddressSource {
  /**
   * Returns the order's own address: always the same for one order, different for every other.
   *
   * @throws ProductNotEnabled when the network is closed
   */
  addressFor(network: CoinNetwork, orderNo: string): Promise<string>;
}

/** Derives addresses from the wallets that operators have set. */
export const walletAddresses = (store: Store): AddressSource => ({
  async addressFor(network, orderNo) {
    const { xpub } = await walletOf(store, network);
    return deriveAddress(xpub, network, orderNo);
  },
});
