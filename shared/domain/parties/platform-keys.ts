import type { Key } from '../../runtime/store/item.ts';
import type { Store } from '../../runtime/store/store.ts';
import type { Write } from '../../runtime/store/write.ts';
import { openDataKeys } from '../../runtime/vault/open-data-keys.ts';
import { perRecord, type Sealed, Sealer } from '../../runtime/vault/sealer.ts';
import { exportPem, fingerprintOf, generateRsaKeyPair, type RsaModulusBits } from '../../wire/codec/keys.ts';
import { acceptPublicKey } from '../../wire/codec/modulus.ts';
import type { Counterparty, GeneratedField } from './counterparty.ts';

// The private halves of the platform's keys are in a table of their own, which nobody reaches who only has to know a
// counterparty. Each is an item under its counterparty's record and its fingerprint, which is written once: so whoever has
// opened it need not read it again, and finds by the record which one is good. It is sealed for that item under a data key
// that serves it alone, so that the keeper of keys is told whose key is opened each time.

/** What seals the platform's private keys, by the URI of their keeper. */
export const privateKeySealer = (uri = ''): Sealer => new Sealer(openDataKeys(uri), perRecord);

/** Where the private half of this key is, of the platform's keys for the counterparty of this record. */
const privateKeyItemKey = (record: Key, publicKey: string): Key => ({
  pk: `${record.pk}/${fingerprintOf(publicKey)}`,
});

/** The private half of a key of the platform's is not kept: it was replaced meanwhile, or lost. */
export class PrivateKeyMissing extends Error {
  override readonly name = 'PrivateKeyMissing';
  constructor({ pk }: Key) {
    super(`the private half of the platform's key ${pk} is not kept`);
  }
}

/**
 * Opens the private half of one of the platform's keys for the counterparty of this record: PKCS#8 PEM.
 *
 * @throws PrivateKeyMissing
 */
export async function openPrivateKey(
  { store, sealer }: { readonly store: Pick<Store, 'get'>; readonly sealer: Sealer },
  record: Key,
  publicKey: string,
): Promise<string> {
  const key = privateKeyItemKey(record, publicKey);
  const item = await store.get('keys', key);
  const sealed = item?.['privateKey'] as Sealed | undefined;
  if (!sealed) throw new PrivateKeyMissing(key);
  return (await sealer.open(sealed, key.pk)).toString();
}

/** A new key pair of the platform's: its public half, and the write that keeps the private one. */
export interface GeneratedKey {
  readonly publicKey: string;
  readonly keyWrite: Write;
}

/** Makes a key pair of the platform's for the counterparty of this record. */
export async function generatePlatformKey(
  sealer: Sealer,
  record: Key,
  bits: RsaModulusBits,
): Promise<GeneratedKey> {
  const { publicKey, privateKey } = await generateRsaKeyPair(bits);
  const key = privateKeyItemKey(record, publicKey);
  const item = { ...key, privateKey: await sealer.seal(privateKey, key.pk) };
  return { publicKey, keyWrite: { kind: 'put', table: 'keys', item } };
}

/** A counterparty, and the write that keeps what was made for it: to be stored together. */
export interface PartyWithKey<Party> {
  readonly party: Party;
  readonly keyWrite: Write;
}

/** A counterparty with a platform key pair of its own; its `platformPublicKey` is to be handed over. */
export async function withPlatformKey<Input extends Omit<Counterparty, GeneratedField>>(
  sealer: Sealer,
  input: Input,
  record: Key,
  platformKeyBits: RsaModulusBits,
): Promise<PartyWithKey<Input & Pick<Counterparty, GeneratedField>>> {
  const { publicKey: platformPublicKey, keyWrite } = await generatePlatformKey(
    sealer,
    record,
    platformKeyBits,
  );
  const publicKey = exportPem(acceptPublicKey(input.publicKey));
  return { party: { ...input, publicKey, enabled: true, platformPublicKey }, keyWrite };
}

const platformPublicKeys = (party: Counterparty | undefined): string[] =>
  party
    ? [
        party.platformPublicKey,
        ...(party.platformKeyRotation ? [party.platformKeyRotation.next.publicKey] : []),
      ]
    : [];

/** What forgets the private halves of keys that are not in the record any more. That they were there stays known. */
export function keyRemovalWrites(
  record: Key,
  before: Counterparty | undefined,
  after: Counterparty,
): Write[] {
  const remaining = platformPublicKeys(after);
  return platformPublicKeys(before)
    .filter((publicKey) => !remaining.includes(publicKey))
    .map((publicKey) => ({
      kind: 'update',
      table: 'keys',
      key: privateKeyItemKey(record, publicKey),
      remove: ['privateKey'],
    }));
}
