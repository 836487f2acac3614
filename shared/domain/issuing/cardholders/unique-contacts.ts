import { WriteConflict, writeConflict } from '../../../runtime/idempotency/execute-once.ts';
import type { Key } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { absent, equals, type Update } from '../../../runtime/store/write.ts';
import { type Cardholder, cardholderFrom, cardholderKey } from '../model/cardholder.ts';

/** A cardholder with the contacts that are unique per merchant: the email address and the mobile number. */
type ContactOwner = Pick<
  Cardholder,
  'cardUserId' | 'userNo' | 'email' | 'mobilePrefix' | 'mobile' | 'nationalNumber'
>;

/** Whether two email addresses are equal. Case is ignored, as no two mailboxes differ by it in practice. */
export const isSameEmail = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/**
 * Returns the keys of the claims. Claims are never deleted: a free contact has no item, or one without a cardholder.
 */
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
 * Returns the cardholders who own the email address or the mobile number, without duplicates.
 *
 * @throws WriteConflict when one of them is being created or deleted, since the items are not read atomically
 */
export async function contactOwners(
  store: Store,
  contacts: Omit<ContactOwner, 'cardUserId'>,
): Promise<Cardholder[]> {
  const claims = await store.getMany('cardholders', contactKeys(contacts));
  const ids = claims.flatMap((claim) => claim?.['cardUserId'] ?? []) as string[];
  const items = await store.getMany('cardholders', [...new Set(ids)].map(cardholderKey));
  return items.map((item) => {
    if (!item || item['status'] === 'deleted') throw new WriteConflict();
    return cardholderFrom(item);
  });
}

/**
 * Claims email and mobile for the cardholder.
 *
 * @throws WriteConflict from the transaction, when one of them is no longer free
 */
export const contactClaimWrites = (holder: ContactOwner): Update[] =>
  contactKeys(holder).map((key) => ({
    kind: 'update',
    table: 'cardholders',
    key,
    set: { cardUserId: holder.cardUserId },
    when: [absent('cardUserId')],
    onConflict: writeConflict,
  }));

/** Releases the cardholder's email and mobile. */
export const contactReleaseWrites = (holder: ContactOwner): Update[] =>
  contactKeys(holder).map((key) => ({
    kind: 'update',
    table: 'cardholders',
    key,
    remove: ['cardUserId'],
    when: [equals('cardUserId', holder.cardUserId)],
    onConflict: writeConflict,
  }));
