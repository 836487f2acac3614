import type { CallRequest } from '../../../../client/client.ts';
import type { Store } from '../../../../runtime/store/store.ts';
import type { IssuerName } from '../../../issuer-name.ts';
import { cardholderFrom, cardholderKey, type Person } from '../../model/cardholder.ts';

const reportedIdKey = (issuer: IssuerName, cardUserId: string) => ({
  pk: `upstream/${issuer}/${cardUserId}`,
});

/** Returns the issuer's id of our cardholder, or undefined when the cardholder was not reported to it yet. */
export async function findReportedId(
  store: Store,
  issuer: IssuerName,
  cardUserId: string,
): Promise<string | undefined> {
  return (await store.get('cardholders', reportedIdKey(issuer, cardUserId)))?.['externalId'] as
    | string
    | undefined;
}

/** Stores the issuer's id of our cardholder. */
export function saveReportedId(
  store: Store,
  issuer: IssuerName,
  cardUserId: string,
  externalId: string,
): Promise<void> {
  const item = { ...reportedIdKey(issuer, cardUserId), externalId };
  return store.write([{ kind: 'put', table: 'cardholders', item, replace: true }]);
}

/**
 * Returns the request that reports our cardholder to an issuer. Document images are never passed on: no function can
 * read them. Email and mobile make the request idempotent, so it needs no request number.
 */
export async function cardholderReport(
  store: Store,
  cardUserId: string,
): Promise<CallRequest<'cardholderApply'>> {
  const item = await store.get('cardholders', cardholderKey(cardUserId));
  if (!item) throw new Error(`cardholder ${cardUserId} is gone`);
  const {
    cardUserId: _id,
    userNo: _userNo,
    status: _status,
    images: _images,
    fingerprint: _fingerprint,
    liveCards: _liveCards,
    createdAt: _createdAt,
    remark: _remark,
    ...person
  } = cardholderFrom(item);
  return person satisfies Person as CallRequest<'cardholderApply'>;
}
