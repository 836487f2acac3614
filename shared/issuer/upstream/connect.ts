import { exportPem, importPrivateKey, importPublicKey, publicKeyOf } from '../../codec/keys.ts';
import { acceptPublicKey, modulusOf } from '../../codec/modulus.ts';
import type { NotificationType } from '../../contract/notifications.ts';
import { claimWrites, KeyTaken, refuseKnownKey } from '../../merchants/key-claims.ts';
import { withPlatformKey } from '../../merchants/platform-keys.ts';
import type { Store } from '../../store/store.ts';
import type { Write } from '../../store/write.ts';
import { findUpstream, upstreamKey, upstreamWrites } from '../../upstreams/upstream.ts';
import type { Sealer } from '../../vault/sealer.ts';
import type { IssuerName } from '../issuer-name.ts';
import { type Connection, connectionKey, connectionWrite, findConnection } from './connection.ts';

/** What a platform below tells of the cards that it holds for us. */
export const TOLD: readonly NotificationType[] = [
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
export async function connectUpstream(store: Store, sealer: Sealer, asked: NewConnection): Promise<void> {
  const { name, userNo, baseUrl, allowedAddresses, requireSignature } = asked;
  const platformPublicKey = exportPem(acceptPublicKey(asked.platformPublicKey));
  const [door, known] = await Promise.all([findUpstream(store, userNo), findConnection(store, name)]);
  if (door && door.issuer !== name) throw new ConnectionTaken(`${userNo} is the number of another upstream`);
  if (known && known.userNo !== userNo)
    throw new ConnectionTaken(`${name} gave us the number ${known.userNo}`);
  const present = door?.publicKeyRotation?.next.publicKey ?? door?.publicKey;
  if (platformPublicKey !== present) await refuseKnownKey(store, upstreamKey(userNo).pk, platformPublicKey);
  const ours = await ownKeyWrites(store, sealer, asked, known);
  const privateKey = await sealer.seal(asked.privateKey, connectionKey(name).pk);
  const { loopback = false } = asked;
  const where = { baseUrl, ...(loopback && { loopback }) };
  const connection = { name, userNo, ...where, privateKey, platformPublicKey, requireSignature };
  // What an operator took from it stays taken.
  const { types, binRangeIds } = door ?? { types: TOLD, binRangeIds: [] };
  const told = { issuer: name, types, binRangeIds, allowedAddresses, requireSignature };
  const entitled = { name, publicKey: platformPublicKey, ...told };
  // The key that was given is the only one, whatever rotation was under way.
  const { party: upstream, keeping } = door
    ? { party: { ...door, ...entitled, publicKeyRotation: undefined } }
    : await withPlatformKey(sealer, { userNo, ...entitled }, upstreamKey(userNo), UNUSED_KEY_BITS);
  const writes = await upstreamWrites(store, upstream);
  const beside = [...ours, ...(keeping ? [keeping] : [])];
  await store.write([...writes, ...beside, connectionWrite(connection, known)]);
}

/** What claims our key there, unless it is the one that the connection has. */
async function ownKeyWrites(
  store: Store,
  sealer: Sealer,
  { name, privateKey, platformPublicKey }: NewConnection,
  known: Connection | undefined,
): Promise<Write[]> {
  const { pk } = connectionKey(name);
  const publicHalf = (pem: string) => exportPem(publicKeyOf(importPrivateKey(pem)));
  const ours = acceptPublicKey(publicHalf(privateKey));
  if (modulusOf(ours) === modulusOf(importPublicKey(platformPublicKey)))
    throw new KeyTaken('our key and theirs are the same: each side needs a pair of its own');
  const before = known && publicHalf((await sealer.open(known.privateKey, pk)).toString());
  if (exportPem(ours) === before) return [];
  return claimWrites(store, pk, [{ publicKey: exportPem(ours), side: 'platform' }]);
}
