import { retryOnConflict, WriteConflict } from '../../../../runtime/idempotency/execute-once.ts';
import type { Random } from '../../../../runtime/random.ts';
import type { Write } from '../../../../runtime/store/write.ts';
import { responseCodes } from '../../../../wire/contract/reference-data/response-codes.ts';
import { CardBalanceInsufficient } from '../../../../wire/errors.ts';
import { toMajor } from '../../../../wire/money/amount.ts';
import type { Dependencies } from '../../../dependencies.ts';
import { numberNamespace, upstreamKey } from '../../../parties/upstream.ts';
import type { UpstreamCall } from '../../../upstream-call.ts';
import { transactionKey } from '../../model/transaction.ts';
import { matchNewTransaction } from '../match-authorization.ts';
import { transactionWrites } from '../post-transaction.ts';
import { cardUpdateOf, groupCondition } from './card-effects.ts';
import { type Decision, decide, type Facts } from './decide.ts';
import { type DecidedAuthorization, decisionEvent, declineOf } from './decision-event.ts';
import { gatherFacts } from './facts.ts';
import {
  answeredRequest,
  type IdempotentAuthorization,
  identifyAuthorization,
  recordNoFor,
  resolveAuthorizationNumber,
  responseWithoutCardPut,
} from './idempotency.ts';
import { type AuthorizeRequest, type AuthorizeResult, requestedAmount } from './request.ts';

/** A result with the writes that put it into effect and store it. */
interface DecisionWithWrites {
  readonly result: AuthorizeResult;
  readonly writes: readonly Write[];
}

/** How a purchase with a known card is decided. */
type DecisionRule = (facts: Facts, call: UpstreamCall) => Decision;

/** A request as it is known before its card is read. */
interface IdentifiedRequest {
  readonly request: AuthorizeRequest;
  readonly authorization: IdempotentAuthorization;
  /** The number that its record gets. */
  readonly recordNo: string;
}

/**
 * Decides on a purchase, once per networkId. The result, the hold, the record and the merchant's notification
 * are one transaction; a request that loses a race is decided again. The same request gets the first result again.
 *
 * It makes three requests to the store, one after the other: what the request is known by, what decides on it, and the
 * transaction. Everything read may have changed by then, so all that an approval rests on is a condition of the write.
 *
 * `decision` is how a purchase with a known card is decided; defaults to `decide`.
 *
 * @throws RequestNumberReused when the networkId was used for another request
 * @throws ParameterInvalid when the amounts are missing or contradict each other
 * @throws NotEntitled when the upstream was not granted the card's BIN range, or another upstream reported
 *   the authorization to increment
 * @throws UpstreamChanged when the upstream's record is no longer the one that the request was authenticated with
 */
export async function authorize(
  request: AuthorizeRequest,
  call: UpstreamCall,
  decision: DecisionRule = decide,
): Promise<AuthorizeResult> {
  requestedAmount(request);
  const { deps, upstream } = call;
  const authorization = await identifyAuthorization(deps, upstream.userNo, request);
  const recordNo = await recordNoFor(deps, authorization);
  return retryOnConflict(async () => {
    const { numbered, number } = await readRequest({ request, authorization, recordNo }, call);
    if (number.response) return number.response;
    const identified = { request, authorization, recordNo: number.recordNo };
    const facts = numbered && (await gatherFacts(deps, request, upstream, numbered));
    call.passed?.('read');
    const outcome = facts
      ? await decideKnownCard(identified, facts, { ...call, decision })
      : unknownCard(identified);
    call.passed?.('decided');
    await writeDecision(deps, outcome);
    return outcome.result;
  });
}

/** Reads what the request is known by: the response to an earlier one, the card's number, and its upstream. */
async function readRequest(
  { request, authorization, recordNo }: IdentifiedRequest,
  { deps, upstream, confirmUpstream }: UpstreamCall,
) {
  const [numberItem, item, current] = await deps.store.batchGet([
    await deps.vault.numberAddress(request.cardNo),
    { table: 'transactions', key: transactionKey({ recordNo }) },
    ...(confirmUpstream ? [{ table: 'merchants', key: upstreamKey(upstream.userNo) } as const] : []),
  ]);
  confirmUpstream?.(current);
  return {
    numbered: deps.vault.numberedCardFrom(numberItem),
    number: await resolveAuthorizationNumber(deps, authorization, { recordNo, item }),
  };
}

/** There is no merchant to notify, so only the result is stored. */
function unknownCard({ authorization, recordNo }: IdentifiedRequest): DecisionWithWrites {
  const result = { approved: 0, ...responseFor('200001'), recordNo };
  return { result, writes: [responseWithoutCardPut(authorization, result)] };
}

async function decideKnownCard(
  { request, authorization, recordNo }: IdentifiedRequest,
  facts: Facts,
  call: UpstreamCall & { readonly decision: DecisionRule },
): Promise<DecisionWithWrites> {
  const decision = call.decision(facts, call);
  const { currency } = facts.card;
  const result = {
    approved: decision.approved ? 1 : 0,
    ...responseFor(decision.respCode),
    ...(decision.approved && { approvalCode: generateApprovalCode(call.deps.random) }),
    recordNo,
    localCurrency: currency,
    localCurrencyAmt: toMajor(facts.amount, currency),
  };
  return { result, writes: await decisionWrites({ request, facts, decision, result }, authorization, call) };
}

/** The writes for the record, the hold, the notification and the card. */
async function decisionWrites(
  decided: DecidedAuthorization,
  authorization: IdempotentAuthorization,
  { deps, upstream, correlationId }: UpstreamCall,
): Promise<Write[]> {
  const { card } = decided.facts;
  const update = cardUpdateOf(decided.facts, decided.decision);
  const event = decisionEvent(decided, numberNamespace(upstream), deps.utcOffset);
  const decline = declineOf(decided);
  const match = await matchNewTransaction(deps, event);
  // The number was taken after it was found free.
  if (match.record || match.recordNo !== event.recordNo) throw new WriteConflict();
  return [
    ...transactionWrites(deps, {
      card,
      event,
      match,
      ...(decline && { decline }),
      ...(update && { cardUpdate: update }),
      request: answeredRequest(authorization, decided.result),
      correlationId,
    }),
    ...(decided.decision.approved ? groupCondition(card) : []),
  ];
}

const responseFor = (respCode: Decision['respCode']) => ({ respCode, respCodeDesc: responseCodes[respCode] });

const APPROVAL_CODE = { characters: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', length: 6 } as const;

const generateApprovalCode = (random: Random): string =>
  Array.from(
    { length: APPROVAL_CODE.length },
    () => APPROVAL_CODE.characters[random(APPROVAL_CODE.characters.length)],
  ).join('');

/**
 * Writes the decision. If another purchase has held the funds in the meantime, the purchase is decided again,
 * and then declined.
 */
async function writeDecision({ store }: Dependencies, { writes }: DecisionWithWrites): Promise<void> {
  try {
    await store.write(writes);
  } catch (error) {
    if (error instanceof CardBalanceInsufficient) throw new WriteConflict();
    throw error;
  }
}
