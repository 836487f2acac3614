import type { Key } from '../../runtime/store/item.ts';
import type { Store } from '../../runtime/store/store.ts';
import { absent, equals, type Write } from '../../runtime/store/write.ts';
import type { Counterparty } from './counterparty.ts';
import { keyClaimWrites, partyKeys } from './key-registry.ts';
import { keyRemovalWrites } from './platform-keys.ts';

/** Somebody changed the record since it was read: what was decided by it has to be decided anew. */
export class RecordChanged extends Error {
  override readonly name = 'RecordChanged';
  constructor() {
    super('somebody else is changing this record, again and again: try again');
  }
}

/** How often a command is decided anew before it gives up: each time, another one has come to its end. */
const MAX_ATTEMPTS = 20;

/** Carries out an act that reads records, decides and stores them; from its beginning as often as somebody was faster. */
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

/** The version of a record, if it has one, as an attribute. */
export const versionAttribute = (party: Versioned | undefined): Versioned =>
  party?.version === undefined ? {} : { version: party.version };

/** The version of what is stored in place of the record. */
export const nextVersion = (party: Versioned | undefined): number => (party?.version ?? 0) + 1;

/**
 * What stores a counterparty under its key, in place of the record that it was read from, takes its new keys for it and forgets
 * those that it does not have any more: all of it or nothing.
 *
 * @throws RecordChanged, as the write does, where another record stands there; KeyTaken, KeyRetired
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
