import { WriteConflict } from '../../../../runtime/idempotency/execute-once.ts';
import type { Put } from '../../../../runtime/store/write.ts';
import { RequestNumberReused } from '../../../../wire/errors.ts';
import type { Dependencies } from '../../../dependencies.ts';
import type { AuthorizeRequest, AuthorizeResult } from './request.ts';

/** An authorization as the network numbers it: told apart from others by networkId, for ever. */
export interface IdempotentAuthorization {
  /** The network's upstream number. */
  readonly userNo: string;
  readonly networkId: string;
  /** The same for the same request; it tells nothing of the card data in it without the vault's key. */
  readonly fingerprint: string;
}

const storedDecisionKey = ({ userNo, networkId }: IdempotentAuthorization) => ({
  pk: `network/${userNo}/${networkId}`,
});

/**
 * The request by its number and what it says, but for the verification number: there are only a thousand, and what a repeat
 * with another one is answered must not tell which was right.
 */
export async function identifyAuthorization(
  { vault }: Dependencies,
  userNo: string,
  request: AuthorizeRequest,
): Promise<IdempotentAuthorization> {
  const { cvv2: _, ...content } = request;
  // Names differ, so they alone put the fields in order.
  const fields = Object.entries(content).sort();
  const fingerprint = await vault.fingerprint(`authorization/${JSON.stringify(fields)}`);
  return { userNo, networkId: request.networkId, fingerprint };
}

/** What the number was answered with before; undefined when it is new. RequestNumberReused for other content. */
export async function findStoredDecision(
  { store }: Dependencies,
  authorization: IdempotentAuthorization,
): Promise<AuthorizeResult | undefined> {
  const item = await store.get('transactions', storedDecisionKey(authorization));
  if (!item) return undefined;
  if (item['fingerprint'] !== authorization.fingerprint) throw new RequestNumberReused();
  return item['answer'] as AuthorizeResult;
}

/** Keeps the answer under its number. StaleDecision when somebody was faster: then that answer counts. */
export function storedDecisionPut(
  { now }: Dependencies,
  authorization: IdempotentAuthorization,
  answer: AuthorizeResult,
): Put {
  const { fingerprint } = authorization;
  return {
    kind: 'put',
    table: 'transactions',
    item: { ...storedDecisionKey(authorization), fingerprint, answer, answeredAt: now() },
    onConflict: () => new WriteConflict(),
  };
}
