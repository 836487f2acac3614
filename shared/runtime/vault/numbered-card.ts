/** What never changes about an open card. With it, the merchant and the balance can be read beside the card. */
export interface CardOwner {
  readonly userNo: string;
  readonly currency: string;
  /** The group whose pool the card spends from. */
  readonly groupId?: string;
}

/**
 * The card that has a number. `owner` is as it was when the card was opened; absent for a card from stock and for old
 * cards. Whether the card is open and whose it is, only its own record decides.
 */
export interface NumberedCard {
  readonly cardId: string;
  readonly owner?: CardOwner;
}

/** The key of the item that says which card has the number with this hash. */
export const panHashKey = (hash: string) => ({ pk: `number/${hash}` });

/** The item that says which card has the number with this hash. */
export const numberItem = (hash: string, { cardId, owner }: NumberedCard) => ({
  ...panHashKey(hash),
  cardId,
  ...(owner && { owner }),
});
