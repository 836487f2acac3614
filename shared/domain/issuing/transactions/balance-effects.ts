import { ParameterInvalid } from '../../../wire/errors.ts';
import { MAX_AMOUNT_DIGITS, MAX_MINOR } from '../../../wire/money/amount.ts';
import {
  type Authorization,
  applyEvent,
  authorizationBalances,
  mergeAuthorizations,
  newAuthorization,
} from '../model/authorization.ts';
import type { Card } from '../model/card.ts';
import { eventFromContent, type TransactionEvent } from '../model/transaction-event.ts';
import { type AuthorizationMatch, authorizationScopeOf } from './match-authorization.ts';
import type { BalanceEffects } from './transaction-to-post.ts';

/** Returns the authorization after the event, including the one that the event merges into it. */
export function authorizationAfter(
  event: TransactionEvent,
  match: AuthorizationMatch,
  card: Pick<Card, 'groupId' | 'currency' | 'issuer'>,
): Authorization {
  const { authorization, merged, record, root } = match;
  const known = authorization ?? newAuthorization({ ...authorizationScopeOf(event, card), root });
  const otherContent = record?.[event.category === 1 ? 'settled' : 'unsettled'];
  return applyEvent(
    merged ? mergeAuthorizations(known, merged) : known,
    event,
    otherContent && eventFromContent({ source: event.source, issuer: card.issuer }, otherContent, ANY_ZONE),
  );
}

/** The sums do not depend on the time of an event. */
const ANY_ZONE = '+00:00';

/**
 * What an event changes of the authorization that it belongs to.
 *
 * @throws ParameterInvalid when more would be held or moved at once than an amount can express
 */
export function balanceEffectsOf(
  event: TransactionEvent,
  match: AuthorizationMatch,
  card: Card,
): BalanceEffects {
  const after = authorizationAfter(event, match, card);
  const before = [match.authorization, match.merged].flatMap((authorization) =>
    authorization ? [authorizationBalances(authorization)] : [],
  );
  const sumBefore = (side: 'hold' | 'spent') => before.reduce((sum, each) => sum + each[side], 0n);
  const now = authorizationBalances(after);
  const effects = { after, held: now.hold - sumBefore('hold'), spent: now.spent - sumBefore('spent') };
  assertWithinAmountRange(effects);
  return effects;
}

/** Releases and movements are each reported as one amount, so neither may exceed the maximum. */
function assertWithinAmountRange({ after, spent }: BalanceEffects): void {
  if ([authorizationBalances(after).hold, spent].some((amount) => amount > MAX_MINOR || amount < -MAX_MINOR))
    throw new ParameterInvalid(
      'localCurrencyAmt',
      `would exceed ${MAX_AMOUNT_DIGITS} digits together with the earlier amounts`,
    );
}
