import type { CallRequest } from '../../../../client/client.ts';
import type { Store } from '../../../../runtime/store/store.ts';
import type { IssuerName } from '../../../issuer-name.ts';
import { cardholderFrom, cardholderKey, type Person } from '../../model/cardholder.ts';

const reportedIdKey = (issuer: IssuerName, cardUserId: string) => ({
  pk: `upstream/${issuer}/${cardUserId}`,
});

/** The issuer's id of our cardholder, if the holder was reported there. */
export async function findReportedId(
  store: Store,
  issuer: IssuerName,
  cardUserId: string,
): Promise<string | undefined> {
  return (await store.get('cardholders', reportedIdKey(issuer, cardUserId)))?.['theirs'] as
    | string
    | undefined;
}

/** Keeps the issuer's id of our cardholder. */
export function saveReportedId(
  store: Store,
  issuer: IssuerName,
  cardUserId: string,
  externalId: string,
): Promise<void> {
  const item = { ...reportedIdKey(issuer, cardUserId), theirs: externalId };
  return store.write([{ kind: 'put', table: 'cardholders', item, replace: true }]);
}

/**
 * What our cardholder is reported with. The pictures of documents stay here: no function can read them. The same person
 * reported again is known by email and mobile, so it needs no number.
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
