import type { Write } from '../../../runtime/store/write.ts';
import { settlementStageOf, type Transaction, transactionKey } from '../model/transaction.ts';
import type { TransactionContent, TransactionEvent } from '../model/transaction-event.ts';

/** Fields that move nothing, with the value that stands for a missing one. */
const INFORMATIONAL_FIELDS = {
  merchantName: 'unknown',
  merchantCategoryCode: '',
  transCurrency: '',
  approvalCode: '',
  crossBoardType: '',
  settleTime: '',
  respCodeDesc: '',
} as const satisfies Partial<Record<keyof TransactionContent, string>>;

/** The fields in which a duplicate has more text, or text where there was none. */
function richerFields(known: TransactionContent, repeat: TransactionContent): Partial<TransactionContent> {
  const richer = Object.entries(INFORMATIONAL_FIELDS).filter(([field, missing]) => {
    const [before = missing, now = missing] = [known, repeat].map(
      (one) => one[field as keyof typeof INFORMATIONAL_FIELDS],
    );
    return now !== missing && (before === missing || now.length > before.length);
  });
  return Object.fromEntries(
    richer.map(([field]) => [field, repeat[field as keyof typeof INFORMATIONAL_FIELDS]]),
  );
}

/** Stores the richer texts of a duplicate, without a notification; moves nothing. */
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
