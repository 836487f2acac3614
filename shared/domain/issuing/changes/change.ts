import { dueIndexAttributes } from '../../../runtime/queue/due-index.ts';
import type { Item } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import type { ErrorCode } from '../../../wire/errors.ts';
import type { SubjectId } from '../model/change-subject.ts';
import type { FreezeState } from '../model/change-tracking.ts';

/** What is to be different: the status, a supplementary card's own limit in minor units (0: none), alias and label. */
export interface ChangedFields {
  readonly status?: FreezeState;
  readonly limit?: bigint;
  readonly alias?: string;
  readonly label?: string;
}

/**
 * A change's life. `open` from its acceptance until its outcome is known:
 *
 *   (accepted) ──▶ open ──▶ applied       there and here
 *                   ├─────▶ refused       there, for ever; nothing is different here
 *                   └─────▶ replaced      by a newer one, before it was sent: it never is
 */
export type ChangeState = 'open' | 'applied' | 'refused' | 'replaced';

/**
 * A change of a card or group at a platform below, beside its money. Those of one subject are carried out one after the
 * other, as they were accepted: a later one is not sent before the outcome of each earlier one is known.
 */
export interface Change {
  /** Its request number there as well. */
  readonly changeId: string;
  readonly subject: SubjectId;
  /** That of the subject with this change: later changes have higher ones. */
  readonly version: number;
  readonly wanted: ChangedFields;
  readonly state: ChangeState;
  /** The code that the platform below refused it with. */
  readonly refusal?: ErrorCode;
  readonly userNo: string;
  /** The merchant's number for it, and what was asked for by that number; a change of our own accord has none. */
  readonly userReqNo?: string;
  readonly fingerprint?: string;
  /** When a request under that number was first refused, where one was. */
  readonly numberRefusedAt?: number;
  readonly correlationId: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** When it was first sent. */
  readonly sentAt?: number;
  /** It was sent more than once: one of the calls may still arrive. */
  readonly isDoubted?: true;
  /** How often it was sent without an answer when that was due, and when it is due again. */
  readonly asked?: number;
  readonly askAt?: number;
  readonly finishedAt?: number;
  /** Of a change of our own accord: how many of them went before it, as each was refused there. */
  readonly corrections?: number;
  /** When to look whether it is still so there: of one that was doubted, or corrects and was refused. */
  readonly lookAt?: number;
  /** How often it was to be looked at and could not be. */
  readonly looks?: number;
}

const ID_PREFIX = 'c';

/** The id of a change for an id that nothing else has: by the letter it is told from an order's. */
export const changeIdOf = (id: string): string => `${ID_PREFIX}${id}`;

/** Whether what waits for the worker under this id is a change, and not an order. */
export const isChangeId = (id: string): boolean => id.startsWith(ID_PREFIX);

/** The key of a change's record, in the orders room: what is due there is found by one sweep. */
export const changeKey = (changeId: string) => ({ pk: `change/${changeId}` });

/** The attributes by which the sweep finds a change and wakes the worker for it. */
export const changeDueAttributes = (changeId: string, at: number): Item => ({
  ...dueIndexAttributes(changeId, at),
  orderId: changeId,
});

/** The change that a stored item holds. */
export function changeFrom({ pk: _, orderId: __, dueShard: ___, dueAt: ____, ...item }: Item): Change {
  const change = item as unknown as Change;
  const { limit } = change.wanted;
  return limit === undefined ? change : { ...change, wanted: { ...change.wanted, limit: BigInt(limit) } };
}

/** The change, or undefined when there is none of this id. */
export async function findChange(store: Store, changeId: string): Promise<Change | undefined> {
  const item = await store.get('orders', changeKey(changeId));
  return item && changeFrom(item);
}

/** The changes, in the order of their ids; all of them must be there. */
export async function readChanges(store: Store, changeIds: readonly string[]): Promise<Change[]> {
  const items = await store.getMany('orders', changeIds.map(changeKey));
  return items.map((item, index) => {
    if (!item) throw new Error(`change ${changeIds[index]} is gone`);
    return changeFrom(item);
  });
}

/** Whether a platform below has to be told. */
export const affectsIssuer = ({ status, limit }: ChangedFields): boolean =>
  status !== undefined || limit !== undefined;
