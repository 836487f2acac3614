import { retryOnConflict, WriteConflict } from '../../../../runtime/idempotency/execute-once.ts';
import { newId } from '../../../../runtime/ids.ts';
import type { Random } from '../../../../runtime/random.ts';
import type { Write } from '../../../../runtime/store/write.ts';
import { responseCodes } from '../../../../wire/contract/reference-data/response-codes.ts';
import { CardBalanceInsufficient } from '../../../../wire/errors.ts';
import { toMajor } from '../../../../wire/money/amount.ts';
import type { Dependencies } from '../../../dependencies.ts';
import { numberNamespace } from '../../../parties/upstream.ts';
import type { UpstreamCall } from '../../../upstream-call.ts';
import { matchNewTransaction } from '../match-authorization.ts';
import { transactionWrites } from '../post-transaction.ts';
import { cardUpdateOf, groupCondition } from './card-effects.ts';
import { type Decision, decide, type Facts } from './decide.ts';
import { type DecidedAuthorization, decisionEvent, declineOf } from './decision-event.ts';
import { gatherFacts } from './facts.ts';
import {
  findStoredDecision,
  type IdempotentAuthorization,
  identifyAuthorization,
  storedDecisionPut,
} from './idempotency.ts';
import { type AuthorizeRequest, type AuthorizeResult, requestedAmount } from './request.ts';

/** A result with the writes that put it into effect. */
interface DecisionWithWrites {
  readonly result: AuthorizeResult;
  readonly writes: readonly Write[];
}

/**
 * Decides on a purchase, once per networkId. The result, the hold, the record and the merchant's notification
 * are one transaction; a request that loses a race is decided again. The same request gets the first result again.
 *
 * @throws RequestNumberReused when the networkId was used for another request
 * @throws ParameterInvalid when the amounts are missing or contradict each other
 * @throws NotEntitled when the upstream was not granted the card's BIN range, or another upstream reported
 *   the authorization to increment
 */
export async function authorize(request: AuthorizeRequest, call: UpstreamCall): Promise<AuthorizeResult> {
  requestedAmount(request);
  const { deps, upstream } = call;
  const authorization = await identifyAuthorization(deps, upstream.userNo, request);
  return retryOnConflict(async () => {
    const earlier = await findStoredDecision(deps, authorization);
    if (earlier) return earlier;
    const facts = await gatherFacts(deps, request, upstream);
    const outcome = facts ? await decideKnownCard(request, facts, call) : unknownCard(deps);
    await writeDecision(deps, authorization, outcome);
    return outcome.result;
  });
}

/** There is no merchant to notify, so only the result is stored. */
function unknownCard({ now, random }: Dependencies): DecisionWithWrites {
  const result = { approved: 0, ...responseFor('200001'), recordNo: newId(now(), random) };
  return { result, writes: [] };
}

async function decideKnownCard(
  request: AuthorizeRequest,
  facts: Facts,
  call: UpstreamCall,
): Promise<DecisionWithWrites> {
  const { now, random } = call.deps;
  const decision = decide(facts);
  const { currency } = facts.card;
  const result = {
    approved: decision.approved ? 1 : 0,
    ...responseFor(decision.respCode),
    ...(decision.approved && { approvalCode: generateApprovalCode(random) }),
    recordNo: newId(now(), random),
    localCurrency: currency,
    localCurrencyAmt: toMajor(facts.amount, currency),
  };
  return { result, writes: await decisionWrites({ request, facts, decision, result }, call) };
}

/** The writes for the record, the hold, the notification and the card. */
async function decisionWrites(
  decided: DecidedAuthorization,
  { deps, upstream, correlationId }: UpstreamCall,
): Promise<Write[]> {
  const { card } = decided.facts;
  const update = cardUpdateOf(decided.facts, decided.decision);
  const event = decisionEvent(decided, numberNamespace(upstream), deps.utcOffset);
  const decline = declineOf(decided);
  return [
    ...transactionWrites(deps, {
      card,
      event,
      match: await matchNewTransaction(deps, event),
      ...(decline && { decline }),
      ...(update && { cardUpdate: update }),
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
async function writeDecision(
  deps: Dependencies,
  authorization: IdempotentAuthorization,
  { result, writes }: DecisionWithWrites,
): Promise<void> {
  try {
    await deps.store.write([storedDecisionPut(deps, authorization, result), ...writes]);
  } catch (error) {
    if (error instanceof CardBalanceInsufficient) throw new WriteConflict();
    throw error;
  }
}
