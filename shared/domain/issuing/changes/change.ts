import { dueIndexAttributes } from '../../../runtime/queue/due-index.ts';
import type { Item } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import type { ErrorCode } from '../../../wire/errors.ts';
import type { SubjectId } from '../model/change-subject.ts';
import type { FreezeState } from '../model/change-tracking.ts';

/** The fields that a change sets. */
export interface ChangedFields {
  readonly status?: FreezeState;
  /** A supplementary card's own limit, in minor units. Zero removes it. */
  readonly limit?: bigint;
  readonly alias?: string;
  readonly label?: string;
}

/**
 * A change's state. It stays `open` from acceptance until its outcome is known:
 *
 *   (accepted) ──▶ open ──▶ applied       at the issuer and here
 *                   ├─────▶ refused       by the issuer, for good; nothing changes here
 *                   └─────▶ replaced      by a newer change, before it was sent
 */
type ChangeState = 'open' | 'applied' | 'refused' | 'replaced';

/**
 * A change of a card or group at an external issuer that moves no money. The changes of one subject are carried out one
 * by one in order of acceptance: none is sent before the outcome of every earlier one is known.
 */
export interface Change {
  /** Also its request number at the issuer. */
  readonly changeId: string;
  readonly subject: SubjectId;
  /** The subject's version with this change. Later changes have higher ones. */
  readonly version: number;
  readonly requested: ChangedFields;
  readonly state: ChangeState;
  /** The error code with which the issuer refused it. */
  readonly refusal?: ErrorCode;
  readonly userNo: string;
  /** The merchant's request number. Absent for a correction of our own. */
  readonly userReqNo?: string;
  /** Hash of the merchant's request. */
  readonly fingerprint?: string;
  /** When a request under that number was first refused, epoch milliseconds. */
  readonly numberRefusedAt?: number;
  readonly correlationId: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** When it was first sent, epoch milliseconds. */
  readonly sentAt?: number;
  /** It was sent more than once, so one of the calls may still arrive. */
  readonly isResent?: true;
  /** Number of resends without an outcome. */
  readonly resends?: number;
  /** When it is due to be sent again, epoch milliseconds. */
  readonly resendAt?: number;
  readonly finishedAt?: number;
  /** For a correction of our own: the number of refused corrections before it. */
  readonly corrections?: number;
  /** When to recheck the state at the issuer, epoch milliseconds: after a resent change or a refused correction. */
  readonly recheckAt?: number;
  /** Number of failed rechecks. */
  readonly rechecks?: number;
}

const ID_PREFIX = 'c';

/** Returns the id of a change for a unique id. Its prefix distinguishes it from an order's. */
export const changeIdOf = (id: string): string => `${ID_PREFIX}${id}`;

/** Whether an id in the work queue is that of a change, not of an order. */
export const isChangeId = (id: string): boolean => id.startsWith(ID_PREFIX);

/** The key of a change's record. It is in the orders table, so that one sweep finds all that is due. */
export const changeKey = (changeId: string) => ({ pk: `change/${changeId}` });

/** Returns the attributes by which the sweep finds a change and enqueues it. */
export const changeDueAttributes = (changeId: string, at: number): Item => ({
  ...dueIndexAttributes(changeId, at),
  orderId: changeId,
});

/** Parses a stored change. */
export function changeFrom({ pk: _, orderId: __, dueShard: ___, dueAt: ____, ...item }: Item): Change {
  const change = item as unknown as Change;
  const { limit } = change.requested;
  return limit === undefined
    ? change
    : { ...change, requested: { ...change.requested, limit: BigInt(limit) } };
}

/** Returns the change with this id, or undefined. */
export async function findChange(store: Store, changeId: string): Promise<Change | undefined> {
  const item = await store.get('orders', changeKey(changeId));
  return item && changeFrom(item);
}

/** Returns the changes with these ids, in order. All of them must exist. */
export async function readChanges(store: Store, changeIds: readonly string[]): Promise<Change[]> {
  const items = await store.getMany('orders', changeIds.map(changeKey));
  return items.map((item, index) => {
    if (!item) throw new Error(`change ${changeIds[index]} is gone`);
    return changeFrom(item);
  });
}

/** Whether the change has to be sent to the issuer. */
export const affectsIssuer = ({ status, limit }: ChangedFields): boolean =>
  status !== undefined || limit !== undefined;
