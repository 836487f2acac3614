import type { Item } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { NothingFound } from '../../../wire/errors.ts';
import type { IssuerName } from '../../issuer-name.ts';
import type { ChangeTracking } from './change-tracking.ts';

/** Cards of a frozen group are declined, and it takes no new ones. */
export type GroupStatus = 'enabled' | 'frozen';

/** A pool of money that supplementary cards share, as the cards room keeps it. Amounts in minor units of `currency`. */
export interface Group extends ChangeTracking {
  readonly groupId: string;
  readonly userNo: string;
  readonly name: string;
  readonly status: GroupStatus;
  readonly currency: string;
  /** The BIN range of its cards unless a card's opening names another. */
  readonly binRangeId: string;
  readonly issuer: IssuerName;
  /** Its id at an issuer that is another platform. */
  readonly issuerGroupId?: string;
  /** Paid into the pool so far, less what was refunded to the account or is about to be. */
  readonly funded: bigint;
  /** Cards that are not closed. */
  readonly cardCount: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** The key of a group's record. */
export const groupKey = (groupId: string) => ({ pk: `group/${groupId}` });

/** The group that a stored item holds. */
export function groupFrom(item: Item): Group {
  const group = item as unknown as Group;
  return { ...group, funded: BigInt(group.funded) };
}

/** The item that keeps a group; `groupOwner` puts it into the index of its merchant's groups. */
export const groupItem = (group: Group) => ({
  ...groupKey(group.groupId),
  ...group,
  groupOwner: group.userNo,
});

/** The merchant's group; NothingFound when there is none or it is another merchant's. */
export async function groupOf(store: Store, userNo: string, groupId: string): Promise<Group> {
  const item = await store.get('cards', groupKey(groupId));
  if (!item || item['userNo'] !== userNo) throw new NothingFound('groupId', 'group');
  return groupFrom(item);
}
