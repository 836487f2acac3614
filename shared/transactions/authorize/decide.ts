import { type Card, isExpired } from '../../cards/card.ts';
import { APPROVED, type ResponseCode } from '../../contract/response-codes.ts';
import { type CardSecrets, isSameSecret } from '../../vault/vault.ts';
import { type Chain, canHold, isUse } from '../chain.ts';
import { findCvv2 } from './cvv2.ts';

/** Everything that the decision on a purchase with a known card depends on. */
export interface Facts {
  readonly card: Card;
  /** Of a card that is closed or expired there is no verification number. */
  readonly secrets: Pick<CardSecrets, 'cvv2' | 'expiry'>;
  /** The card's merchant may use the platform. */
  readonly merchantEnabled: boolean;
  /** The card's group is not frozen; a card of no group has nothing that could be. */
  readonly groupEnabled: boolean;
  /** What can be spent, in minor units of the card's currency. */
  readonly available: bigint;
  readonly presented: { readonly expiry: string; readonly cvv2?: string | undefined };
  /** The currency at the card acceptor's. */
  readonly transCurrency: string;
  /** In minor units of the card's currency; zero only asks whether the card would be accepted. */
  readonly amount: bigint;
  /** More than zero is asked for in transCurrency: a use of the card, whatever that is in the card's currency. */
  readonly isAsked: boolean;
  /** Of an increment: the authorization that it adds to, as far as it is known. */
  readonly increment?: { readonly isOthers: boolean; readonly chain?: Chain };
  /** Epoch milliseconds, and that day in the platform's zone. */
  readonly now: number;
  readonly today: string;
}

/** The answer to the network, and whether the verification number was compared on the way to it. */
export interface Decision {
  readonly respCode: ResponseCode;
  readonly approved: boolean;
  /** Of a decline: which check it was, told apart more finely than on the wire; for operators. */
  readonly failed?: string;
  readonly cvv2?: 'right' | 'wrong';
}

/** One reason for a decline: its name for operators, its response code, and when it holds. */
interface Check {
  readonly name: string;
  readonly respCode: ResponseCode;
  readonly fails: (facts: Facts) => boolean;
}

const check = (name: string, respCode: ResponseCode, fails: Check['fails']): Check => ({
  name,
  respCode,
  fails,
});

const cvv2Of = ({ presented, secrets, card, now }: Facts) =>
  findCvv2(presented.cvv2, secrets.cvv2, card, now);

const WRONG_EXPIRY: readonly Check[] = [
  check(
    'wrong expiry',
    '200004',
    ({ presented, secrets }) => !isSameSecret(presented.expiry, secrets.expiry),
  ),
  check('expired', '200004', ({ secrets, today }) => isExpired(secrets.expiry, today)),
];

const NOT_IN_USE: readonly Check[] = [
  check('card closed', '200008', ({ card }) => card.status === 'closed'),
  check('card closing', '200008', ({ card }) => card.status === 'closing'),
  check('card frozen', '200008', ({ card }) => card.status === 'frozen'),
  check('card awaits activation', '200008', ({ card }) => card.status === 'awaiting-activation'),
  check('group frozen', '200008', ({ groupEnabled }) => !groupEnabled),
  check('card not active yet', '200008', ({ card, today }) => today < card.startDate),
  check('card ended', '200008', ({ card, today }) => today > card.endDate),
];

/** An increment belongs to the use that it adds to. */
const isUsedUp = ({ card, increment }: Facts): boolean =>
  !card.multiUse && (card.uses ?? 0) > 0 && !(increment?.chain && isUse(increment.chain));

/** In the order in which they decide; whether there is such a card comes before. */
const CHECKS: readonly Check[] = [
  ...WRONG_EXPIRY,
  check('wrong CVV2 too often', '400011', (facts) => cvv2Of(facts) === 'refused'),
  check('wrong CVV2', '200003', (facts) => cvv2Of(facts) === 'wrong'),
  check('merchant disabled', '100001', ({ merchantEnabled }) => !merchantEnabled),
  ...NOT_IN_USE,
  check('one use only', '200006', isUsedUp),
  check('increment of another card', '400003', ({ increment }) => increment?.isOthers === true),
  check('increment of what is over', '400005', ({ increment }) =>
    increment?.chain ? !canHold(increment.chain) : false,
  ),
  check(
    'currency',
    '200005',
    ({ card, transCurrency }) => card.currencyCheck && transCurrency !== card.currency,
  ),
  check('most for one purchase', '200009', ({ card, amount }) => amount > card.maxAmount),
  check(
    'card limit',
    '200007',
    ({ card, amount }) => amount > 0n && card.limit !== undefined && card.usedAmount + amount > card.limit,
  ),
  check('funds', '200002', ({ amount, available }) => amount > 0n && amount > available),
];

/** Decides on a purchase: the first check that fails declines it with its response code (contract section 7). */
export function decide(facts: Facts): Decision {
  const failed = CHECKS.find(({ fails }) => fails(facts));
  const respCode = failed?.respCode ?? APPROVED;
  const found = respCode === '200004' ? undefined : cvv2Of(facts);
  return {
    respCode,
    approved: !failed,
    ...(failed && { failed: failed.name }),
    ...((found === 'right' || found === 'wrong') && { cvv2: found }),
  };
}
