import { orderStatuses } from '../../shared/wire/contract/codes.ts';
import { formatMoney } from '../../shared/wire/money/amount.ts';
import { minorFromWire } from './expected-balance.ts';

/** The currency of the demo's account and card. */
export const CURRENCY = 'USD';

/** Converts an amount on the wire to minor units. `field` is its name. */
export const usd = (amount: number, field: string): bigint => minorFromWire(amount, CURRENCY, field);

/** Formats minor units. */
export const formatUsd = (minor: bigint): string => formatMoney(minor, CURRENCY);

/** Formats 0.029 as 2.9 %, without rounding errors. */
export const formatPercent = (rate: number): string => `${Number((rate * 100).toFixed(4))} %`;

const STATUS_LABELS: Readonly<Record<number, string>> = {
  [orderStatuses.inProcess]: 'in process',
  [orderStatuses.success]: 'success',
  [orderStatuses.failure]: 'failure',
};

/** Formats an order's status with its meaning. */
export const formatStatus = ({ status }: { status: number }): string =>
  `${status} (${STATUS_LABELS[status]})`;

export const SUCCESS = formatStatus({ status: orderStatuses.success });

/** Formats the outcome of an order, to be compared with the request. */
export const outcomeText = (order: { opType: number; status: number }, amount: bigint, fee: bigint): string =>
  `opType ${order.opType}, status ${formatStatus(order)}, amount ${formatUsd(amount)}, fee ${formatUsd(fee)}`;
