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

/** What a platform below tells of the cards that it holds for us. */
export const ISSUER_NOTIFICATION_TYPES: readonly NotificationType[] = [
  'card_transaction',
  'card_operate',
  'trade_fee',
  'card_3ds_otp',
  'card_activation_code',
  'card_activation_status',
];

/** What an operator says of a platform below; keys as PEM. */
export interface NewConnection {
  readonly name: IssuerName;
  readonly userNo: string;
  readonly baseUrl: string;
  readonly privateKey: string;
  readonly platformPublicKey: string;
  /** Addresses and CIDR ranges that its notifications may come from; empty: from anywhere. */
  readonly allowedAddresses: readonly string[];
  /** What it answers and tells has to be signed. */
  readonly requireSignature: boolean;
  /** It may be on this machine, and called by http: a local cloud. */
  readonly loopback?: boolean;
}

/** The number is another upstream's already, or the name stands for another number. */
export class ConnectionTaken extends Error {
  override readonly name = 'ConnectionTaken';
}

/** Bits of the key that would seal answers to it: it asks for none. */
const UNUSED_KEY_BITS = 1024;

/**
 * Connects a platform below, or changes the address and keys of one that is connected: how it is called, and what it may
 * tell. Its notifications carry our number there, so no two upstreams can have given us the same one.
 *
 * @throws ConnectionTaken, KeyUnsupported, KeyTaken, KeyRetired, RecordChanged
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
  const ours = await ownKeyWrites(store, sealer, input, known);
  const privateKey = await sealer.seal(input.privateKey, connectionKey(name).pk);
  const { loopback = false } = input;
  const where = { baseUrl, ...(loopback && { loopback }) };
  const connection = { name, userNo, ...where, privateKey, platformPublicKey, requireSignature };
  // What an operator took from it stays taken.
  const { types, binRangeIds } = upstream ?? { types: ISSUER_NOTIFICATION_TYPES, binRangeIds: [] };
  const permissions = { issuer: name, types, binRangeIds, allowedAddresses, requireSignature };
  const entitled = { name, publicKey: platformPublicKey, ...permissions };
  // The key that was given is the only one, whatever rotation was under way.
  const { party, keyWrite } = upstream
    ? { party: { ...upstream, ...entitled, publicKeyRotation: undefined } }
    : await withPlatformKey(sealer, { userNo, ...entitled }, upstreamKey(userNo), UNUSED_KEY_BITS);
  const writes = await upstreamWrites(store, party);
  const beside = [...ours, ...(keyWrite ? [keyWrite] : [])];
  await store.write([...writes, ...beside, connectionPut(connection, known)]);
}

/** What claims our key there, unless it is the one that the connection has. */
async function ownKeyWrites(
  store: Store,
  sealer: Sealer,
  { name, privateKey, platformPublicKey }: NewConnection,
  known: IssuerConnection | undefined,
): Promise<Write[]> {
  const { pk } = connectionKey(name);
  const publicHalf = (pem: string) => exportPem(publicKeyOf(importPrivateKey(pem)));
  const ours = acceptPublicKey(publicHalf(privateKey));
  if (modulusOf(ours) === modulusOf(importPublicKey(platformPublicKey)))
    throw new KeyAlreadyClaimed('our key and theirs are the same: each side needs a pair of its own');
  const before = known && publicHalf((await sealer.open(known.privateKey, pk)).toString());
  if (exportPem(ours) === before) return [];
  return keyClaimWrites(store, pk, [{ publicKey: exportPem(ours), side: 'platform' }]);
}
