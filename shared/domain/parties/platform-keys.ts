import type { Key } from '../../runtime/store/item.ts';
import type { Store } from '../../runtime/store/store.ts';
import type { Write } from '../../runtime/store/write.ts';
import { openDataKeys } from '../../runtime/vault/open-data-keys.ts';
import { perRecord, type Sealed, Sealer } from '../../runtime/vault/sealer.ts';
import { exportPem, fingerprintOf, generateRsaKeyPair, type RsaModulusBits } from '../../wire/codec/keys.ts';
import { acceptPublicKey } from '../../wire/codec/modulus.ts';
import type { Counterparty, GeneratedField } from './counterparty.ts';

// The platform's private keys are in a table of their own, so that access to counterparties gives no access to the
// keys. Each is an item under its counterparty's record and the key's fingerprint. It is written once, so it can be
// cached; the record says which key is current. It is sealed under a data key of its own, so that the key provider
// learns each time whose key is opened.

/** Returns the sealer for the platform's private keys, by the URI of the key provider. */
export const privateKeySealer = (uri = ''): Sealer => new Sealer(openDataKeys(uri), perRecord);

/** The key of the item with a private key, by the counterparty's record and the public key. */
const privateKeyItemKey = (record: Key, publicKey: string): Key => ({
  pk: `${record.pk}/${fingerprintOf(publicKey)}`,
});

/** The platform's private key is not stored: it was replaced in the meantime, or lost. */
class PrivateKeyMissing extends Error {
  override readonly name = 'PrivateKeyMissing';
  constructor({ pk }: Key) {
    super(`the platform's private key ${pk} is not stored`);
  }
}

/**
 * Opens one of the platform's private keys for a counterparty: PKCS#8 PEM.
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

/** A new key pair of the platform: its public key, and the write that stores its private key. */
interface GeneratedKey {
  readonly publicKey: string;
  readonly keyWrite: Write;
}

/** Generates a key pair of the platform for a counterparty. */
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

/** A counterparty, and the write that stores its new private key; both belong in one transaction. */
export interface PartyWithKey<Party> {
  readonly party: Party;
  readonly keyWrite: Write;
}

/** Completes a counterparty with a new key pair of the platform, whose `platformPublicKey` is to be handed over. */
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

/** Builds the writes that remove private keys which are no longer in the record. Their items remain as a trace. */
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
