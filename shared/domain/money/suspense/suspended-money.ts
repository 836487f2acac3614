import type { InboundContent } from '../../../wire/contract/notifications.ts';
import { ContractError } from '../../../wire/errors.ts';
import { toSignedMinor } from '../../../wire/money/amount.ts';
import { EMBEDDED } from '../../issuer-name.ts';
import { feeOf } from '../../issuing/model/fee.ts';
import { directionByType } from '../../issuing/model/transaction-event.ts';
import type { UpstreamIdentity } from '../../parties/upstream.ts';
import { type Account, networkAccount, suspenseAccount, upstreamAccount } from '../ledger/account.ts';
import type { Posting } from '../ledger/entry.ts';

/** Money that was settled, in minor units: negative where it went out to the network. */
export interface SettledMoney {
  readonly currency: string;
  readonly amount: bigint;
}

/** Money on the suspense account, and the entry that brought it there. */
export interface SuspendedMoney extends SettledMoney {
  readonly cause: string;
}

/** The types whose money can be in suspense. */
export type SettlementType = 'card_transaction' | 'trade_fee';

/** The money that a message says was settled; undefined where nothing was, or nobody can say which way it went. */
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
    // An amount that cannot be: nothing is guessed.
    if (error instanceof ContractError) return undefined;
    throw error;
  }
}

function feeMoney(content: InboundContent<'trade_fee'>): SettledMoney {
  const { amount, currency } = feeOf(content);
  return { currency, amount: -amount };
}

/** Where type and direction contradict each other, the type says which way it went. */
function transactionMoney(content: InboundContent<'card_transaction'>): SettledMoney | undefined {
  const { transCategory, transStatus, localCurrency: currency, settleAmount, localCurrencyAmt } = content;
  const direction = directionByType(content);
  if (transCategory !== 2 || transStatus !== '1' || direction === undefined) return undefined;
  const amount = toSignedMinor(settleAmount ?? localCurrencyAmt, currency, 'settleAmount');
  return { currency, amount: direction === 1 ? amount : -amount };
}

/** Who settles with the network: the network itself, or the platform below, on our account there. */
export const settlingAccount = ({ issuer }: UpstreamIdentity, currency: string): Account =>
  issuer === EMBEDDED ? networkAccount(currency) : upstreamAccount(issuer, currency);

/** The money onto the suspense account. */
export const suspensePostings = (teller: UpstreamIdentity, { currency, amount }: SettledMoney): Posting[] => [
  { account: suspenseAccount(currency), side: 'available', amount },
  { account: settlingAccount(teller, currency), side: 'available', amount: -amount },
];

/** The money off the suspense account, to whoever the account is of. */
export const suspenseReleasePostings = ({ currency, amount }: SettledMoney, to: Account): Posting[] => [
  { account: suspenseAccount(currency), side: 'available', amount: -amount },
  { account: to, side: 'available', amount },
];
