import { transTypes } from '../../../shared/contract/notifications.ts';
import type { NetworkWorld, TransactionRow } from './world.ts';

const PAGE = 50;
/** Amounts of the wire have at most six decimals; their sums are cut there. */
const DECIMALS = 6;

/** What an authorization still holds, in major units: what was neither cleared in part nor reversed since. */
export async function stillHeld(record: TransactionRow, { merchant }: NetworkWorld): Promise<number> {
  let held = record.localCurrencyAmt;
  for (let currentPage = 1, pages = 1; currentPage <= pages; currentPage += 1) {
    const { list, totalPages } = await merchant.call('transactionQuery', {
      cardId: record.cardId,
      currentPage,
      pageSize: PAGE,
    });
    for (const row of list) if (row.originRecordNo === record.recordNo) held -= taken(row);
    pages = totalPages;
  }
  return Number(Math.max(held, 0).toFixed(DECIMALS));
}

function taken({ transType, transCategory, settleAmount, localCurrencyAmt }: TransactionRow): number {
  if (transType === transTypes.reversal) return localCurrencyAmt;
  return transType === transTypes.consumption && transCategory === 2 ? (settleAmount ?? localCurrencyAmt) : 0;
}
