import type { Key } from '../../runtime/store/item.ts';
import type { Store } from '../../runtime/store/store.ts';
import { absent, equals, type Write } from '../../runtime/store/write.ts';
import type { Counterparty } from './counterparty.ts';
import { keyClaimWrites, partyKeys } from './key-registry.ts';
import { keyRemovalWrites } from './platform-keys.ts';

/** The record has changed since it was read; the change must be computed again. */
export class RecordChanged extends Error {
  override readonly name = 'RecordChanged';
  constructor() {
    super('this record keeps changing concurrently: try again');
  }
}

/** Attempts before a command gives up; each failed attempt means that another command succeeded. */
const MAX_ATTEMPTS = 20;

/**
 * Runs a command that reads, changes and stores records, and runs it again while concurrent changes get in between.
 *
 * @throws RecordChanged when the attempts are used up
 */
export async function retryOnRecordChange<Result>(act: () => Promise<Result>): Promise<Result> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof RecordChanged) || attempts === MAX_ATTEMPTS) throw error;
    }
  }
}

type Versioned = Pick<Counterparty, 'version'>;

/** The record's version as an attribute, if it has one. */
export const versionAttribute = (party: Versioned | undefined): Versioned =>
  party?.version === undefined ? {} : { version: party.version };

/** The version of the record that will replace this one. */
export const nextVersion = (party: Versioned | undefined): number => (party?.version ?? 0) + 1;

/**
 * Builds the writes that store a counterparty in place of the record it was read from, claim its new keys and remove
 * the private keys it no longer has, as one transaction. The writes fail with the same errors.
 *
 * @throws RecordChanged when the record has changed since it was read
 * @throws KeyAlreadyClaimed, KeyRetired when a new key is not free
 */
export async function partyWrites(store: Store, key: Key, party: Counterparty): Promise<Write[]> {
  const current = (await store.get('merchants', key)) as Counterparty | undefined;
  if (current?.version !== party.version) throw new RecordChanged();
  const currentKeys = current ? partyKeys(current) : [];
  const newKeys = partyKeys(party).filter(
    ({ publicKey, side }) => !currentKeys.some((one) => one.publicKey === publicKey && one.side === side),
  );
  const put: Write = {
    kind: 'put',
    table: 'merchants',
    item: { ...party, ...key, version: nextVersion(current) },
    ...(current && { replace: true, when: [sameVersion(current)] }),
    onConflict: () => new RecordChanged(),
  };
  return [put, ...(await keyClaimWrites(store, key.pk, newKeys)), ...keyRemovalWrites(key, current, party)];
}

const sameVersion = ({ version }: Versioned) =>
  version === undefined ? absent('version') : equals('version', version);
