import { transTypes } from '../../../wire/contract/notifications.ts';
import { APPROVED } from '../../../wire/contract/reference-data/response-codes.ts';
import { formatDateTime } from '../../../wire/contract/time.ts';
import { toMajor } from '../../../wire/money/amount.ts';
import { EMBEDDED } from '../../issuer-name.ts';
import type { Authorization } from '../model/authorization.ts';
import {
  eventFromContent,
  type TransactionContent,
  type TransactionEvent,
} from '../model/transaction-event.ts';

/**
 * The reversal that ends an authorization's hold of `amount` in the merchant's books: the hold expired, or an
 * operator released it. `recordNo` is a number of this platform.
 */
export function expiryEvent(
  { source, root, cardId, currency }: Pick<Authorization, 'source' | 'root' | 'cardId' | 'currency'>,
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
  return { ...eventFromContent({ source, issuer: EMBEDDED }, content, at.utcOffset), expires: true };
}
