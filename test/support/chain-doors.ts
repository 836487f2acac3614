import { applyForHolder } from '../../shared/cardholders/apply.ts';
import { inquireCard } from '../../shared/cards/card-inquiry.ts';
import { pageCards } from '../../shared/cards/card-pages.ts';
import { modifyCard } from '../../shared/cards/modify.ts';
import { failureResponse } from '../../shared/codec/envelope.ts';
import { catalogue, type OperationName } from '../../shared/contract/catalogue.ts';
import { ContractError, type ErrorCode, errorCodes } from '../../shared/contract/errors.ts';
import type { Operation } from '../../shared/contract/operation.ts';
import { webhooks } from '../../shared/contract/webhooks.ts';
import { changeGroupStatus } from '../../shared/groups/change-status.ts';
import { inquireGroup, pageGroups } from '../../shared/groups/queries.ts';
import { cardData } from '../../shared/lambda/card-data.ts';
import { type OperationHandler, operation } from '../../shared/lambda/operation.ts';
import { webhook } from '../../shared/lambda/webhook.ts';
import { queryBalances } from '../../shared/ledger/account-balance.ts';
import { passOnOtp } from '../../shared/notifications/otp.ts';
import { cancelCard } from '../../shared/orders/kinds/card-cancellation.ts';
import { openCard } from '../../shared/orders/kinds/card-opening.ts';
import { openGroup } from '../../shared/orders/kinds/group-opening.ts';
import { rechargeCard } from '../../shared/orders/kinds/recharge.ts';
import { refundCard } from '../../shared/orders/kinds/refund.ts';
import { pageOrders } from '../../shared/orders/order-pages.ts';
import { applyCardOperate } from '../../shared/orders/told.ts';
import type { Platform } from '../../shared/platform/platform.ts';
import { applyCardTransaction } from '../../shared/transactions/apply.ts';
import { applyTradeFee } from '../../shared/transactions/fees.ts';
import { inquireTransactions } from '../../shared/transactions/inquiry.ts';
import { apiEvent, fetchFrom, invoke } from '../integration/pipeline/api.ts';

/**
 * What becomes of a call: it never arrives, it is carried out and its answer never comes, it is given up and arrives when
 * the test lets it, a gateway answers in place of the platform, or the platform answers with a code of its own and does nothing.
 */
export type LineFault =
  | 'lost'
  | 'unanswered'
  | 'late'
  | 'HTTP 500'
  | '140001'
  | '130001'
  | '110005'
  | '100002';

/** The way from A to B. */
export interface Line {
  readonly fetch: typeof fetch;
  /** Every call that was made, in order. */
  readonly calls: OperationName[];
  /** The fault of a call, asked with its number, counted from 1 since this was set. */
  plan(plan: (name: OperationName, call: number) => LineFault | undefined): void;
  /** Calls that are late arrive, in order. */
  arrive(): Promise<void>;
}

const noImages = { put: () => Promise.reject(new Error('there is no image to keep')) };

/** The Lambdas of B that a platform above calls. */
const handlersOf = (platform: Platform): Partial<Record<OperationName, OperationHandler>> => ({
  accountBalance: operation(catalogue.accountBalance, queryBalances, platform),
  cardApply: operation(catalogue.cardApply, openCard, platform),
  cardClose: operation(catalogue.cardClose, cancelCard, platform),
  cardRecharge: operation(catalogue.cardRecharge, rechargeCard, platform),
  cardRefund: operation(catalogue.cardRefund, refundCard, platform),
  cardModify: operation(catalogue.cardModify, modifyCard, platform),
  cardInfo: operation(catalogue.cardInfo, inquireCard, platform, cardData),
  cardOperateQuery: operation(catalogue.cardOperateQuery, pageOrders, platform),
  groupApply: operation(catalogue.groupApply, openGroup, platform),
  groupStatus: operation(catalogue.groupStatus, changeGroupStatus, platform),
  groupInfo: operation(catalogue.groupInfo, inquireGroup, platform),
  groupPage: operation(catalogue.groupPage, pageGroups, platform),
  cardPage: operation(catalogue.cardPage, pageCards, platform),
  transactionQuery: operation(catalogue.transactionQuery, inquireTransactions, platform),
  cardholderApply: operation(
    catalogue.cardholderApply,
    (request, call) => applyForHolder(request, call, noImages),
    platform,
  ),
});

/** Calls of B's operations that go through its real Lambdas, or wrong as planned. */
export function operationsDoor(platform: Platform): Line {
  const handlers = handlersOf(platform);
  const names = new Map(Object.entries(catalogue).map(([name, { path }]) => [path, name as OperationName]));
  const calls: OperationName[] = [];
  let plan: Parameters<Line['plan']>[0] = () => undefined;
  let counted = 0;
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
      counted = 0;
    },
    arrive: async () => {
      for (const call of late.splice(0)) await call();
    },
    fetch: async (url, init) => {
      const name = names.get(new URL(String(url)).pathname as `/openapi/${string}`);
      if (!name) throw new Error(`nothing is at ${url}`);
      calls.push(name);
      counted += 1;
      const fault = plan(name, counted);
      if (fault === undefined) return answer(name, url, init);
      if (fault === 'unanswered') await answer(name, url, init);
      if (fault === 'late') late.push(() => answer(name, url, init));
      if (fault === 'lost' || fault === 'unanswered' || fault === 'late') throw new TypeError('fetch failed');
      if (fault === 'HTTP 500') return new Response('', { status: 500 });
      if (fault === '100002')
        return new Response(JSON.stringify(failureResponse(fault, errorCodes[fault], '')));
      return fetchFrom(() => refusing(catalogue[name], fault, platform))(url, init);
    },
  };
}

class Planned extends ContractError {
  readonly code: ErrorCode;
  constructor(code: ErrorCode) {
    super(errorCodes[code]);
    this.code = code;
  }
}

/** An operation that does nothing and answers with the code. */
const refusing = (entry: Operation, code: ErrorCode, platform: Platform): OperationHandler =>
  operation(entry, () => Promise.reject(new Planned(code)), platform);

/** A's side of B's notifications: the real Lambdas, found by the path. */
export function webhooksDoor(platform: Platform) {
  const handlers: Record<string, OperationHandler> = {
    [webhooks.card_operate.path]: webhook(webhooks.card_operate, applyCardOperate, platform),
    [webhooks.card_transaction.path]: webhook(webhooks.card_transaction, applyCardTransaction, platform),
    [webhooks.trade_fee.path]: webhook(webhooks.trade_fee, applyTradeFee, platform),
    [webhooks.card_3ds_otp.path]: webhook(webhooks.card_3ds_otp, passOnOtp, platform),
  };
  return async (path: string, body: string, headers: Readonly<Record<string, string>>) => {
    const handler = handlers[path];
    if (!handler) throw new Error(`nothing is at ${path}`);
    const answer = await invoke(handler, apiEvent(body, { path, headers }));
    return { status: answer.statusCode, body: answer.body };
  };
}
