import { exportPem, importPrivateKey } from '../../codec/keys.ts';
import { acceptPublicKey } from '../../codec/modulus.ts';
import type { NotificationType } from '../../contract/notifications.ts';
import type { Store } from '../../store/store.ts';
import { onboardUpstream } from '../../upstreams/onboard.ts';
import { findUpstream, saveUpstream } from '../../upstreams/upstream.ts';
import type { Sealer } from '../../vault/sealer.ts';
import type { IssuerName } from '../issuer.ts';
import { connectionKey, findConnection, saveConnection } from './connection.ts';

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
 */
export async function connectUpstream(store: Store, sealer: Sealer, asked: NewConnection): Promise<void> {
  const { name, userNo, baseUrl, allowedAddresses, requireSignature } = asked;
  const platformPublicKey = exportPem(acceptPublicKey(asked.platformPublicKey));
  const [door, known] = await Promise.all([findUpstream(store, userNo), findConnection(store, name)]);
  if (door && door.issuer !== name) throw new ConnectionTaken(`${userNo} is the number of another upstream`);
  if (known && known.userNo !== userNo)
    throw new ConnectionTaken(`${name} gave us the number ${known.userNo}`);
  // Read before anything is stored: a key that cannot be used is refused here.
  importPrivateKey(asked.privateKey);
  const privateKey = await sealer.seal(asked.privateKey, connectionKey(name).pk);
  await saveConnection(store, { name, userNo, baseUrl, privateKey, platformPublicKey, requireSignature });
  const told = { issuer: name, types: TOLD, allowedAddresses, requireSignature };
  const entitled = { name, publicKey: platformPublicKey, ...told };
  // The key that was given is the only one, whatever rotation was under way.
  if (door) return saveUpstream(store, { ...door, ...entitled, publicKeyRotation: undefined });
  await onboardUpstream(store, sealer, { userNo, ...entitled }, UNUSED_KEY_BITS);
}
