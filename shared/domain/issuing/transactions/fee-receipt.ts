import { WriteConflict } from '../../../runtime/idempotency/execute-once.ts';
import type { Write } from '../../../runtime/store/write.ts';
import type { Dependencies } from '../../dependencies.ts';
import { generateUnusedNumber } from './unused-number.ts';

/** The key of what says whose receipt a number is. */
export const receiptKey = (receiptNo: string) => ({ pk: `receipt/${receiptNo}` });

/** The merchant's number of a receipt, and the writes that keep it for its source. */
interface MerchantReceipt {
  readonly receiptNo: string;
  readonly writes: readonly Write[];
}

/**
 * The merchant's number for a receipt that a source told. It is the number itself, but where another source was first to use
 * it: then it is one of ours, so that no merchant takes two fees for one. StaleDecision, from the write, when somebody has
 * taken the number since.
 */
export async function merchantReceiptFor(
  deps: Dependencies,
  source: string,
  upstreamReceiptNo: string,
): Promise<MerchantReceipt> {
  const known = await deps.store.get('transactions', receiptKey(upstreamReceiptNo));
  if (known?.['source'] === source) return { receiptNo: upstreamReceiptNo, writes: [] };
  const receiptNo = known ? await generateUnusedNumber(deps, receiptKey) : upstreamReceiptNo;
  return { receiptNo, writes: [receiptPut(receiptNo, source)] };
}

const receiptPut = (receiptNo: string, source: string): Write => ({
  kind: 'put',
  table: 'transactions',
  item: { ...receiptKey(receiptNo), source },
  onConflict: () => new WriteConflict(),
});
