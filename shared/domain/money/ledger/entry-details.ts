import type { StatementLineKind } from '../../../wire/contract/statement-line-kinds.ts';

/** What a statement line says about its entry, besides the amounts. */
export interface EntryDetails {
  readonly kind: StatementLineKind;
  readonly orderId?: string;
  readonly recordNo?: string;
  readonly remark?: string;
}

/** Maximum length of a remark in characters. Keeps a balance item, which holds the last one, below a kilobyte. */
export const MAX_REMARK_LENGTH = 200;

type DetailsRule = (parts: readonly string[]) => EntryDetailOverrides & Pick<EntryDetails, 'kind'>;

const orderRule =
  (kind: StatementLineKind): DetailsRule =>
  ([orderId, remark]) => ({ kind, orderId, remark });
const referenceRule =
  (kind: StatementLineKind): DetailsRule =>
  (reference) => ({ kind, remark: reference.join('/') });

/** How to read a cause, by its first segment. */
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
  rebalance: () => ({ kind: 'rebalance' }),
  suspense: referenceRule('suspense'),
  correction: referenceRule('correction'),
  payout: referenceRule('payout'),
};

/** Details that an entry states itself. The others are derived from its cause. */
export type EntryDetailOverrides = { readonly [Name in keyof EntryDetails]?: EntryDetails[Name] | undefined };

/** What the details of an entry are derived from. */
interface DescribedEntry {
  readonly cause: string;
  readonly details?: EntryDetailOverrides;
}

/** Returns the details of an entry: those it states, completed with those derived from its cause. */
export function entryDetailsOf({ cause, details = {} }: DescribedEntry): EntryDetails {
  const [first = '', ...parts] = cause.split('/');
  const derived = RULES[first]?.(parts) ?? { kind: 'other' };
  const { kind = derived.kind, orderId = derived.orderId, recordNo = derived.recordNo } = details;
  const remark = details.remark ?? derived.remark;
  return {
    kind,
    ...(orderId && { orderId }),
    ...(recordNo && { recordNo }),
    ...(remark && { remark: truncated(remark) }),
  };
}

const truncated = (remark: string): string =>
  remark.length > MAX_REMARK_LENGTH ? `${remark.slice(0, MAX_REMARK_LENGTH - 1)}…` : remark;
