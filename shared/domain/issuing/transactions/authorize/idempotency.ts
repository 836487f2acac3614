import { writeConflict } from '../../../../runtime/idempotency/execute-once.ts';
import { idFromHash } from '../../../../runtime/ids.ts';
import type { Item } from '../../../../runtime/store/item.ts';
import type { Put } from '../../../../runtime/store/write.ts';
import { RequestNumberReused } from '../../../../wire/errors.ts';
import type { Dependencies } from '../../../dependencies.ts';
import { type NetworkRequest, networkRequestIn, transactionKey } from '../../model/transaction.ts';
import type { AuthorizeRequest, AuthorizeResult } from './request.ts';

// The record of an authorization is found by the request that it answers: its number is derived from the networkId, and
// it stores the response. Nobody without the vault's key can compute the number, so no upstream can take it beforehand.

/** An authorization request, identified for ever by the upstream's networkId. */
export interface IdempotentAuthorization {
  /** The upstream's number. */
  readonly userNo: string;
  readonly networkId: string;
  /** Equal for equal requests; reveals nothing of the card data without the vault's key. */
  readonly fingerprint: string;
}

/** The number of the request's record, and the response if there is one already. */
interface AuthorizationNumber {
  readonly recordNo: string;
  readonly response?: AuthorizeResult;
}

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
  const hash = await vault.fingerprint(`authorization/${JSON.stringify(fields)}`);
  const fingerprint = Buffer.from(hash, 'hex').toString('base64url');
  return { userNo, networkId: request.networkId, fingerprint };
}

/** The number that the request's record has, or the one that follows where others have the first `taken` ones. */
export async function recordNoFor(
  { vault }: Dependencies,
  { userNo, networkId }: IdempotentAuthorization,
  taken = 0,
): Promise<string> {
  return idFromHash(await vault.fingerprint(`authorization number ${taken}/${userNo}/${networkId}`));
}

/**
 * Finds the response to an earlier request with this networkId, from the item stored under its first number. A number
 * that another transaction has got is passed over, then and on every repeat: numbers are never given back.
 *
 * @throws RequestNumberReused when that request was another one
 */
export async function resolveAuthorizationNumber(
  deps: Dependencies,
  authorization: IdempotentAuthorization,
  first: { readonly recordNo: string; readonly item: Item | undefined },
): Promise<AuthorizationNumber> {
  let { recordNo, item } = first;
  for (let taken = 1; item; taken += 1) {
    const answered = networkRequestIn(item);
    if (answered && isSameNumber(answered, authorization)) {
      if (answered.fingerprint !== authorization.fingerprint) throw new RequestNumberReused();
      return {
        recordNo,
        response: { ...(answered.response as Omit<AuthorizeResult, 'recordNo'>), recordNo },
      };
    }
    recordNo = await recordNoFor(deps, authorization, taken);
    item = await deps.store.get('transactions', transactionKey({ recordNo }));
  }
  return { recordNo };
}

const isSameNumber = (one: IdempotentAuthorization, other: IdempotentAuthorization): boolean =>
  one.userNo === other.userNo && one.networkId === other.networkId;

/** The request and its response, as its record stores them. */
export const answeredRequest = (
  authorization: IdempotentAuthorization,
  { recordNo: _, ...response }: AuthorizeResult,
): NetworkRequest => ({ ...authorization, response });

/**
 * Stores the response to a request without a card, under the number that its record would have.
 *
 * @throws WriteConflict when another process has stored one first: then that one counts
 */
export const responseWithoutCardPut = (
  authorization: IdempotentAuthorization,
  response: AuthorizeResult,
): Put => ({
  kind: 'put',
  table: 'transactions',
  item: { ...transactionKey(response), request: answeredRequest(authorization, response) },
  onConflict: writeConflict,
});
