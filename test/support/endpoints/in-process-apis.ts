import type { Dependencies } from '../../../shared/domain/dependencies.ts';
import { applyCardholder } from '../../../shared/domain/issuing/cardholders/apply-cardholder.ts';
import { handle3dsOtp } from '../../../shared/domain/issuing/cards/card-3ds-otp-webhook.ts';
import { inquireCard } from '../../../shared/domain/issuing/cards/card-inquiry.ts';
import { pageCards } from '../../../shared/domain/issuing/cards/card-pages.ts';
import { modifyCard } from '../../../shared/domain/issuing/cards/modify-card.ts';
import { changeGroupStatus } from '../../../shared/domain/issuing/groups/change-group-status.ts';
import { inquireGroup, pageGroups } from '../../../shared/domain/issuing/groups/group-inquiry.ts';
import { cancelCard } from '../../../shared/domain/issuing/orders/card-cancellation.ts';
import { openCard } from '../../../shared/domain/issuing/orders/card-opening.ts';
import { handleCardOperate } from '../../../shared/domain/issuing/orders/card-operate-webhook.ts';
import { openGroup } from '../../../shared/domain/issuing/orders/group-opening.ts';
import { pageOrders } from '../../../shared/domain/issuing/orders/order-pages.ts';
import { rechargeCard } from '../../../shared/domain/issuing/orders/recharge.ts';
import { refundCard } from '../../../shared/domain/issuing/orders/refund.ts';
import { handleCardTransaction } from '../../../shared/domain/issuing/transactions/card-transaction-webhook.ts';
import { handleTradeFee } from '../../../shared/domain/issuing/transactions/trade-fee-webhook.ts';
import { inquireTransactions } from '../../../shared/domain/issuing/transactions/transaction-inquiry.ts';
import { inquireBalances } from '../../../shared/domain/money/accounts/balance-inquiry.ts';
import { merchantOperation } from '../../../shared/lambda/merchant-operation.ts';
import type { ApiGatewayHandler } from '../../../shared/lambda/pipeline.ts';
import { protectCardData } from '../../../shared/lambda/protect-card-data.ts';
import { webhook } from '../../../shared/lambda/webhook.ts';
import { failureResponse } from '../../../shared/wire/codec/envelope.ts';
import { catalogue, type OperationName } from '../../../shared/wire/contract/catalogue.ts';
import type { Operation } from '../../../shared/wire/contract/operations/operation.ts';
import { webhooks } from '../../../shared/wire/contract/webhooks.ts';
import { ContractError, type ErrorCode, errorCodes } from '../../../shared/wire/errors.ts';
import { apiEvent, fetchFrom, invoke } from '../../integration/lambda/api-fixture.ts';

/**
 * What happens to a call: it never arrives; it is carried out and its answer is lost; it times out and arrives when the
 * test delivers it; a gateway answers in place of the platform; or the platform answers with an error code and does
 * nothing.
 */
export type LinkFault =
  | 'lost'
  | 'unanswered'
  | 'late'
  | 'HTTP 500'
  | '140001'
  | '130001'
  | '110005'
  | '100002';

/** The connection from A to B. */
export interface IssuerLink {
  readonly fetch: typeof fetch;
  /** The operations of all calls, in order. */
  readonly calls: OperationName[];
  /** Sets the faults of calls. Calls are numbered from 1 since this was called. */
  plan(plan: (name: OperationName, call: number) => LinkFault | undefined): void;
  /** Delivers the late calls, in order. */
  deliverLate(): Promise<void>;
}

const noImages = { put: () => Promise.reject(new Error('there is no image to keep')) };

/** The Lambdas of B that a reseller calls. */
const handlersOf = (deps: Dependencies): Partial<Record<OperationName, ApiGatewayHandler>> => ({
  accountBalance: merchantOperation(catalogue.accountBalance, inquireBalances, deps),
  cardApply: merchantOperation(catalogue.cardApply, openCard, deps),
  cardClose: merchantOperation(catalogue.cardClose, cancelCard, deps),
  cardRecharge: merchantOperation(catalogue.cardRecharge, rechargeCard, deps),
  cardRefund: merchantOperation(catalogue.cardRefund, refundCard, deps),
  cardModify: merchantOperation(catalogue.cardModify, modifyCard, deps),
  cardInfo: merchantOperation(catalogue.cardInfo, inquireCard, deps, protectCardData),
  cardOperateQuery: merchantOperation(catalogue.cardOperateQuery, pageOrders, deps),
  groupApply: merchantOperation(catalogue.groupApply, openGroup, deps),
  groupStatus: merchantOperation(catalogue.groupStatus, changeGroupStatus, deps),
  groupInfo: merchantOperation(catalogue.groupInfo, inquireGroup, deps),
  groupPage: merchantOperation(catalogue.groupPage, pageGroups, deps),
  cardPage: merchantOperation(catalogue.cardPage, pageCards, deps),
  transactionQuery: merchantOperation(catalogue.transactionQuery, inquireTransactions, deps),
  cardholderApply: merchantOperation(
    catalogue.cardholderApply,
    (request, call) => applyCardholder(request, call, noImages),
    deps,
  ),
});

/** Returns an API that calls B's real Lambdas, with planned faults. */
export function issuerApi(deps: Dependencies): IssuerLink {
  const handlers = handlersOf(deps);
  const names = new Map(Object.entries(catalogue).map(([name, { path }]) => [path, name as OperationName]));
  const calls: OperationName[] = [];
  let plan: Parameters<IssuerLink['plan']>[0] = () => undefined;
  let callCount = 0;
  const late: (() => Promise<unknown>)[] = [];
  const answer = (name: OperationName, ...request: Parameters<typeof fetch>): Promise<Response> => {
    const handler = handlers[name];
    if (!handler) throw new Error(`the chain has no ${name}`);
    return fetchFrom(() => handler)(...request);
  };
  return {
    calls,
    plan: (next) => {
      plan = next;
      callCount = 0;
    },
    deliverLate: async () => {
      for (const call of late.splice(0)) await call();
    },
    fetch: async (url, init) => {
      const name = names.get(new URL(String(url)).pathname as `/openapi/${string}`);
      if (!name) throw new Error(`nothing is at ${url}`);
      calls.push(name);
      callCount += 1;
      const fault = plan(name, callCount);
      if (fault === undefined) return answer(name, url, init);
      if (fault === 'unanswered') await answer(name, url, init);
      if (fault === 'late') late.push(() => answer(name, url, init));
      if (fault === 'lost' || fault === 'unanswered' || fault === 'late') throw new TypeError('fetch failed');
      if (fault === 'HTTP 500') return new Response('', { status: 500 });
      if (fault === '100002')
        return new Response(JSON.stringify(failureResponse(fault, errorCodes[fault], '')));
      return fetchFrom(() => refusing(catalogue[name], fault, deps))(url, init);
    },
  };
}

class PlannedError extends ContractError {
  readonly code: ErrorCode;
  constructor(code: ErrorCode) {
    super(errorCodes[code]);
    this.code = code;
  }
}

/** Returns a handler that only answers with the code. */
const refusing = (entry: Operation, code: ErrorCode, deps: Dependencies): ApiGatewayHandler =>
  merchantOperation(entry, () => Promise.reject(new PlannedError(code)), deps);

/** Returns an API that passes B's notifications to A's real Lambdas, by path. */
export function resellerWebhooks(deps: Dependencies) {
  const handlers: Record<string, ApiGatewayHandler> = {
    [webhooks.card_operate.path]: webhook(webhooks.card_operate, handleCardOperate, deps),
    [webhooks.card_transaction.path]: webhook(webhooks.card_transaction, handleCardTransaction, deps),
    [webhooks.trade_fee.path]: webhook(webhooks.trade_fee, handleTradeFee, deps),
    [webhooks.card_3ds_otp.path]: webhook(webhooks.card_3ds_otp, handle3dsOtp, deps),
  };
  return async (path: string, body: string, headers: Readonly<Record<string, string>>) => {
    const handler = handlers[path];
    if (!handler) throw new Error(`nothing is at ${path}`);
    const answer = await invoke(handler, apiEvent(body, { path, headers }));
    return { status: answer.statusCode, body: answer.body };
  };
}
