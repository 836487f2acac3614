import { type CardSecrets, isSameSecret } from '../../../../runtime/vault/card-secrets.ts';
import { APPROVED, type ResponseCode } from '../../../../wire/contract/reference-data/response-codes.ts';
import { type Authorization, canHold, countsAsUse } from '../../model/authorization.ts';
import { type Card, isExpired } from '../../model/card.ts';
import { checkCvv2 } from './cvv2.ts';

/** Everything that the decision on a purchase with a known card depends on. */
export interface Facts {
  readonly card: Card;
  /** Closed and expired cards have no CVV2. */
  readonly secrets: Pick<CardSecrets, 'cvv2' | 'expiry'>;
  /** Whether the card's merchant may use the platform. */
  readonly merchantEnabled: boolean;
  /** False if the card's group is frozen; true without a group. */
  readonly groupEnabled: boolean;
  /** What can be spent, in minor units of the card's currency. */
  readonly available: bigint;
  readonly presented: { readonly expiry: string; readonly cvv2?: string | undefined };
  /** The currency at the card acceptor. */
  readonly transCurrency: string;
  /** In minor units of the card's currency; zero is an account verification. */
  readonly amount: bigint;
  /**
   * Whether the amount in transCurrency is more than zero: it uses the card even if it is zero in the card's
   * currency.
   */
  readonly requestsMoney: boolean;
  /** On increments: the authorization to add to, if it is known, and whether it is another card's. */
  readonly increment?: { readonly isOtherCards: boolean; readonly authorization?: Authorization };
  /** Epoch milliseconds, and that day in the platform's time zone. */
  readonly now: number;
  readonly today: string;
}

/** The response to the network, and the result of the CVV2 comparison if there was one. */
export interface Decision {
  readonly respCode: ResponseCode;
  readonly approved: boolean;
  /** On a decline: the check that failed, for operators; more specific than the response code. */
  readonly failedCheck?: string;
  readonly cvv2?: 'match' | 'mismatch';
}

/** A reason to decline: its name for operators, its response code, and when it applies. */
interface DeclineCheck {
  readonly name: string;
  readonly respCode: ResponseCode;
  readonly fails: (facts: Facts) => boolean;
}

const declineIf = (name: string, respCode: ResponseCode, fails: DeclineCheck['fails']): DeclineCheck => ({
  name,
  respCode,
  fails,
});

const cvv2CheckOf = ({ presented, secrets, card, now }: Facts) =>
  checkCvv2(presented.cvv2, secrets.cvv2, card, now);

const WRONG_EXPIRY: readonly DeclineCheck[] = [
  declineIf(
    'wrong expiry',
    '200004',
    ({ presented, secrets }) => !isSameSecret(presented.expiry, secrets.expiry),
  ),
  declineIf('expired', '200004', ({ secrets, today }) => isExpired(secrets.expiry, today)),
];

const CARD_UNUSABLE: readonly DeclineCheck[] = [
  declineIf('card closed', '200008', ({ card }) => card.status === 'closed'),
  declineIf('card closing', '200008', ({ card }) => card.status === 'closing'),
  declineIf('card frozen', '200008', ({ card }) => card.status === 'frozen'),
  declineIf('card awaits activation', '200008', ({ card }) => card.status === 'awaiting-activation'),
  declineIf('group frozen', '200008', ({ groupEnabled }) => !groupEnabled),
  declineIf('card not active yet', '200008', ({ card, today }) => today < card.startDate),
  declineIf('after end date', '200008', ({ card, today }) => today > card.endDate),
];

/** An increment belongs to the use that it adds to. */
const isUsedUp = ({ card, increment }: Facts): boolean =>
  !card.multiUse &&
  (card.uses ?? 0) > 0 &&
  !(increment?.authorization && countsAsUse(increment.authorization));

/** In order of precedence. Whether the card exists is checked before. */
const CHECKS: readonly DeclineCheck[] = [
  ...WRONG_EXPIRY,
  declineIf('wrong CVV2 too often', '400011', (facts) => cvv2CheckOf(facts) === 'refused'),
  declineIf('wrong CVV2', '200003', (facts) => cvv2CheckOf(facts) === 'mismatch'),
  declineIf('merchant disabled', '100001', ({ merchantEnabled }) => !merchantEnabled),
  ...CARD_UNUSABLE,
  declineIf('single-use card already used', '200006', isUsedUp),
  declineIf('increment of another card', '400003', ({ increment }) => increment?.isOtherCards === true),
  declineIf('increment of a closed authorization', '400005', ({ increment }) =>
    increment?.authorization ? !canHold(increment.authorization) : false,
  ),
  declineIf(
    'currency check',
    '200005',
    ({ card, transCurrency }) => card.currencyCheck && transCurrency !== card.currency,
  ),
  declineIf('maximum per purchase', '200009', ({ card, amount }) => amount > card.maxAmount),
  declineIf(
    'card limit',
    '200007',
    ({ card, amount }) => amount > 0n && card.limit !== undefined && card.usedAmount + amount > card.limit,
  ),
  declineIf('funds', '200002', ({ amount, available }) => amount > 0n && amount > available),
];

/** Decides on a purchase: the first check that fails declines it with its response code (contract section 7). */
export function decide(facts: Facts): Decision {
  const failed = CHECKS.find(({ fails }) => fails(facts));
  const respCode = failed?.respCode ?? APPROVED;
  const cvv2 = respCode === '200004' ? undefined : cvv2CheckOf(facts);
  return {
    respCode,
    approved: !failed,
    ...(failed && { failedCheck: failed.name }),
    ...((cvv2 === 'match' || cvv2 === 'mismatch') && { cvv2 }),
  };
}
