import { hash } from 'node:crypto';
import { RequestNumberReused } from '../contract/errors.ts';
import type { Store } from '../store/store.ts';
import { absent, type Update } from '../store/write.ts';

/** A merchant's request to change something, as it is told apart from others by userReqNo (contract section 2). */
export interface NumberedRequest {
  readonly userNo: string;
  readonly userReqNo: string;
  /** The operation's name: one number cannot serve two operations. */
  readonly operation: string;
  /** The checked request, so that "1" and 1 are the same content. */
  readonly content: object;
}

/** Another request took the number at the same moment. */
export class RequestNumberTaken extends Error {
  override readonly name = 'RequestNumberTaken';
}

const requestKey = ({ userNo, userReqNo }: Pick<NumberedRequest, 'userNo' | 'userReqNo'>) => ({
  pk: `request/${userNo}/${userReqNo}`,
});

/** What the number was answered with before; undefined when it is new. RequestNumberReused for other content. */
export async function earlierAnswer<Answer>(
  store: Store,
  request: NumberedRequest,
): Promise<Answer | undefined> {
  const item = await store.get('orders', requestKey(request));
  if (item?.['fingerprint'] === undefined) return undefined;
  if (item['fingerprint'] !== fingerprint(request)) throw new RequestNumberReused();
  return item['answer'] as Answer;
}

/** What stands in the answer that the number got: the id of what it made; undefined when it made no such thing. */
async function answeredId(
  store: Store,
  request: Pick<NumberedRequest, 'userNo' | 'userReqNo'>,
  field: 'orderId' | 'orderNo',
): Promise<string | undefined> {
  const item = await store.get('orders', requestKey(request));
  return (item?.['answer'] as { [id in typeof field]?: string } | undefined)?.[field];
}

/** The order that the number stands for; undefined when there is none. */
export const orderIdFor = (store: Store, userNo: string, userReqNo: string): Promise<string | undefined> =>
  answeredId(store, { userNo, userReqNo }, 'orderId');

/** The acquiring order or withdrawal that the number stands for; undefined when there is none. */
export const orderNoFor = (store: Store, userNo: string, userReqNo: string): Promise<string | undefined> =>
  answeredId(store, { userNo, userReqNo }, 'orderNo');

/** Takes the number for this request and its answer. RequestNumberTaken when somebody was faster. */
export function takeRequestNumber(request: NumberedRequest, answer: object): Update {
  return {
    kind: 'update',
    table: 'orders',
    key: requestKey(request),
    set: { fingerprint: fingerprint(request), answer },
    when: [absent('fingerprint')],
    otherwise: () => new RequestNumberTaken(),
  };
}

/** Gives the number back whose change a platform below refused: a refusal uses no number up (contract section 2). */
export const freeRequestNumber = (
  request: Pick<NumberedRequest, 'userNo' | 'userReqNo'>,
  refusedChange: string,
): Update => ({
  kind: 'update',
  table: 'orders',
  key: requestKey(request),
  set: { answer: {}, refusedChange },
  remove: ['fingerprint'],
});

/** The change that was refused after it had this number; undefined when there was none. */
export async function refusedUnder(
  store: Store,
  request: Pick<NumberedRequest, 'userNo' | 'userReqNo'>,
): Promise<string | undefined> {
  return (await store.get('orders', requestKey(request)))?.['refusedChange'] as string | undefined;
}

/** A hash of what is asked for: the content itself is not kept. */
export function fingerprint({ operation, content }: Pick<NumberedRequest, 'operation' | 'content'>): string {
  const fields = Object.entries(content).sort(([one], [other]) => (one < other ? -1 : 1));
  return hash('sha256', JSON.stringify([operation, fields]));
}
