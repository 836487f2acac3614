import { orderStatuses } from '../../shared/wire/contract/codes.ts';
import { formatMoney } from '../../shared/wire/money/amount.ts';
import { minorFromWire } from './expected-balance.ts';

/** The currency of the demo's account and card. */
export const CURRENCY = 'USD';

/** Minor units of an amount from the wire; `field` is its name there. */
export const usd = (amount: number, field: string): bigint => minorFromWire(amount, CURRENCY, field);

/** Minor units as a person writes them. */
export const formatUsd = (minor: bigint): string => formatMoney(minor, CURRENCY);

/** 0.029 is 2.9 %, without a float's tail. */
export const formatPercent = (rate: number): string => `${Number((rate * 100).toFixed(4))} %`;

const STATUS_LABELS: Readonly<Record<number, string>> = {
  [orderStatuses.inProcess]: 'in process',
  [orderStatuses.success]: 'success',
  [orderStatuses.failure]: 'failure',
};

/** An order's status with its meaning. */
export const formatStatus = ({ status }: { status: number }): string =>
  `${status} (${STATUS_LABELS[status]})`;

export const SUCCESS = formatStatus({ status: orderStatuses.success });

/** What card_operate says of an order, to be held against what was asked for. */
export const outcomeText = (order: { opType: number; status: number }, amount: bigint, fee: bigint): string =>
  `opType ${order.opType}, status ${formatStatus(order)}, amount ${formatUsd(amount)}, fee ${formatUsd(fee)}`;
