import { StaleDecision } from '../requests/once.ts';
import type { Key } from '../store/item.ts';
import type { Store } from '../store/store.ts';
import { absent, equals, type Update } from '../store/write.ts';
import { type Cardholder, holderFrom, holderKey } from './holder.ts';

/** What can have one holder of a merchant only: an address, and a number with its prefix. */
type Claimant = Pick<
  Cardholder,
  'cardUserId' | 'userNo' | 'email' | 'mobilePrefix' | 'mobile' | 'nationalNumber'
>;

/** Whether two addresses are one: nobody has two mailboxes that differ in the case of letters. */
export const isSameAddress = (one: string, other: string): boolean =>
  one.toLowerCase() === other.toLowerCase();

/** Nothing is ever deleted here: what is not taken has no item, or one that names no holder. */
const claimKeys = ({
  userNo,
  email,
  mobilePrefix,
  mobile,
  nationalNumber = mobile,
}: Omit<Claimant, 'cardUserId'>): Key[] => [
  { pk: `email/${userNo}/${email.toLowerCase()}` },
  { pk: `mobile/${userNo}/${mobilePrefix}/${nationalNumber}` },
];

/**
 * The holders who have the address or the number, each once. StaleDecision when one of them is just being made or
 * deleted: several items are not read in one moment.
 */
export async function claimants(store: Store, wanted: Omit<Claimant, 'cardUserId'>): Promise<Cardholder[]> {
  const claims = await store.getMany('cardholders', claimKeys(wanted));
  const ids = claims.flatMap((claim) => claim?.['cardUserId'] ?? []) as string[];
  const items = await store.getMany('cardholders', [...new Set(ids)].map(holderKey));
  return items.map((item) => {
    if (!item || item['status'] === 'deleted') throw new StaleDecision();
    return holderFrom(item);
  });
}

/** Takes the address and the number for the holder. StaleDecision when one of them is not free any more. */
export const takeClaims = (holder: Claimant): Update[] =>
  claimKeys(holder).map((key) => ({
    kind: 'update',
    table: 'cardholders',
    key,
    set: { cardUserId: holder.cardUserId },
    when: [absent('cardUserId')],
    otherwise: () => new StaleDecision(),
  }));

/** Frees the holder's address and number for others. */
export const freeClaims = (holder: Claimant): Update[] =>
  claimKeys(holder).map((key) => ({
    kind: 'update',
    table: 'cardholders',
    key,
    remove: ['cardUserId'],
    when: [equals('cardUserId', holder.cardUserId)],
    otherwise: () => new StaleDecision(),
  }));
