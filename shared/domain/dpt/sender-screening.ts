import type { Item } from '../../runtime/store/item.ts';
import type { Store } from '../../runtime/store/store.ts';
import type { CoinNetwork } from '../../wire/contract/reference-data/coin-networks.ts';
import { canonicalAddress } from './blockchain-address.ts';

/** What screening says of whoever sent coins. */
export type ScreeningResult =
  | { readonly verdict: 'clear' }
  | { readonly verdict: 'hold'; readonly reason: string };

/** The port to whoever screens senders, e.g. against sanctions: asked once a payment is final, before it is credited. */
export interface SenderScreening {
  screen(network: CoinNetwork, fromAddress: string): Promise<ScreeningResult>;
}

/** An address whose coins are held for an operator to look at. */
export interface ListedSender {
  readonly network: CoinNetwork;
  /** As its network writes it. */
  readonly address: string;
  readonly reason: string;
  /** Epoch milliseconds. */
  readonly listedAt: number;
}

const senderKey = (network: CoinNetwork, address: string) => ({
  pk: `sender/${network}/${canonicalAddress(network, address) ?? address}`,
  sk: 'sender',
});

/** The default: a list that operators keep by hand. Whoever is not on it is clear. */
export const listedSenders = (store: Store): SenderScreening => ({
  async screen(network, fromAddress) {
    const item = await store.get('dpt', senderKey(network, fromAddress));
    return item ? { verdict: 'hold', reason: String(item['reason']) } : { verdict: 'clear' };
  },
});

/** Puts an address onto the list of senders whose coins are held, in place of an earlier reason: an operator's act. */
export async function listSender(store: Store, sender: ListedSender): Promise<void> {
  const item: Item & { pk: string } = { ...senderKey(sender.network, sender.address), ...sender };
  await store.write([{ kind: 'put', table: 'dpt', item, replace: true }]);
}
