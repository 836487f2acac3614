import type { Item } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import type { Write } from '../../../runtime/store/write.ts';
import type { IssuerName } from '../../issuer-name.ts';

type ExternalIdKind = 'card' | 'group';

/** The key of the record that maps an issuer's id to our card or group. */
const externalIdKey = (issuer: IssuerName, kind: ExternalIdKind, externalId: string) => ({
  pk: `upstream/${issuer}/${kind}/${externalId}`,
});

/** The issuer returned the same card or group for two orders, so they can no longer be told apart. */
class IssuerIdTaken extends Error {
  override readonly name = 'IssuerIdTaken';
}

/** Returns our id of the card or group with this id at the issuer, or undefined when it is not ours. */
export async function findLocalId(
  store: Store,
  issuer: IssuerName,
  kind: ExternalIdKind,
  externalId: string,
): Promise<string | undefined> {
  const item: Item | undefined = await store.get('cards', externalIdKey(issuer, kind, externalId));
  return item?.['localId'] as string | undefined;
}

/**
 * Maps the issuer's id of a card or group to our id.
 *
 * @throws IssuerIdTaken from the transaction, when the issuer's id is mapped already
 */
export function externalIdWrites(
  issuer: IssuerName,
  kind: ExternalIdKind,
  externalId: string | undefined,
  localId: string,
): Write[] {
  if (externalId === undefined) return [];
  const item = { ...externalIdKey(issuer, kind, externalId), localId };
  const onConflict = () => new IssuerIdTaken(`${kind} ${externalId} of ${issuer}`);
  return [{ kind: 'put', table: 'cards', item, onConflict }];
}
