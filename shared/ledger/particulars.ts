import type { LineKind } from '../contract/line-kinds.ts';

/** What a statement says of an entry, beside what the entry moved. */
export interface Particulars {
  readonly kind: LineKind;
  readonly orderId?: string;
  readonly recordNo?: string;
  readonly remark?: string;
}

/** Longest remark of a line: a balance item stays below a kilobyte with it. */
export const LONGEST_REMARK = 200;

type Rule = (parts: readonly string[]) => About & Pick<Particulars, 'kind'>;

const orderStep =
  (kind: LineKind): Rule =>
  ([orderId, remark]) => ({ kind, orderId, remark });
const referred =
  (kind: LineKind): Rule =>
  (reference) => ({ kind, remark: reference.join('/') });

/** By the first part of a cause, what the rest of it tells. */
const RULES: Readonly<Record<string, Rule>> = {
  order: orderStep('other'),
  withdrawal: orderStep('withdrawal'),
  exchange: orderStep('exchange'),
  transfer: orderStep('transfer'),
  deposit: referred('deposit'),
  prefunding: referred('deposit'),
  'write-off': referred('correction'),
  collection: referred('correction'),
  payment: orderStep('acquiring'),
  assignment: () => ({ kind: 'fee', remark: 'card assigned' }),
  transaction: () => ({ kind: 'transaction' }),
  hold: () => ({ kind: 'transaction', remark: 'authorization expired' }),
  fee: () => ({ kind: 'fee' }),
  level: () => ({ kind: 'levelling' }),
  suspense: referred('suspense'),
  correction: referred('correction'),
  payout: referred('payout'),
};

/** What an entry tells of itself; where it does not know, its cause tells. */
export type About = { readonly [Name in keyof Particulars]?: Particulars[Name] | undefined };

/** An entry as far as it says what it is. */
interface DescribedEntry {
  readonly cause: string;
  readonly about?: About;
}

/** What statements say of the entry: what it tells itself, and else what its cause does. */
export function particularsOf({ cause, about = {} }: DescribedEntry): Particulars {
  const [first = '', ...parts] = cause.split('/');
  const told = RULES[first]?.(parts) ?? { kind: 'other' };
  const { kind = told.kind, orderId = told.orderId, recordNo = told.recordNo } = about;
  const remark = about.remark ?? told.remark;
  return {
    kind,
    ...(orderId && { orderId }),
    ...(recordNo && { recordNo }),
    ...(remark && { remark: shortened(remark) }),
  };
}

const shortened = (remark: string): string =>
  remark.length > LONGEST_REMARK ? `${remark.slice(0, LONGEST_REMARK - 1)}…` : remark;
