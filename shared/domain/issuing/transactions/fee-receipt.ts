import { writeConflict } from '../../../runtime/idempotency/execute-once.ts';
import type { Write } from '../../../runtime/store/write.ts';
import type { Dependencies } from '../../dependencies.ts';
import { generateUnusedNumber } from './unused-number.ts';

/** The key of the item that stores whose receipt a number is. */
const receiptKey = (receiptNo: string) => ({ pk: `receipt/${receiptNo}` });

/** The merchant's number for a receipt, and the writes that reserve it for its source. */
interface MerchantReceipt {
  readonly receiptNo: string;
  readonly writes: readonly Write[];
}

/**
 * Returns the merchant's number for an upstream's receipt. Both are the same unless another source used the
 * number first; then this platform generates one, so that the merchant never takes two fees for one. The
 * write throws WriteConflict if someone else takes the number first.
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
  onConflict: writeConflict,
});
