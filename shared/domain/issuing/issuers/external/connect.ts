import type { Store } from '../../../../runtime/store/store.ts';
import type { Write } from '../../../../runtime/store/write.ts';
import type { Sealer } from '../../../../runtime/vault/sealer.ts';
import { exportPem, importPrivateKey, importPublicKey, publicKeyOf } from '../../../../wire/codec/keys.ts';
import { acceptPublicKey, modulusOf } from '../../../../wire/codec/modulus.ts';
import type { NotificationType } from '../../../../wire/contract/notifications.ts';
import type { IssuerName } from '../../../issuer-name.ts';
import { assertKeyUnclaimed, KeyAlreadyClaimed, keyClaimWrites } from '../../../parties/key-registry.ts';
import { withPlatformKey } from '../../../parties/platform-keys.ts';
import { findUpstream, upstreamKey, upstreamWrites } from '../../../parties/upstream.ts';
import { connectionKey, connectionPut, findConnection, type IssuerConnection } from './issuer-connection.ts';

/** The notifications that an external issuer sends about the cards it holds for us. */
const ISSUER_NOTIFICATION_TYPES: readonly NotificationType[] = [
  'card_transaction',
  'card_operate',
  'trade_fee',
  'card_3ds_otp',
  'card_activation_code',
  'card_activation_status',
];

/** An operator's input to connect an external issuer. Keys as PEM. */
interface NewConnection {
  readonly name: IssuerName;
  /** Our merchant number at the issuer. */
  readonly userNo: string;
  readonly baseUrl: string;
  /** Our private key at the issuer. */
  readonly privateKey: string;
  /** The issuer's public key. */
  readonly platformPublicKey: string;
  /** IP addresses and CIDR ranges that may send its notifications. Empty allows any. */
  readonly allowedAddresses: readonly string[];
  /** Whether its responses and notifications must be signed. */
  readonly requireSignature: boolean;
  /** Whether it may run on this machine and be called by plain HTTP: a local cloud. */
  readonly loopback?: boolean;
}

/** The merchant number belongs to another upstream, or the name is connected under another number. */
export class ConnectionTaken extends Error {
  override readonly name = 'ConnectionTaken';
}

/** Size of the upstream's platform key, in bits. An external issuer sends no requests, so the key is never used. */
const UNUSED_KEY_BITS = 1024;

/**
 * Connects an external issuer, or updates the address and keys of a connected one. Its notifications carry our merchant
 * number at the issuer, so that number must be unique among upstreams.
 *
 * @throws ConnectionTaken when the merchant number or the name is in use
 * @throws KeyUnsupported when a key has an unsupported type or size
 * @throws KeyAlreadyClaimed when a key belongs to another party, or both sides use the same key
 * @throws KeyRetired when a key was retired
 * @throws RecordChanged when the record was modified concurrently
 */
export async function connectExternalIssuer(
  store: Store,
  sealer: Sealer,
  input: NewConnection,
): Promise<void> {
  const { name, userNo, baseUrl, allowedAddresses, requireSignature } = input;
  const platformPublicKey = exportPem(acceptPublicKey(input.platformPublicKey));
  const [upstream, known] = await Promise.all([findUpstream(store, userNo), findConnection(store, name)]);
  if (upstream && upstream.issuer !== name)
    throw new ConnectionTaken(`${userNo} is the number of another upstream`);
  if (known && known.userNo !== userNo)
    throw new ConnectionTaken(`${name} gave us the number ${known.userNo}`);
  const present = upstream?.publicKeyRotation?.next.publicKey ?? upstream?.publicKey;
  if (platformPublicKey !== present)
    await assertKeyUnclaimed(store, upstreamKey(userNo).pk, platformPublicKey);
  const ownKey = await ownKeyWrites(store, sealer, input, known);
  const privateKey = await sealer.seal(input.privateKey, connectionKey(name).pk);
  const { loopback = false } = input;
  const address = { baseUrl, ...(loopback && { loopback }) };
  const connection = { name, userNo, ...address, privateKey, platformPublicKey, requireSignature };
  // Permissions that an operator revoked stay revoked.
  const { types, binRangeIds } = upstream ?? { types: ISSUER_NOTIFICATION_TYPES, binRangeIds: [] };
  const permissions = { issuer: name, types, binRangeIds, allowedAddresses, requireSignature };
  const settings = { name, publicKey: platformPublicKey, ...permissions };
  // The given key replaces all others, so any key rotation under way ends.
  const { party, keyWrite } = upstream
    ? { party: { ...upstream, ...settings, publicKeyRotation: undefined } }
    : await withPlatformKey(sealer, { userNo, ...settings }, upstreamKey(userNo), UNUSED_KEY_BITS);
  const writes = await upstreamWrites(store, party);
  const keyWrites = [...ownKey, ...(keyWrite ? [keyWrite] : [])];
  await store.write([...writes, ...keyWrites, connectionPut(connection, known)]);
}

/** Claims our key at the issuer, unless the connection has it already. */
async function ownKeyWrites(
  store: Store,
  sealer: Sealer,
  { name, privateKey, platformPublicKey }: NewConnection,
  known: IssuerConnection | undefined,
): Promise<Write[]> {
  const { pk } = connectionKey(name);
  const publicHalf = (pem: string) => exportPem(publicKeyOf(importPrivateKey(pem)));
  const ownKey = acceptPublicKey(publicHalf(privateKey));
  if (modulusOf(ownKey) === modulusOf(importPublicKey(platformPublicKey)))
    throw new KeyAlreadyClaimed('our key and theirs are the same: each side needs a pair of its own');
  const before = known && publicHalf((await sealer.open(known.privateKey, pk)).toString());
  if (exportPem(ownKey) === before) return [];
  return keyClaimWrites(store, pk, [{ publicKey: exportPem(ownKey), side: 'platform' }]);
}
