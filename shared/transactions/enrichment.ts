import type { Write } from '../store/write.ts';
import type { TransactionContent, TransactionEvent } from './event.ts';
import { facetOf, recordKey, type TransactionRecord } from './record.ts';

/** What only informs, and what stands there where its sender said nothing. */
const INFORMING = {
  merchantName: 'unknown',
  merchantCategoryCode: '',
  transCurrency: '',
  approvalCode: '',
  crossBoardType: '',
  settleTime: '',
  respCodeDesc: '',
} as const satisfies Partial<Record<keyof TransactionContent, string>>;

/** The fields in which a repeat says more: where nothing was said before, or a shorter text. */
export function richerIn(known: TransactionContent, repeat: TransactionContent): Partial<TransactionContent> {
  const richer = Object.entries(INFORMING).filter(([field, nothing]) => {
    const [before = nothing, now = nothing] = [known, repeat].map(
      (one) => one[field as keyof typeof INFORMING],
    );
    return now !== nothing && (before === nothing || now.length > before.length);
  });
  return Object.fromEntries(richer.map(([field]) => [field, repeat[field as keyof typeof INFORMING]]));
}

/** Takes over what a repeat says more, without a word to anybody; nothing moves. */
export function enrichmentWrites(record: TransactionRecord | undefined, event: TransactionEvent): Write[] {
  const facet = facetOf(event);
  const known = record?.[facet];
  if (!record || !known) return [];
  const richer = richerIn(known, event.content);
  if (Object.keys(richer).length === 0) return [];
  return [
    {
      kind: 'update',
      table: 'transactions',
      key: recordKey(record),
      set: { [facet]: { ...known, ...richer } },
    },
  ];
}
