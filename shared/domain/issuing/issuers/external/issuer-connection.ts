import type { Store } from '../../../../runtime/store/store.ts';
import { equals, type Write } from '../../../../runtime/store/write.ts';
import type { Sealed } from '../../../../runtime/vault/sealer.ts';
import type { IssuerName } from '../../../issuer-name.ts';
import { RecordChanged } from '../../../parties/party-record.ts';

/** The connection to an external issuer, of which this platform is a merchant. */
export interface IssuerConnection {
  readonly name: IssuerName;
  /** Our merchant number at the issuer. */
  readonly userNo: string;
  /** Base URL of its API, without `/openapi`. */
  readonly baseUrl: string;
  /** Our private key at the issuer: PKCS#8 PEM, sealed with this record's key as context. */
  readonly privateKey: Sealed;
  /** The issuer's public key, SPKI PEM, which opens its responses and notifications. */
  readonly platformPublicKey: string;
  /** Whether requests are signed and responses must be. Absent in older records, meaning no. */
  readonly requireSignature?: boolean;
  /** Whether it may run on this machine. Absent in older records, where an http URL implies it. */
  readonly loopback?: boolean;
}

/** The key of a connection's record, and the context for which its private key is sealed. */
export const connectionKey = (name: IssuerName) => ({ pk: `connection/${name}` });

/** Returns the connection with this name, or undefined. */
export async function findConnection(store: Store, name: IssuerName): Promise<IssuerConnection | undefined> {
  return (await store.get('upstreams', connectionKey(name))) as IssuerConnection | undefined;
}

/**
 * Stores a connection, replacing the known one.
 *
 * @throws RecordChanged when that one was modified concurrently
 */
export function connectionPut(connection: IssuerConnection, known: IssuerConnection | undefined): Write {
  const item = { ...connection, ...connectionKey(connection.name) };
  const replacing = known && ({ replace: true, when: [equals('userNo', known.userNo)] } as const);
  return { kind: 'put', table: 'upstreams', item, ...replacing, onConflict: () => new RecordChanged() };
}
