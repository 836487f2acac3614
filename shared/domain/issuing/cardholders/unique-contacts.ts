import { WriteConflict } from '../../../runtime/idempotency/execute-once.ts';
import type { Key } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { absent, equals, type Update } from '../../../runtime/store/write.ts';
import { type Cardholder, cardholderFrom, cardholderKey } from '../model/cardholder.ts';

/** What can have one holder of a merchant only: an address, and a number with its prefix. */
type ContactOwner = Pick<
  Cardholder,
  'cardUserId' | 'userNo' | 'email' | 'mobilePrefix' | 'mobile' | 'nationalNumber'
>;

/** Whether two addresses are one: nobody has two mailboxes that differ in the case of letters. */
export const isSameEmail = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Nothing is ever deleted here: what is not taken has no item, or one that names no holder. */
const contactKeys = ({
  userNo,
  email,
  mobilePrefix,
  mobile,
  nationalNumber = mobile,
}: Omit<ContactOwner, 'cardUserId'>): Key[] => [
  { pk: `email/${userNo}/${email.toLowerCase()}` },
  { pk: `mobile/${userNo}/${mobilePrefix}/${nationalNumber}` },
];

/**
 * The holders who have the address or the number, each once. StaleDecision when one of them is just being made or
 * deleted: several items are not read in one moment.
 */
export async function contactOwners(
  store: Store,
  wanted: Omit<ContactOwner, 'cardUserId'>,
): Promise<Cardholder[]> {
  const claims = await store.getMany('cardholders', contactKeys(wanted));
  const ids = claims.flatMap((claim) => claim?.['cardUserId'] ?? []) as string[];
  const items = await store.getMany('cardholders', [...new Set(ids)].map(cardholderKey));
  return items.map((item) => {
    if (!item || item['status'] === 'deleted') throw new WriteConflict();
    return cardholderFrom(item);
  });
}

/** Takes the address and the number for the holder. StaleDecision when one of them is not free any more. */
export const contactClaimWrites = (holder: ContactOwner): Update[] =>
  contactKeys(holder).map((key) => ({
    kind: 'update',
    table: 'cardholders',
    key,
    set: { cardUserId: holder.cardUserId },
    when: [absent('cardUserId')],
    onConflict: () => new WriteConflict(),
  }));

/** Frees the holder's address and number for others. */
export const contactReleaseWrites = (holder: ContactOwner): Update[] =>
  contactKeys(holder).map((key) => ({
    kind: 'update',
    table: 'cardholders',
    key,
    remove: ['cardUserId'],
    when: [equals('cardUserId', holder.cardUserId)],
    onConflict: () => new WriteConflict(),
  }));
