import type { Item } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { NothingFound } from '../../../wire/errors.ts';
import type { IssuerName } from '../../issuer-name.ts';
import type { ChangeTracking } from './change-tracking.ts';

/** A frozen group accepts no new cards, and transactions on its cards are declined. */
export type GroupStatus = 'enabled' | 'frozen';

/**
 * A pool of money shared by supplementary cards, as stored in the cards table. Amounts in minor units of `currency`.
 */
export interface Group extends ChangeTracking {
  readonly groupId: string;
  readonly userNo: string;
  readonly name: string;
  readonly status: GroupStatus;
  readonly currency: string;
  /** The BIN range of its cards, unless an opening requests another. */
  readonly binRangeId: string;
  readonly issuer: IssuerName;
  /** Its id at its external issuer. */
  readonly issuerGroupId?: string;
  /** Total paid into the pool, less refunds to the account, pending ones included. */
  readonly funded: bigint;
  /** Number of cards that are not closed. */
  readonly cardCount: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** The key of a group's record. */
export const groupKey = (groupId: string) => ({ pk: `group/${groupId}` });

/** Parses a stored group. */
export function groupFrom(item: Item): Group {
  const group = item as unknown as Group;
  return { ...group, funded: BigInt(group.funded) };
}

/** Returns the item that stores a group. `groupOwner` adds it to the index of the merchant's groups. */
export const groupItem = (group: Group) => ({
  ...groupKey(group.groupId),
  ...group,
  groupOwner: group.userNo,
});

/**
 * Returns the merchant's group.
 *
 * @throws NothingFound when it does not exist or belongs to another merchant
 */
export async function groupOf(store: Store, userNo: string, groupId: string): Promise<Group> {
  const item = await store.get('cards', groupKey(groupId));
  if (!item || item['userNo'] !== userNo) throw new NothingFound('groupId', 'group');
  return groupFrom(item);
}
