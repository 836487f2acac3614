import type { Platform } from '../platform/platform.ts';
import { StaleDecision } from '../requests/once.ts';
import type { Write } from '../store/write.ts';
import { freeNumber } from './free-number.ts';

/** The key of what says whose receipt a number is. */
export const receiptKey = (receiptNo: string) => ({ pk: `receipt/${receiptNo}` });

/** The merchant's number of a receipt, and the writes that keep it for its source. */
interface Receipt {
  readonly receiptNo: string;
  readonly writes: readonly Write[];
}

/**
 * The merchant's number for a receipt that a source told. It is the number itself, but where another source was first to use
 * it: then it is one of ours, so that no merchant takes two fees for one. StaleDecision, from the write, when somebody has
 * taken the number since.
 */
export async function receiptOf(platform: Platform, source: string, told: string): Promise<Receipt> {
  const known = await platform.store.get('transactions', receiptKey(told));
  if (known?.['source'] === source) return { receiptNo: told, writes: [] };
  const receiptNo = known ? await freeNumber(platform, receiptKey) : told;
  return { receiptNo, writes: [receiptPut(receiptNo, source)] };
}

const receiptPut = (receiptNo: string, source: string): Write => ({
  kind: 'put',
  table: 'transactions',
  item: { ...receiptKey(receiptNo), source },
  otherwise: () => new StaleDecision(),
});
