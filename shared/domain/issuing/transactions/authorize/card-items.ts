import type { Item } from '../../../../runtime/store/item.ts';
import type { ItemAddress } from '../../../../runtime/store/store.ts';
import type { CardOwner, NumberedCard } from '../../../../runtime/vault/numbered-card.ts';
import type { Dependencies } from '../../../dependencies.ts';
import { balanceKey } from '../../../money/ledger/account.ts';
import { merchantKey } from '../../../parties/merchant.ts';
import { type Card, cardFrom, cardKey, spendingAccount } from '../../model/card.ts';
import { groupKey } from '../../model/group.ts';

/** A card, and the items that decide together with it. */
interface CardItems {
  readonly card: Card;
  readonly secrets: Item | undefined;
  readonly merchant: Item | undefined;
  /** The balance that the card spends from. */
  readonly balance: Item | undefined;
  readonly group: Item | undefined;
}

/**
 * Reads a card that was found by its number, with everything that decides together with it; undefined when the card is
 * not open. One read where the number says whose card it is and the card agrees; otherwise the card is read first.
 */
export async function readCardItems(
  { store, vault }: Pick<Dependencies, 'store' | 'vault'>,
  { cardId, owner }: NumberedCard,
): Promise<CardItems | undefined> {
  const own: ItemAddress[] = [{ table: 'cards', key: cardKey(cardId) }, vault.secretsAddress(cardId)];
  const [item, secrets, ...beside] = await store.batchGet([
    ...own,
    ...(owner ? addressesBeside(cardId, owner) : []),
  ]);
  if (!item) return undefined;
  const card = cardFrom(item);
  const [merchant, balance, group] = isOwnerOf(card, owner)
    ? beside
    : await store.batchGet(addressesBeside(cardId, card));
  return { card, secrets, merchant, balance, group };
}

const addressesBeside = (cardId: string, owner: CardOwner): ItemAddress[] => [
  { table: 'merchants', key: merchantKey(owner.userNo) },
  { table: 'ledger', key: balanceKey(spendingAccount({ ...owner, cardId })) },
  ...(owner.groupId === undefined ? [] : [{ table: 'cards', key: groupKey(owner.groupId) } as const]),
];

const isOwnerOf = ({ userNo, currency, groupId }: Card, owner: CardOwner | undefined): boolean =>
  userNo === owner?.userNo && currency === owner.currency && groupId === owner.groupId;
