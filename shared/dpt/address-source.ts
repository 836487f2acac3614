import type { Network } from '../contract/networks.ts';
import type { Store } from '../store/store.ts';
import { deriveAddress } from './derivation.ts';
import { walletOf } from './wallet.ts';

/** The port to whoever makes addresses that payers pay to. */
export interface AddressSource {
  /** The order's own address: the same each time, another order's never. ProductNotEnabled for a closed network. */
  addressFor(network: Network, orderNo: string): Promise<string>;
}

/** Addresses of the wallets that operators have set. */
export const walletAddresses = (store: Store): AddressSource => ({
  async addressFor(network, orderNo) {
    const { xpub } = await walletOf(store, network);
    return deriveAddress(xpub, network, orderNo);
  },
});
