import { transTypes } from '../contract/notifications.ts';
import { APPROVED } from '../contract/response-codes.ts';
import { formatDateTime } from '../contract/time.ts';
import { toMajor } from '../money/amount.ts';
import type { Chain } from './chain.ts';
import { eventOf, type TransactionContent, type TransactionEvent } from './event.ts';

/**
 * The reversal that stands, in the merchant's books, for the end of an authorization's hold of `amount`: it was not cleared
 * in time, or an operator released it. `recordNo` is a number of this platform's own.
 */
export function expiryEvent(
  { source, root, cardId, currency }: Pick<Chain, 'source' | 'root' | 'cardId' | 'currency'>,
  amount: bigint,
  recordNo: string,
  at: { readonly now: number; readonly utcOffset: string; readonly released?: boolean },
): TransactionEvent {
  const released = toMajor(amount, currency);
  const content: TransactionContent = {
    recordNo,
    cardId,
    transactionTime: formatDateTime(at.now, at.utcOffset),
    transCurrency: currency,
    transCurrencyAmt: released,
    localCurrency: currency,
    localCurrencyAmt: released,
    merchantName: at.released ? 'Released authorization' : 'Expired authorization',
    transType: transTypes.reversal,
    transStatus: '1',
    originRecordNo: root,
    transCategory: 1,
    fundsDirection: 1,
    respCode: APPROVED,
    respCodeDesc: at.released ? 'authorization released' : 'authorization expired',
  };
  return { ...eventOf(source, content, at.utcOffset), expires: true };
}
