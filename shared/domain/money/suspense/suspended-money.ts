import type { InboundContent, NotificationType } from '../../../wire/contract/notifications.ts';
import { ContractError } from '../../../wire/errors.ts';
import { toSignedMinor } from '../../../wire/money/amount.ts';
import { EMBEDDED } from '../../issuer-name.ts';
import { feeOf } from '../../issuing/model/fee.ts';
import { directionByType } from '../../issuing/model/transaction-event.ts';
import type { UpstreamIdentity } from '../../parties/upstream.ts';
import { type Account, networkAccount, suspenseAccount, upstreamAccount } from '../ledger/account.ts';
import type { Posting } from '../ledger/posting.ts';

/** Settled money. */
export interface SettledMoney {
  readonly currency: string;
  /** Minor units; negative for money paid to the network. */
  readonly amount: bigint;
}

/** Money on the suspense account. */
export interface SuspendedMoney extends SettledMoney {
  /** The cause of the entry that put it there. */
  readonly cause: string;
}

/** The message types that can report settled money: it is booked on a card, or waits in suspense. */
export type SettlementType = 'card_transaction' | 'trade_fee';

export const isSettlementType = (type: NotificationType): type is SettlementType =>
  type === 'card_transaction' || type === 'trade_fee';

/** The money that a message reports as settled; undefined when it reports none, or when the direction is unknown. */
export function settledMoneyOf<Type extends SettlementType>(
  type: Type,
  content: InboundContent<Type>,
): SettledMoney | undefined {
  try {
    const money =
      type === 'trade_fee'
        ? feeMoney(content as InboundContent<'trade_fee'>)
        : transactionMoney(content as InboundContent<'card_transaction'>);
    return money?.amount === 0n ? undefined : money;
  } catch (error) {
    // An invalid amount: better none than a guess.
    if (error instanceof ContractError) return undefined;
    throw error;
  }
}

function feeMoney(content: InboundContent<'trade_fee'>): SettledMoney {
  const { amount, currency } = feeOf(content);
  return { currency, amount: -amount };
}

// The transaction type decides the direction, also when the message's own direction contradicts it.
function transactionMoney(content: InboundContent<'card_transaction'>): SettledMoney | undefined {
  const { transCategory, transStatus, localCurrency: currency, settleAmount, localCurrencyAmt } = content;
  const direction = directionByType(content);
  if (transCategory !== 2 || transStatus !== '1' || direction === undefined) return undefined;
  const amount = toSignedMinor(settleAmount ?? localCurrencyAmt, currency, 'settleAmount');
  return { currency, amount: direction === 1 ? amount : -amount };
}

/** The contra account of a settlement: the network's, or for an external issuer the platform's account there. */
export const contraAccount = ({ issuer }: UpstreamIdentity, currency: string): Account =>
  issuer === EMBEDDED ? networkAccount(currency) : upstreamAccount(issuer, currency);

/** Postings that put money on the suspense account. */
export const suspensePostings = (sender: UpstreamIdentity, { currency, amount }: SettledMoney): Posting[] => [
  { account: suspenseAccount(currency), side: 'available', amount },
  { account: contraAccount(sender, currency), side: 'available', amount: -amount },
];

/** Postings that move money from the suspense account to another account. */
export const suspenseReleasePostings = ({ currency, amount }: SettledMoney, to: Account): Posting[] => [
  { account: suspenseAccount(currency), side: 'available', amount: -amount },
  { account: to, side: 'available', amount },
];
