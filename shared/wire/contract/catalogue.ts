import {
  accountBalance,
  accountExchange,
  accountExchangeRate,
  accountTransfer,
} from './operations/accounts.ts';
import {
  cardApply,
  cardClose,
  cardOperateQuery,
  cardRecharge,
  cardRefund,
} from './operations/card-orders.ts';
import { cardholderApply, cardholderDelete, cardholderInfo } from './operations/cardholders.ts';
import { cardBin, cardInfo, cardModify, cardPage, scene } from './operations/cards.ts';
import { dptAcquire, dptOrderQuery, dptWithdraw } from './operations/dpt.ts';
import { groupApply, groupInfo, groupPage, groupStatus } from './operations/groups.ts';
import type { Operation } from './operations/operation.ts';
import { cardActive, cardAssign, cardPinReset } from './operations/pcc.ts';
import { accountStatement } from './operations/statement.ts';
import { transactionQuery } from './operations/transactions.ts';

/** Every operation of the Merchant API: the single source of routes, functions, grants, schemas, docs and client. */
export const catalogue = {
  accountBalance,
  accountStatement,
  accountTransfer,
  accountExchange,
  accountExchangeRate,
  scene,
  cardBin,
  cardApply,
  cardClose,
  cardRecharge,
  cardModify,
  cardInfo,
  cardRefund,
  cardOperateQuery,
  cardPage,
  transactionQuery,
  groupApply,
  groupPage,
  groupInfo,
  groupStatus,
  dptAcquire,
  dptWithdraw,
  dptOrderQuery,
  cardholderApply,
  cardholderInfo,
  cardholderDelete,
  cardAssign,
  cardActive,
  cardPinReset,
} as const satisfies Record<string, Operation>;

export type Catalogue = typeof catalogue;
export type OperationName = keyof Catalogue;
