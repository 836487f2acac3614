import { orderStatuses } from '../../../shared/contract/codes.ts';
import { moneyText } from '../../../shared/money/amount.ts';
import { minorOf } from './sheet.ts';

/** The currency of the demo's account and card. */
export const CURRENCY = 'USD';

/** Minor units of an amount from the wire; `field` is its name there. */
export const usd = (amount: number, field: string): bigint => minorOf(amount, CURRENCY, field);

/** Minor units as a person writes them. */
export const format = (minor: bigint): string => moneyText(minor, CURRENCY);

/** 0.029 is 2.9 %, without a float's tail. */
export const percent = (rate: number): string => `${Number((rate * 100).toFixed(4))} %`;

const STATUS_NAMES: Readonly<Record<number, string>> = {
  [orderStatuses.inProcess]: 'in process',
  [orderStatuses.success]: 'success',
  [orderStatuses.failure]: 'failure',
};

/** An order's status with its meaning. */
export const statusOf = ({ status }: { status: number }): string => `${status} (${STATUS_NAMES[status]})`;

export const SUCCESS = statusOf({ status: orderStatuses.success });

/** What card_operate says of an order, to be held against what was asked for. */
export const outcomeText = (order: { opType: number; status: number }, amount: bigint, fee: bigint): string =>
  `opType ${order.opType}, status ${statusOf(order)}, amount ${format(amount)}, fee ${format(fee)}`;
