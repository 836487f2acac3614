import type { Item } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import type { Write } from '../../../runtime/store/write.ts';
import type { IssuerName } from '../../issuer-name.ts';

type ExternalIdKind = 'card' | 'group';

/** Says which card or group of ours is the one that the issuer knows by this id. */
const externalIdKey = (issuer: IssuerName, kind: ExternalIdKind, externalId: string) => ({
  pk: `upstream/${issuer}/${kind}/${externalId}`,
});

/** The issuer opened the same card or group for two orders: nothing of it can be told apart any more. */
export class IssuerIdTaken extends Error {
  override readonly name = 'IssuerIdTaken';
}

/** Our id of what the issuer knows by `theirs`, or undefined when it is nothing of ours. */
export async function findLocalId(
  store: Store,
  issuer: IssuerName,
  kind: ExternalIdKind,
  externalId: string,
): Promise<string | undefined> {
  const item: Item | undefined = await store.get('cards', externalIdKey(issuer, kind, externalId));
  return item?.['ours'] as string | undefined;
}

/** The write that keeps, for what an order opened at the issuer, that it is `ours` here. */
export function externalIdWrites(
  issuer: IssuerName,
  kind: ExternalIdKind,
  externalId: string | undefined,
  localId: string,
): Write[] {
  if (externalId === undefined) return [];
  const item = { ...externalIdKey(issuer, kind, externalId), ours: localId };
  const otherwise = () => new IssuerIdTaken(`${kind} ${externalId} of ${issuer}`);
  return [{ kind: 'put', table: 'cards', item, onConflict: otherwise }];
}
