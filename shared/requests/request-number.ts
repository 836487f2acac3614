import { hash } from 'node:crypto';
import { RequestNumberReused } from '../contract/errors.ts';
import type { Store } from '../store/store.ts';
import type { Put } from '../store/write.ts';

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
  if (!item) return undefined;
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
export function takeRequestNumber(request: NumberedRequest, answer: object): Put {
  return {
    kind: 'put',
    table: 'orders',
    item: { ...requestKey(request), fingerprint: fingerprint(request), answer },
    otherwise: () => new RequestNumberTaken(),
  };
}

/** The request's number at a platform below: the same every time, and no other request's. */
export const numberBelow = ({ userNo, userReqNo }: Pick<NumberedRequest, 'userNo' | 'userReqNo'>): string =>
  hash('sha256', `${userNo}/${userReqNo}`);

/** A hash of what is asked for: the content itself is not kept. */
export function fingerprint({ operation, content }: Pick<NumberedRequest, 'operation' | 'content'>): string {
  const fields = Object.entries(content).sort(([one], [other]) => (one < other ? -1 : 1));
  return hash('sha256', JSON.stringify([operation, fields]));
}
