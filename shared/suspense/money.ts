import { ContractError } from '../contract/errors.ts';
import type { ReceivedContent } from '../contract/notifications.ts';
import { EMBEDDED } from '../issuer/issuer-name.ts';
import { type Account, networkAccount, suspenseAccount, upstreamAccount } from '../ledger/accounts.ts';
import type { Posting } from '../ledger/entry.ts';
import { toSignedMinor } from '../money/amount.ts';
import { directionByType } from '../transactions/event.ts';
import { feeOf } from '../transactions/fee.ts';
import type { Teller } from '../upstreams/upstream.ts';

/** Money that was settled, in minor units: negative where it went out to the network. */
export interface Money {
  readonly currency: string;
  readonly amount: bigint;
}

/** Money on the suspense account, and the entry that brought it there. */
export interface SuspendedMoney extends Money {
  readonly cause: string;
}

/** The types whose money can be in suspense. */
export type SettlingType = 'card_transaction' | 'trade_fee';

/** The money that a message says was settled; undefined where nothing was, or nobody can say which way it went. */
export function settledMoney<Type extends SettlingType>(
  type: Type,
  content: ReceivedContent<Type>,
): Money | undefined {
  try {
    const money =
      type === 'trade_fee'
        ? feeMoney(content as ReceivedContent<'trade_fee'>)
        : transactionMoney(content as ReceivedContent<'card_transaction'>);
    return money?.amount === 0n ? undefined : money;
  } catch (error) {
    // An amount that cannot be: nothing is guessed.
    if (error instanceof ContractError) return undefined;
    throw error;
  }
}

function feeMoney(content: ReceivedContent<'trade_fee'>): Money {
  const { amount, currency } = feeOf(content);
  return { currency, amount: -amount };
}

/** Where type and direction contradict each other, the type says which way it went. */
function transactionMoney(content: ReceivedContent<'card_transaction'>): Money | undefined {
  const { transCategory, transStatus, localCurrency: currency, settleAmount, localCurrencyAmt } = content;
  const direction = directionByType(content);
  if (transCategory !== 2 || transStatus !== '1' || direction === undefined) return undefined;
  const amount = toSignedMinor(settleAmount ?? localCurrencyAmt, currency, 'settleAmount');
  return { currency, amount: direction === 1 ? amount : -amount };
}

/** Who settles with the network: the network itself, or the platform below, on our account there. */
export const settlingAccount = ({ issuer }: Teller, currency: string): Account =>
  issuer === EMBEDDED ? networkAccount(currency) : upstreamAccount(issuer, currency);

/** The money onto the suspense account. */
export const suspending = (teller: Teller, { currency, amount }: Money): Posting[] => [
  { account: suspenseAccount(currency), side: 'available', amount },
  { account: settlingAccount(teller, currency), side: 'available', amount: -amount },
];

/** The money off the suspense account, to whoever the account is of. */
export const releasing = ({ currency, amount }: Money, to: Account): Posting[] => [
  { account: suspenseAccount(currency), side: 'available', amount: -amount },
  { account: to, side: 'available', amount },
];
