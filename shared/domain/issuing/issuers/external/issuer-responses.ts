import type { CallResult } from '../../../../client/client.ts';
import { MerchantClientError } from '../../../../client/client-errors.ts';
import { opTypes } from '../../../../wire/contract/codes.ts';
import { parseAmount, toMinor } from '../../../../wire/money/amount.ts';
import {
  type IssuerResult,
  issuerResult,
  type OrderOutcome,
  REFUSED_BY_ISSUER,
  type StateAtIssuer,
} from '../../model/issuer.ts';
import type { Order } from '../../model/order.ts';
import { isTerminal } from './error-mapping.ts';

/** An order as the issuer shows it. */
export type OrderRow = CallResult<'cardOperateQuery'>['list'][number];

export const UNKNOWN = { state: 'unknown' } as const;

/** Maps an error to an outcome. Only a final refusal is known: in all other cases the order may still be executed. */
export function outcomeOfError(error: unknown): OrderOutcome {
  if (isTerminal(error)) return { state: 'refused', reason: REFUSED_BY_ISSUER };
  if (error instanceof MerchantClientError) return UNKNOWN;
  throw error;
}

/**
 * Returns the issuer's result for the order, or undefined when the row does not match it. A cancellation's amount may
 * differ.
 */
export function resultFromRow(order: Order, row: OrderRow): IssuerResult | undefined {
  const minor = (value: number) => toMinor(parseAmount(value) ?? '0', order.currency, 'amount');
  const isSameAmount = order.opType === opTypes.cardCancellation || minor(row.amount) === order.amount;
  if (row.opType !== order.opType || !isSameAmount) return undefined;
  return issuerResult(order, { ...row, fee: minor(row.fee) });
}

/** Returns the card's state from an inquiry. */
export function cardState(
  { cardStatus, creditLimitAmt }: Pick<CallResult<'cardInfo'>, 'cardStatus' | 'creditLimitAmt'>,
  currency: string,
): StateAtIssuer {
  const status = { '1': 1, '2': 0 }[cardStatus] as 0 | 1 | undefined;
  const limit = creditLimitAmt === undefined ? undefined : parseAmount(creditLimitAmt);
  return {
    ...(status !== undefined && { status }),
    ...(limit !== undefined && { limit: toMinor(limit, currency, 'creditLimitAmt') }),
  };
}
