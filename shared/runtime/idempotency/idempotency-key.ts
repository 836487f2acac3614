import { hash } from 'node:crypto';
import { RequestNumberEnded, RequestNumberReused } from '../../wire/errors.ts';
import type { Store } from '../store/store.ts';
import { absent, type Update } from '../store/write.ts';

/** A merchant's request to change something, as it is told apart from others by userReqNo (contract section 2). */
export interface IdempotentRequest {
  readonly userNo: string;
  readonly userReqNo: string;
  /** The operation's name: one number cannot serve two operations. */
  readonly operation: string;
  /** The checked request, so that "1" and 1 are the same content. */
  readonly content: object;
}

/** How long the number of a refused request is good in an unsigned one (contract section 2). */
const REFUSED_KEY_LIFETIME_MS = 24 * 3_600_000;

/** Another request took the number at the same moment. */
export class IdempotencyKeyClaimed extends Error {
  override readonly name = 'IdempotencyKeyClaimed';
}

const idempotencyKey = ({ userNo, userReqNo }: Pick<IdempotentRequest, 'userNo' | 'userReqNo'>) => ({
  pk: `request/${userNo}/${userReqNo}`,
});

/**
 * What the number was answered with before; undefined when it is new.
 *
 * @throws RequestNumberReused for other content, RequestNumberEnded where it comes `unsignedAt` that time (epoch
 * milliseconds), a day or more after it was first refused
 */
export async function findStoredResult<Result>(
  store: Store,
  request: IdempotentRequest,
  unsignedAt?: number,
): Promise<Result | undefined> {
  const item = await store.get('orders', idempotencyKey(request));
  if (item?.['fingerprint'] === undefined) {
    const refusedAt = item?.['refusedAt'] as number | undefined;
    if (
      unsignedAt !== undefined &&
      refusedAt !== undefined &&
      refusedAt + REFUSED_KEY_LIFETIME_MS <= unsignedAt
    )
      throw new RequestNumberEnded();
    return undefined;
  }
  if (item['fingerprint'] !== requestFingerprint(request)) throw new RequestNumberReused();
  return item['answer'] as Result;
}

/** What stands in the answer that the number got: the id of what it made; undefined when it made no such thing. */
async function findStoredId(
  store: Store,
  request: Pick<IdempotentRequest, 'userNo' | 'userReqNo'>,
  field: 'orderId' | 'orderNo',
): Promise<string | undefined> {
  const item = await store.get('orders', idempotencyKey(request));
  return (item?.['answer'] as { [id in typeof field]?: string } | undefined)?.[field];
}

/** The order that the number stands for; undefined when there is none. */
export const findOrderId = (store: Store, userNo: string, userReqNo: string): Promise<string | undefined> =>
  findStoredId(store, { userNo, userReqNo }, 'orderId');

/** The acquiring order or withdrawal that the number stands for; undefined when there is none. */
export const findDptOrderNo = (
  store: Store,
  userNo: string,
  userReqNo: string,
): Promise<string | undefined> => findStoredId(store, { userNo, userReqNo }, 'orderNo');

/** Takes the number for this request and its answer. RequestNumberTaken when somebody was faster. */
export function idempotencyClaimUpdate(request: IdempotentRequest, answer: object): Update {
  return {
    kind: 'update',
    table: 'orders',
    key: idempotencyKey(request),
    set: { fingerprint: requestFingerprint(request), answer },
    when: [absent('fingerprint')],
    onConflict: () => new IdempotencyKeyClaimed(),
  };
}

/** The number is taken, or the time of its first refusal kept already. */
export class RefusalAlreadyRecorded extends Error {
  override readonly name = 'RefusalAlreadyRecorded';
}

/** Keeps when a request under the number was first refused. RefusalIsKept where nothing is to be kept. */
export const refusalUpdate = (
  request: Pick<IdempotentRequest, 'userNo' | 'userReqNo'>,
  refusedAt: number,
): Update => ({
  kind: 'update',
  table: 'orders',
  key: idempotencyKey(request),
  set: { answer: {}, refusedAt },
  when: [absent('fingerprint'), absent('refusedAt')],
  onConflict: () => new RefusalAlreadyRecorded(),
});

/** What a number keeps of refusals. */
export interface RefusalRecord {
  /** The change that was refused by a platform below after it had this number. */
  readonly refusedChange?: string;
  /** When a request under it was first refused, epoch milliseconds. */
  readonly refusedAt?: number;
}

/** Gives the number back whose change a platform below refused: a refusal uses no number up (contract section 2). */
export const idempotencyReleaseUpdate = (
  request: Pick<IdempotentRequest, 'userNo' | 'userReqNo'>,
  refused: Required<RefusalRecord>,
): Update => ({
  kind: 'update',
  table: 'orders',
  key: idempotencyKey(request),
  set: { answer: {}, ...refused },
  remove: ['fingerprint'],
});

/** What is known of refusals under this number. */
export async function readRefusalRecord(
  store: Store,
  request: Pick<IdempotentRequest, 'userNo' | 'userReqNo'>,
): Promise<RefusalRecord> {
  return ((await store.get('orders', idempotencyKey(request))) ?? {}) as RefusalRecord;
}

/** A hash of what is asked for: the content itself is not kept. */
export function requestFingerprint({
  operation,
  content,
}: Pick<IdempotentRequest, 'operation' | 'content'>): string {
  const fields = Object.entries(content).sort(([one], [other]) => (one < other ? -1 : 1));
  return hash('sha256', JSON.stringify([operation, fields]));
}
