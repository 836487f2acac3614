import type { Operation } from './operation.ts';
import { accountBalance } from './operations/account.ts';
import {
  cardApply,
  cardClose,
  cardOperateQuery,
  cardRecharge,
  cardRefund,
} from './operations/card-orders.ts';
import { cardBin, cardInfo, cardModify, cardPage, scene } from './operations/cards.ts';

/** Every operation of the Merchant API: the single source of routes, functions, grants, schemas, docs and client. */
export const catalogue = {
  accountBalance,
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
} as const satisfies Record<string, Operation>;

export type Catalogue = typeof catalogue;
export type OperationName = keyof Catalogue;
