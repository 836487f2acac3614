import { writeConflict } from '../../../../runtime/idempotency/execute-once.ts';
import type { Put } from '../../../../runtime/store/write.ts';
import { RequestNumberReused } from '../../../../wire/errors.ts';
import type { Dependencies } from '../../../dependencies.ts';
import type { AuthorizeRequest, AuthorizeResult } from './request.ts';

/** An authorization request, identified for ever by the upstream's networkId. */
export interface IdempotentAuthorization {
  /** The upstream's number. */
  readonly userNo: string;
  readonly networkId: string;
  /** Equal for equal requests; reveals nothing of the card data without the vault's key. */
  readonly fingerprint: string;
}

const storedDecisionKey = ({ userNo, networkId }: IdempotentAuthorization) => ({
  pk: `network/${userNo}/${networkId}`,
});

/**
 * Identifies a request by its networkId and a fingerprint of its content. The CVV2 is left out: there are
 * only a thousand, and the response to a repeat with another one must not reveal which was right.
 */
export async function identifyAuthorization(
  { vault }: Dependencies,
  userNo: string,
  request: AuthorizeRequest,
): Promise<IdempotentAuthorization> {
  const { cvv2: _, ...content } = request;
  // Field names are unique, so they alone decide the order.
  const fields = Object.entries(content).sort();
  const fingerprint = await vault.fingerprint(`authorization/${JSON.stringify(fields)}`);
  return { userNo, networkId: request.networkId, fingerprint };
}

/**
 * Finds the result for an earlier request with this networkId.
 *
 * @throws RequestNumberReused when that request was another one
 */
export async function findStoredDecision(
  { store }: Dependencies,
  authorization: IdempotentAuthorization,
): Promise<AuthorizeResult | undefined> {
  const item = await store.get('transactions', storedDecisionKey(authorization));
  if (!item) return undefined;
  if (item['fingerprint'] !== authorization.fingerprint) throw new RequestNumberReused();
  return item['response'] as AuthorizeResult;
}

/**
 * Stores the result under the networkId.
 *
 * @throws WriteConflict when another process has stored one first: then that one counts
 */
export function storedDecisionPut(
  { now }: Dependencies,
  authorization: IdempotentAuthorization,
  response: AuthorizeResult,
): Put {
  const { fingerprint } = authorization;
  return {
    kind: 'put',
    table: 'transactions',
    item: { ...storedDecisionKey(authorization), fingerprint, response, respondedAt: now() },
    onConflict: writeConflict,
  };
}
