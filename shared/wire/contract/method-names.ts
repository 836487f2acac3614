import type { OperationName } from './catalogue.ts';

/**
 * The group and the method of every operation in the client libraries. Each library writes them as its language does:
 * `cards.resetPin` in TypeScript, Java and PHP, `cards.reset_pin` in Python, `Cards.ResetPin` in Go.
 */
export const methodNames = {
  accountBalance: 'accounts.balance',
  accountStatement: 'accounts.statement',
  accountTransfer: 'accounts.transfer',
  accountExchange: 'accounts.exchange',
  accountExchangeRate: 'accounts.exchangeRate',
  scene: 'scenes.list',
  cardBin: 'bins.list',
  cardApply: 'cards.apply',
  cardClose: 'cards.close',
  cardRecharge: 'cards.recharge',
  cardModify: 'cards.modify',
  cardInfo: 'cards.get',
  cardRefund: 'cards.refund',
  cardOperateQuery: 'orders.list',
  cardPage: 'cards.list',
  transactionQuery: 'transactions.list',
  groupApply: 'groups.apply',
  groupPage: 'groups.list',
  groupInfo: 'groups.get',
  groupStatus: 'groups.setStatus',
  dptAcquire: 'dpt.acquire',
  dptWithdraw: 'dpt.withdraw',
  dptOrderQuery: 'dpt.getOrder',
  cardholderApply: 'holders.create',
  cardholderInfo: 'holders.get',
  cardholderDelete: 'holders.delete',
  cardAssign: 'cards.assign',
  cardActive: 'cards.activate',
  cardPinReset: 'cards.resetPin',
} as const satisfies Record<OperationName, `${string}.${string}`>;
