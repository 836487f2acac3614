import { holderFrom, holderKey, type Person } from '../../cardholders/holder.ts';
import type { CallRequest } from '../../client/client.ts';
import type { Store } from '../../store/store.ts';
import type { IssuerName } from '../issuer-name.ts';

const idKey = (issuer: IssuerName, cardUserId: string) => ({ pk: `upstream/${issuer}/${cardUserId}` });

/** The issuer's id of our cardholder, if the holder was reported there. */
export async function reportedId(
  store: Store,
  issuer: IssuerName,
  cardUserId: string,
): Promise<string | undefined> {
  return (await store.get('cardholders', idKey(issuer, cardUserId)))?.['theirs'] as string | undefined;
}

/** Keeps the issuer's id of our cardholder. */
export function keepReportedId(
  store: Store,
  issuer: IssuerName,
  cardUserId: string,
  theirs: string,
): Promise<void> {
  const item = { ...idKey(issuer, cardUserId), theirs };
  return store.write([{ kind: 'put', table: 'cardholders', item, replace: true }]);
}

/**
 * What our cardholder is reported with. The pictures of documents stay here: no function can read them. The same person
 * reported again is known by email and mobile, so it needs no number.
 */
export async function reportOf(store: Store, cardUserId: string): Promise<CallRequest<'cardholderApply'>> {
  const item = await store.get('cardholders', holderKey(cardUserId));
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
  } = holderFrom(item);
  return person satisfies Person as CallRequest<'cardholderApply'>;
}
