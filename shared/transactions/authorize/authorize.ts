import { CardBalanceInsufficient } from '../../contract/errors.ts';
import { responseCodes } from '../../contract/response-codes.ts';
import { toMajor } from '../../money/amount.ts';
import { newId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Random } from '../../platform/random.ts';
import { StaleDecision, untilFresh } from '../../requests/once.ts';
import type { Write } from '../../store/write.ts';
import type { Told } from '../../upstreams/told.ts';
import { numberingOf } from '../../upstreams/upstream.ts';
import { bookWrites } from '../book.ts';
import { findNewPlace } from '../place.ts';
import { earlierAnswer, keepAnswer, type NumberedAuthorization, numbered } from './answered.ts';
import { type Decision, decide, type Facts } from './decide.ts';
import { type Decided, decisionEvent, declineOf } from './event.ts';
import { gatherFacts } from './facts.ts';
import { cardChange, groupCheck } from './on-card.ts';
import { type AuthorizeRequest, type AuthorizeResult, askedAmount } from './purchase.ts';

/** An answer with the writes that make it true. */
interface Outcome {
  readonly answer: AuthorizeResult;
  readonly writes: readonly Write[];
}

/**
 * Decides on a purchase, once for its networkId: the answer, the hold, the record and the merchant's notification are one
 * transaction; whoever loses a race decides again. The same request gets the first answer again, the same number for
 * something else RequestNumberReused.
 */
export async function authorize(request: AuthorizeRequest, told: Told): Promise<AuthorizeResult> {
  askedAmount(request);
  const { platform, upstream } = told;
  const authorization = await numbered(platform, upstream.userNo, request);
  return untilFresh(async () => {
    const earlier = await earlierAnswer(platform, authorization);
    if (earlier) return earlier;
    const facts = await gatherFacts(platform, request, upstream);
    const outcome = facts ? await decided(request, facts, told) : unknownCard(platform);
    await write(platform, authorization, outcome);
    return outcome.answer;
  });
}

/** Nobody's card: there is no merchant to tell, so the answer under its number is all that stays. */
function unknownCard({ now, random }: Platform): Outcome {
  const answer = { approved: 0, ...described('200001'), recordNo: newId(now(), random) };
  return { answer, writes: [] };
}

async function decided(request: AuthorizeRequest, facts: Facts, told: Told): Promise<Outcome> {
  const { now, random } = told.platform;
  const decision = decide(facts);
  const { currency } = facts.card;
  const answer = {
    approved: decision.approved ? 1 : 0,
    ...described(decision.respCode),
    ...(decision.approved && { approvalCode: drawApprovalCode(random) }),
    recordNo: newId(now(), random),
    localCurrency: currency,
    localCurrencyAmt: toMajor(facts.amount, currency),
  };
  return { answer, writes: await decisionWrites({ request, facts, decision, answer }, told) };
}

/** The record, hold, notification and card of the decision; all or none of them. */
async function decisionWrites(
  decided: Decided,
  { platform, upstream, correlationId }: Told,
): Promise<Write[]> {
  const { card } = decided.facts;
  const onCard = cardChange(decided.facts, decided.decision);
  const event = decisionEvent(decided, numberingOf(upstream), platform.utcOffset);
  const decline = declineOf(decided);
  return [
    ...bookWrites(platform, {
      card,
      event,
      place: await findNewPlace(platform, event),
      ...(decline && { decline }),
      ...(onCard && { onCard }),
      correlationId,
    }),
    ...(decided.decision.approved ? groupCheck(card) : []),
  ];
}

const described = (respCode: Decision['respCode']) => ({ respCode, respCodeDesc: responseCodes[respCode] });

const APPROVAL_CODE = { characters: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', length: 6 } as const;

const drawApprovalCode = (random: Random): string =>
  Array.from(
    { length: APPROVAL_CODE.length },
    () => APPROVAL_CODE.characters[random(APPROVAL_CODE.characters.length)],
  ).join('');

/** Money that was there a moment ago may be held by another purchase now: that is decided again, and then declined. */
async function write(
  platform: Platform,
  authorization: NumberedAuthorization,
  { answer, writes }: Outcome,
): Promise<void> {
  try {
    await platform.store.write([keepAnswer(platform, authorization, answer), ...writes]);
  } catch (error) {
    if (error instanceof CardBalanceInsufficient) throw new StaleDecision();
    throw error;
  }
}
