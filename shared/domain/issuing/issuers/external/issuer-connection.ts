import type { Store } from '../../../../runtime/store/store.ts';
import { equals, type Write } from '../../../../runtime/store/write.ts';
import type { Sealed } from '../../../../runtime/vault/sealer.ts';
import type { IssuerName } from '../../../issuer-name.ts';
import { RecordChanged } from '../../../parties/party-record.ts';

/** How a platform below is called, whose merchant this platform is. */
export interface IssuerConnection {
  readonly name: IssuerName;
  /** Our merchant number there. */
  readonly userNo: string;
  /** Where its API is, without `/openapi`. */
  readonly baseUrl: string;
  /** Our private key there, PKCS#8 PEM, sealed for the context that is this record's key. */
  readonly privateKey: Sealed;
  /** SPKI PEM: what its answers and notifications are opened with. */
  readonly platformPublicKey: string;
  /** It knows signatures: it gets them, and its answers are refused without. Absent in records from before: it does not. */
  readonly requireSignature?: boolean;
  /** It may be on this machine: a local cloud. Absent in records from before: where it is called by http. */
  readonly loopback?: boolean;
}

/** The key of a connection's record, and the context its private key is sealed for. */
export const connectionKey = (name: IssuerName) => ({ pk: `connection/${name}` });

/** The connection of this name, or undefined when there is none. */
export async function findConnection(store: Store, name: IssuerName): Promise<IssuerConnection | undefined> {
  return (await store.get('upstreams', connectionKey(name))) as IssuerConnection | undefined;
}

/** What stores a connection, in place of the one that is known. RecordChanged where it is another one by then. */
export function connectionPut(connection: IssuerConnection, known: IssuerConnection | undefined): Write {
  const item = { ...connection, ...connectionKey(connection.name) };
  const replacing = known && ({ replace: true, when: [equals('userNo', known.userNo)] } as const);
  return { kind: 'put', table: 'upstreams', item, ...replacing, onConflict: () => new RecordChanged() };
}
