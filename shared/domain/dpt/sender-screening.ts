import type { Item } from '../../runtime/store/item.ts';
import type { Store } from '../../runtime/store/store.ts';
import type { CoinNetwork } from '../../wire/contract/reference-data/coin-networks.ts';
import { canonicalAddress } from './blockchain-address.ts';

/** The verdict on a sender of coins. */
type ScreeningResult = { readonly verdict: 'clear' } | { readonly verdict: 'hold'; readonly reason: string };

/**
 * Port to a screening service, e.g. against sanctions lists: called once a payment is final, before it is
 * credited.
 */
export interface SenderScreening {
  screen(network: CoinNetwork, fromAddress: string): Promise<ScreeningResult>;
}

/** A sender whose coins are held until an operator has looked at them. */
interface ListedSender {
  readonly network: CoinNetwork;
  /** In its network's spelling. */
  readonly address: string;
  readonly reason: string;
  /** Epoch milliseconds. */
  readonly listedAt: number;
}

const senderKey = (network: CoinNetwork, address: string) => ({
  pk: `sender/${network}/${canonicalAddress(network, address) ?? address}`,
  sk: 'sender',
});

/** The default: a list that operators maintain. Senders that are not on it are clear. */
export const listedSenders = (store: Store): SenderScreening => ({
  async screen(network, fromAddress) {
    const item = await store.get('dpt', senderKey(network, fromAddress));
    return item ? { verdict: 'hold', reason: String(item['reason']) } : { verdict: 'clear' };
  },
});

/** Puts a sender on the list, for an operator; replaces an earlier reason. */
export async function listSender(store: Store, sender: ListedSender): Promise<void> {
  const item: Item & { pk: string } = { ...senderKey(sender.network, sender.address), ...sender };
  await store.write([{ kind: 'put', table: 'dpt', item, replace: true }]);
}
