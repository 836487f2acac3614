import { transTypes } from '../../../shared/wire/contract/notifications.ts';
import type { NetworkSession, TransactionRow } from './session.ts';

const PAGE_SIZE = 50;
/** Amounts on the wire have at most six decimals; sums are rounded to that. */
const DECIMALS = 6;

/** Returns what an authorization still holds, in major units: what was neither cleared in part nor reversed. */
export async function openHoldAmount(record: TransactionRow, { merchant }: NetworkSession): Promise<number> {
  let remaining = record.localCurrencyAmt;
  for (let currentPage = 1, pages = 1; currentPage <= pages; currentPage += 1) {
    const { list, totalPages } = await merchant.call('transactionQuery', {
      cardId: record.cardId,
      currentPage,
      pageSize: PAGE_SIZE,
    });
    for (const row of list) if (row.originRecordNo === record.recordNo) remaining -= reductionOf(row);
    pages = totalPages;
  }
  return Number(Math.max(remaining, 0).toFixed(DECIMALS));
}

function reductionOf({ transType, transCategory, settleAmount, localCurrencyAmt }: TransactionRow): number {
  if (transType === transTypes.reversal) return localCurrencyAmt;
  return transType === transTypes.consumption && transCategory === 2 ? (settleAmount ?? localCurrencyAmt) : 0;
}
