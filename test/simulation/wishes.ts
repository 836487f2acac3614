import { exchange } from '../../shared/accounts/exchange.ts';
import { modifyCard } from '../../shared/cards/modify.ts';
import type { CheckedRequestOf, Operation } from '../../shared/contract/operation.ts';
import { accountExchange } from '../../shared/contract/operations/account.ts';
import {
  cardApply,
  cardClose,
  cardRecharge,
  cardRefund,
} from '../../shared/contract/operations/card-orders.ts';
import { cardModify } from '../../shared/contract/operations/cards.ts';
import { groupApply, groupStatus } from '../../shared/contract/operations/groups.ts';
import { readContent } from '../../shared/contract/read-content.ts';
import { changeGroupStatus } from '../../shared/groups/change-status.ts';
import { cancelCard } from '../../shared/orders/kinds/card-cancellation.ts';
import { openCard } from '../../shared/orders/kinds/card-opening.ts';
import { openGroup } from '../../shared/orders/kinds/group-opening.ts';
import { rechargeCard } from '../../shared/orders/kinds/recharge.ts';
import { refundCard } from '../../shared/orders/kinds/refund.ts';
import type { Call } from '../../shared/platform/platform.ts';
import { quoteRate } from '../../shared/rates/quote.ts';
import type { Request } from './plan/deeds.ts';
import { RANGE_BELOW, SCARCE, SHARED_BELOW } from './world.ts';

/** A card or a group that a merchant was told of. */
export interface Subject {
  readonly cardId?: string;
  readonly groupId?: string;
  /** What an exchange is made by. */
  readonly quoteId?: string;
}

/** An operation's request in clear, and the function that its Lambda hands it to once it is checked. */
export interface Asked {
  readonly content: Readonly<Record<string, unknown>>;
  readonly work: (content: object, call: Call) => Promise<object>;
}

/** As the pipeline does: the catalogue's schema, then the domain. */
function asked<Op extends Operation>(
  { request }: Op,
  work: (checked: CheckedRequestOf<Op>, call: Call) => Promise<object>,
  content: Record<string, unknown>,
): Asked {
  return {
    content,
    work: async (given, call) => work(readContent(request, { ...given }) as CheckedRequestOf<Op>, call),
  };
}

const opening = { startDate: '2026-03-01', endDate: '2029-03-01' };

/** The ranges of openings that are not in V1. */
const RANGES: Partial<Record<Request['wish'], string>> = { openCardBelow: RANGE_BELOW, openScarce: SCARCE };

const PAIR = { sellCurrency: 'USD', buyCurrency: 'EUR' };

/** Asks for a quote of the pair that is exchanged. */
export const quoteAsked = (call: Call) => quoteRate(PAIR, call);

/** What a merchant sends for a wish; undefined for one that its subject does not go with. */
export function askedFor({ wish, amount, binRangeId }: Request, subject: Subject): Asked {
  const usd = amount / 100;
  const subjectOf = subject.cardId === undefined ? { channelType: 2, ...subject } : subject;
  switch (wish) {
    case 'openCard':
    case 'openCardBelow':
    case 'openCardOnce':
    case 'openScarce':
      return asked(cardApply, openCard, {
        ...opening,
        localCurrency: 'USD',
        authLimitAmount: usd,
        enableCurrencyCheck: 0,
        enableMultiUse: wish === 'openCardOnce' ? 0 : 1,
        binRangeId: RANGES[wish] ?? 'V1',
      });
    case 'openGroup':
    case 'openGroupBelow':
      return asked(groupApply, openGroup, {
        localCurrency: 'USD',
        authLimitAmount: usd,
        ...(wish === 'openGroupBelow' && { binRangeId: SHARED_BELOW }),
      });
    case 'openSupplementary':
      return asked(cardApply, openCard, {
        ...opening,
        channelType: 2,
        localCurrency: 'USD',
        ...(binRangeId !== undefined && { binRangeId }),
        authLimitAmount: usd,
        ...subject,
      });
    case 'recharge':
      return asked(cardRecharge, rechargeCard, { ...subjectOf, authLimitAmount: usd });
    case 'refund':
      return asked(cardRefund, refundCard, { ...subjectOf, refundAmount: usd });
    case 'close':
      return asked(cardClose, cancelCard, { ...subject });
    case 'freeze':
    case 'enable':
      return asked(cardModify, modifyCard, { ...subject, status: wish === 'freeze' ? 0 : 1 });
    case 'limit':
      return asked(cardModify, modifyCard, { ...subject, authLimitAmount: usd });
    case 'freezeGroup':
    case 'enableGroup':
      return asked(groupStatus, changeGroupStatus, { ...subject, status: wish === 'freezeGroup' ? 0 : 1 });
    case 'exchange':
      return asked(accountExchange, exchange, { ...PAIR, ...subject, sellAmount: usd });
  }
}

/** Something else by the same number; undefined where there is only one way to ask. */
export function otherwise({ content, work }: Asked): Asked | undefined {
  const amount = ['authLimitAmount', 'refundAmount', 'sellAmount'].find((field) => field in content);
  if (amount)
    return { content: { ...content, [amount]: (Math.round(Number(content[amount]) * 100) + 1) / 100 }, work };
  if (!('status' in content)) return undefined;
  const other = 'groupId' in content ? { status: 1 - Number(content['status']) } : { cardAlias: 'other' };
  return { content: { ...content, ...other }, work };
}
