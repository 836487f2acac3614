import type { MerchantCall } from '../../shared/domain/dependencies.ts';
import { modifyCard } from '../../shared/domain/issuing/cards/modify-card.ts';
import { changeGroupStatus } from '../../shared/domain/issuing/groups/change-group-status.ts';
import { cancelCard } from '../../shared/domain/issuing/orders/card-cancellation.ts';
import { openCard } from '../../shared/domain/issuing/orders/card-opening.ts';
import { openGroup } from '../../shared/domain/issuing/orders/group-opening.ts';
import { rechargeCard } from '../../shared/domain/issuing/orders/recharge.ts';
import { refundCard } from '../../shared/domain/issuing/orders/refund.ts';
import { exchange } from '../../shared/domain/money/exchange/exchange.ts';
import { quoteRate } from '../../shared/domain/money/exchange/quote.ts';
import { accountExchange } from '../../shared/wire/contract/operations/accounts.ts';
import {
  cardApply,
  cardClose,
  cardRecharge,
  cardRefund,
} from '../../shared/wire/contract/operations/card-orders.ts';
import { cardModify } from '../../shared/wire/contract/operations/cards.ts';
import { groupApply, groupStatus } from '../../shared/wire/contract/operations/groups.ts';
import type { CheckedRequestOf, Operation } from '../../shared/wire/contract/operations/operation.ts';
import { parseContent } from '../../shared/wire/contract/parse-content.ts';
import type { Request } from './plan/actions.ts';
import { EXTERNAL_RANGE, EXTERNAL_SHARED_RANGE, SINGLE_NUMBER_RANGE } from './simulated-deployment.ts';

/** The card or group of a request. */
export interface RequestSubject {
  readonly cardId?: string;
  readonly groupId?: string;
  /** The quote of an exchange. */
  readonly quoteId?: string;
}

/** An operation's request in clear text, and the function to which its Lambda passes the parsed request. */
export interface GeneratedRequest {
  readonly content: Readonly<Record<string, unknown>>;
  readonly work: (content: object, call: MerchantCall) => Promise<object>;
}

/** As in the pipeline: the catalogue's schema, then the domain. */
function buildRequest<Op extends Operation>(
  { request }: Op,
  work: (checked: CheckedRequestOf<Op>, call: MerchantCall) => Promise<object>,
  content: Record<string, unknown>,
): GeneratedRequest {
  return {
    content,
    work: async (given, call) => work(parseContent(request, { ...given }) as CheckedRequestOf<Op>, call),
  };
}

const opening = { startDate: '2026-03-01', endDate: '2029-03-01' };

/** BIN ranges of openings outside of V1. */
const RANGES: Partial<Record<Request['intent'], string>> = {
  openExternalCard: EXTERNAL_RANGE,
  openSingleNumber: SINGLE_NUMBER_RANGE,
};

const PAIR = { sellCurrency: 'USD', buyCurrency: 'EUR' };

/** Requests a quote for the pair that is exchanged. */
export const requestQuote = (call: MerchantCall) => quoteRate(PAIR, call);

/** The request that a merchant sends for an intent. */
export function generateRequest(
  { intent, amount, binRangeId }: Request,
  subject: RequestSubject,
): GeneratedRequest {
  const usd = amount / 100;
  const subjectFields = subject.cardId === undefined ? { channelType: 2, ...subject } : subject;
  switch (intent) {
    case 'openCard':
    case 'openExternalCard':
    case 'openCardOnce':
    case 'openSingleNumber':
      return buildRequest(cardApply, openCard, {
        ...opening,
        localCurrency: 'USD',
        authLimitAmount: usd,
        enableCurrencyCheck: 0,
        enableMultiUse: intent === 'openCardOnce' ? 0 : 1,
        binRangeId: RANGES[intent] ?? 'V1',
      });
    case 'openGroup':
    case 'openExternalGroup':
      return buildRequest(groupApply, openGroup, {
        localCurrency: 'USD',
        authLimitAmount: usd,
        ...(intent === 'openExternalGroup' && { binRangeId: EXTERNAL_SHARED_RANGE }),
      });
    case 'openSupplementary':
      return buildRequest(cardApply, openCard, {
        ...opening,
        channelType: 2,
        localCurrency: 'USD',
        ...(binRangeId !== undefined && { binRangeId }),
        authLimitAmount: usd,
        ...subject,
      });
    case 'recharge':
      return buildRequest(cardRecharge, rechargeCard, { ...subjectFields, authLimitAmount: usd });
    case 'refund':
      return buildRequest(cardRefund, refundCard, { ...subjectFields, refundAmount: usd });
    case 'close':
      return buildRequest(cardClose, cancelCard, { ...subject });
    case 'freeze':
    case 'enable':
      return buildRequest(cardModify, modifyCard, { ...subject, status: intent === 'freeze' ? 0 : 1 });
    case 'limit':
      return buildRequest(cardModify, modifyCard, { ...subject, authLimitAmount: usd });
    case 'freezeGroup':
    case 'enableGroup':
      return buildRequest(groupStatus, changeGroupStatus, {
        ...subject,
        status: intent === 'freezeGroup' ? 0 : 1,
      });
    case 'exchange':
      return buildRequest(accountExchange, exchange, { ...PAIR, ...subject, sellAmount: usd });
  }
}

/** Other content for the same number; undefined if the request has only one form. */
export function withOtherContent({ content, work }: GeneratedRequest): GeneratedRequest | undefined {
  const amount = ['authLimitAmount', 'refundAmount', 'sellAmount'].find((field) => field in content);
  if (amount)
    return { content: { ...content, [amount]: (Math.round(Number(content[amount]) * 100) + 1) / 100 }, work };
  if (!('status' in content)) return undefined;
  const other = 'groupId' in content ? { status: 1 - Number(content['status']) } : { cardAlias: 'other' };
  return { content: { ...content, ...other }, work };
}
