import type { Card } from '../../cards/card.ts';
import { APPROVED, type ResponseCode } from '../../contract/response-codes.ts';
import { type CardSecrets, isSameSecret } from '../../vault/vault.ts';
import { findCvv2 } from './cvv2.ts';

/** Everything that the decision on a purchase with a known card depends on. */
export interface Facts {
  readonly card: Card;
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
  /** Epoch milliseconds, and that day in the platform's zone. */
  readonly now: number;
  readonly today: string;
}

/** The answer to the network, and whether the verification number was compared on the way to it. */
export interface Decision {
  readonly respCode: ResponseCode;
  readonly approved: boolean;
  readonly cvv2?: 'right' | 'wrong';
}

type Check = (facts: Facts) => ResponseCode | undefined;

const declinedWhen =
  (respCode: ResponseCode, holds: (facts: Facts) => boolean): Check =>
  (facts) =>
    holds(facts) ? respCode : undefined;

const expiry = declinedWhen(
  '200004',
  ({ presented, secrets, today }) =>
    !isSameSecret(presented.expiry, secrets.expiry) || secrets.expiry < today.slice(0, 'yyyy-MM'.length),
);

const cvv2Of = ({ presented, secrets, card, now }: Facts) =>
  findCvv2(presented.cvv2, secrets.cvv2, card, now);

const guessing = declinedWhen('400011', (facts) => cvv2Of(facts) === 'refused');

const cvv2 = declinedWhen('200003', (facts) => cvv2Of(facts) === 'wrong');

const merchant = declinedWhen('100001', ({ merchantEnabled }) => !merchantEnabled);

const inUse = declinedWhen(
  '200008',
  ({ card, groupEnabled, today }) =>
    card.status !== 'active' || !groupEnabled || today < card.startDate || today > card.endDate,
);

const oneUse = declinedWhen('200006', ({ card }) => !card.multiUse && card.spent === true);

const currency = declinedWhen(
  '200005',
  ({ card, transCurrency }) => card.currencyCheck && transCurrency !== card.currency,
);

const single = declinedWhen('200009', ({ card, amount }) => amount > card.maxAmount);

const ownLimit = declinedWhen(
  '200007',
  ({ card, amount }) => amount > 0n && card.limit !== undefined && card.usedAmount + amount > card.limit,
);

const funds = declinedWhen('200002', ({ amount, available }) => amount > 0n && amount > available);

/** In the order in which they decide; whether there is such a card comes before. */
const CHECKS: readonly Check[] = [
  expiry,
  guessing,
  cvv2,
  merchant,
  inUse,
  oneUse,
  currency,
  single,
  ownLimit,
  funds,
];

/** Decides on a purchase: the first check that fails declines it with its response code (contract section 7). */
export function decide(facts: Facts): Decision {
  const respCode = firstFailure(facts) ?? APPROVED;
  const found = respCode === '200004' ? undefined : cvv2Of(facts);
  return {
    respCode,
    approved: respCode === APPROVED,
    ...((found === 'right' || found === 'wrong') && { cvv2: found }),
  };
}

function firstFailure(facts: Facts): ResponseCode | undefined {
  for (const check of CHECKS) {
    const respCode = check(facts);
    if (respCode) return respCode;
  }
  return undefined;
}
