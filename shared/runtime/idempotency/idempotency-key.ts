import { hash } from 'node:crypto';
import { RequestNumberEnded, RequestNumberReused } from '../../wire/errors.ts';
import { DAY_MS } from '../duration.ts';
import type { Store } from '../store/store.ts';
import { absent, type Update } from '../store/write.ts';

/** A merchant's request to change something, identified by its userReqNo (contract section 2). */
export interface IdempotentRequest {
  readonly userNo: string;
  readonly userReqNo: string;
  /** The operation's name: one number cannot be used for two operations. */
  readonly operation: string;
  /** The validated request, so that "1" and 1 are the same content. */
  readonly content: object;
}

/** How long an unsigned request may be repeated after its first refusal (contract section 2). */
const REFUSED_KEY_LIFETIME_MS = DAY_MS;

/** A concurrent request claimed the number. */
export class IdempotencyKeyClaimed extends Error {
  override readonly name = 'IdempotencyKeyClaimed';
}

const idempotencyKey = ({ userNo, userReqNo }: Pick<IdempotentRequest, 'userNo' | 'userReqNo'>) => ({
  pk: `request/${userNo}/${userReqNo}`,
});

/**
 * Returns the result stored under the number; undefined when the number is unused. For an unsigned request,
 * `unsignedAt` is the time of the request, epoch milliseconds.
 *
 * @throws RequestNumberReused when the number was used with other content
 * @throws RequestNumberEnded when an unsigned request was first refused a day or more before
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
  return item['result'] as Result;
}

/** Returns an id from the result stored under the number; undefined when the result has none. */
async function findStoredId(
  store: Store,
  request: Pick<IdempotentRequest, 'userNo' | 'userReqNo'>,
  field: 'orderId' | 'orderNo',
): Promise<string | undefined> {
  const item = await store.get('orders', idempotencyKey(request));
  return (item?.['result'] as { [id in typeof field]?: string } | undefined)?.[field];
}

/** Returns the order that was placed under the number, or undefined. */
export const findOrderId = (store: Store, userNo: string, userReqNo: string): Promise<string | undefined> =>
  findStoredId(store, { userNo, userReqNo }, 'orderId');

/** Returns the acquiring order or withdrawal that was placed under the number, or undefined. */
export const findDptOrderNo = (
  store: Store,
  userNo: string,
  userReqNo: string,
): Promise<string | undefined> => findStoredId(store, { userNo, userReqNo }, 'orderNo');

/**
 * Claims the number for this request and its result.
 *
 * @throws IdempotencyKeyClaimed from the transaction, when it is claimed already
 */
export function idempotencyClaimUpdate(request: IdempotentRequest, result: object): Update {
  return {
    kind: 'update',
    table: 'orders',
    key: idempotencyKey(request),
    set: { fingerprint: requestFingerprint(request), result },
    when: [absent('fingerprint')],
    onConflict: () => new IdempotencyKeyClaimed(),
  };
}

/**
 * Records when a request under the number was first refused. Fails when the number is claimed or that is already
 * recorded.
 */
export const refusalUpdate = (
  request: Pick<IdempotentRequest, 'userNo' | 'userReqNo'>,
  refusedAt: number,
): Update => ({
  kind: 'update',
  table: 'orders',
  key: idempotencyKey(request),
  set: { result: {}, refusedAt },
  when: [absent('fingerprint'), absent('refusedAt')],
});

/** What is stored about refusals under a number. */
interface RefusalRecord {
  /** The change that an external issuer refused after it had claimed this number. */
  readonly refusedChange?: string;
  /** When a request under the number was first refused, epoch milliseconds. */
  readonly refusedAt?: number;
}

/**
 * Releases the number of a change that an external issuer refused: a refusal does not use up a number (contract section
 * 2).
 */
export const idempotencyReleaseUpdate = (
  request: Pick<IdempotentRequest, 'userNo' | 'userReqNo'>,
  refused: Required<RefusalRecord>,
): Update => ({
  kind: 'update',
  table: 'orders',
  key: idempotencyKey(request),
  set: { result: {}, ...refused },
  remove: ['fingerprint'],
});

/** Reads what is stored about refusals under the number. */
export async function readRefusalRecord(
  store: Store,
  request: Pick<IdempotentRequest, 'userNo' | 'userReqNo'>,
): Promise<RefusalRecord> {
  return ((await store.get('orders', idempotencyKey(request))) ?? {}) as RefusalRecord;
}

/** A hash of the request; its content is not stored. */
export function requestFingerprint({
  operation,
  content,
}: Pick<IdempotentRequest, 'operation' | 'content'>): string {
  const fields = Object.entries(content).sort(([one], [other]) => (one < other ? -1 : 1));
  return hash('sha256', JSON.stringify([operation, fields]));
}
