import type { StatementLineKind } from '../../../wire/contract/statement-line-kinds.ts';

/** What a statement says of an entry, beside what the entry moved. */
export interface EntryDetails {
  readonly kind: StatementLineKind;
  readonly orderId?: string;
  readonly recordNo?: string;
  readonly remark?: string;
}

/** Longest remark of a line: a balance item stays below a kilobyte with it. */
export const MAX_REMARK_LENGTH = 200;

type DetailsRule = (parts: readonly string[]) => EntryDetailOverrides & Pick<EntryDetails, 'kind'>;

const orderRule =
  (kind: StatementLineKind): DetailsRule =>
  ([orderId, remark]) => ({ kind, orderId, remark });
const referenceRule =
  (kind: StatementLineKind): DetailsRule =>
  (reference) => ({ kind, remark: reference.join('/') });

/** By the first part of a cause, what the rest of it tells. */
const RULES: Readonly<Record<string, DetailsRule>> = {
  order: orderRule('other'),
  withdrawal: orderRule('withdrawal'),
  exchange: orderRule('exchange'),
  transfer: orderRule('transfer'),
  deposit: referenceRule('deposit'),
  prefunding: referenceRule('deposit'),
  'write-off': referenceRule('correction'),
  collection: referenceRule('correction'),
  payment: orderRule('acquiring'),
  assignment: () => ({ kind: 'fee', remark: 'card assigned' }),
  transaction: () => ({ kind: 'transaction' }),
  hold: () => ({ kind: 'transaction', remark: 'authorization expired' }),
  fee: () => ({ kind: 'fee' }),
  level: () => ({ kind: 'levelling' }),
  suspense: referenceRule('suspense'),
  correction: referenceRule('correction'),
  payout: referenceRule('payout'),
};

/** What an entry tells of itself; where it does not know, its cause tells. */
export type EntryDetailOverrides = { readonly [Name in keyof EntryDetails]?: EntryDetails[Name] | undefined };

/** An entry as far as it says what it is. */
interface DescribedEntry {
  readonly cause: string;
  readonly about?: EntryDetailOverrides;
}

/** What statements say of the entry: what it tells itself, and else what its cause does. */
export function entryDetailsOf({ cause, about = {} }: DescribedEntry): EntryDetails {
  const [first = '', ...parts] = cause.split('/');
  const derived = RULES[first]?.(parts) ?? { kind: 'other' };
  const { kind = derived.kind, orderId = derived.orderId, recordNo = derived.recordNo } = about;
  const remark = about.remark ?? derived.remark;
  return {
    kind,
    ...(orderId && { orderId }),
    ...(recordNo && { recordNo }),
    ...(remark && { remark: truncated(remark) }),
  };
}

const truncated = (remark: string): string =>
  remark.length > MAX_REMARK_LENGTH ? `${remark.slice(0, MAX_REMARK_LENGTH - 1)}…` : remark;
