import type { Write } from '../../../runtime/store/write.ts';
import { settlementStageOf, type Transaction, transactionKey } from '../model/transaction.ts';
import type { TransactionContent, TransactionEvent } from '../model/transaction-event.ts';

/** What only informs, and what stands there where its sender said nothing. */
const INFORMATIONAL_FIELDS = {
  merchantName: 'unknown',
  merchantCategoryCode: '',
  transCurrency: '',
  approvalCode: '',
  crossBoardType: '',
  settleTime: '',
  respCodeDesc: '',
} as const satisfies Partial<Record<keyof TransactionContent, string>>;

/** The fields in which a repeat says more: where nothing was said before, or a shorter text. */
export function richerFields(
  known: TransactionContent,
  repeat: TransactionContent,
): Partial<TransactionContent> {
  const richer = Object.entries(INFORMATIONAL_FIELDS).filter(([field, nothing]) => {
    const [before = nothing, now = nothing] = [known, repeat].map(
      (one) => one[field as keyof typeof INFORMATIONAL_FIELDS],
    );
    return now !== nothing && (before === nothing || now.length > before.length);
  });
  return Object.fromEntries(
    richer.map(([field]) => [field, repeat[field as keyof typeof INFORMATIONAL_FIELDS]]),
  );
}

/** Takes over what a repeat says more, without a word to anybody; nothing moves. */
export function enrichmentWrites(record: Transaction | undefined, event: TransactionEvent): Write[] {
  const stage = settlementStageOf(event);
  const known = record?.[stage];
  if (!record || !known) return [];
  const richer = richerFields(known, event.content);
  if (Object.keys(richer).length === 0) return [];
  return [
    {
      kind: 'update',
      table: 'transactions',
      key: transactionKey(record),
      set: { [stage]: { ...known, ...richer } },
    },
  ];
}
