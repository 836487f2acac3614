import type { Write } from '../../../runtime/store/write.ts';
import { opTypes } from '../../../wire/contract/codes.ts';
import type { groupApply } from '../../../wire/contract/operations/groups.ts';
import type { CheckedRequestOf } from '../../../wire/contract/operations/operation.ts';
import { toMinor } from '../../../wire/money/amount.ts';
import type { MerchantCall } from '../../dependencies.ts';
import { merchantCardAccount } from '../../money/ledger/account.ts';
import { freeze } from '../../money/ledger/posting.ts';
import {
  assertWithinLimits,
  chooseRange,
  rangeAtIssuer,
  readBinRanges,
  ruleFor,
} from '../model/bin-range.ts';
import { type Group, groupItem, groupKey } from '../model/group.ts';
import type { GroupOpeningOrder, Order } from '../model/order.ts';
import { type AcceptedOrder, acceptOrder } from './accept-order.ts';
import { fundingPostings, type OrderKind, releasePostings } from './funding.ts';

type Request = CheckedRequestOf<typeof groupApply>;

/**
 * Accepts the opening of a group and freezes the funding of its pool on the account (contract section 3).
 *
 * @throws ProductNotEnabled when no BIN range matches
 * @throws FeeRuleMissing when the range has no rule for the currency
 * @throws ParameterInvalid when the amount is outside the limits
 */
export function openGroup(request: Request, call: MerchantCall): Promise<AcceptedOrder> {
  return acceptOrder(call, { operation: 'groupApply', kind: groupOpening }, request, async () => {
    const { deps, merchant } = call;
    const { localCurrency: currency, binRangeId } = request;
    const ranges = await readBinRanges(deps.store, merchant.binRangeIds);
    const range = chooseRange(ranges, { binRangeId, cardType: 2, currency });
    const rule = ruleFor(range, currency);
    const amount = toMinor(request.authLimitAmount, currency, 'authLimitAmount');
    assertWithinLimits(amount, rule, 'authLimitAmount');
    return {
      order: {
        opType: opTypes.groupOpening,
        issuer: range.issuer,
        cardType: 2,
        currency,
        amount,
        fee: 0n,
        group: {
          name: request.groupName ?? '',
          binRangeId: range.binRangeId,
          ...rangeAtIssuer(range),
        },
      },
      postings: freeze(merchantCardAccount(merchant.userNo, currency), amount),
    };
  });
}

/** Success creates the group and funds its pool. Failure releases the money on the account. */
export const groupOpening: OrderKind<GroupOpeningOrder> = {
  succeed: (order, { issuerResult }) => ({
    postings: fundingPostings(order),
    writes: [{ kind: 'put', table: 'cards', item: groupItem(newGroup(order, issuerResult?.groupId)) }],
  }),
  fail: (order) => ({ postings: releasePostings(order) }),
};

const newGroup = (
  { groupId, userNo, group, currency, issuer, amount, createdAt }: GroupOpeningOrder,
  issuerGroupId: string | undefined,
): Group => ({
  groupId,
  userNo,
  name: group.name,
  status: 'enabled',
  currency,
  binRangeId: group.binRangeId,
  issuer,
  ...(issuerGroupId !== undefined && { issuerGroupId }),
  funded: amount,
  cardCount: 0,
  createdAt,
});

/**
 * Adds what an order paid into a group's pool, or took out of it, to the group's total. Empty for an order on a card.
 */
export function poolTotalWrites({ groupId }: Pick<Order, 'groupId'>, funded: bigint): Write[] {
  if (groupId === undefined) return [];
  return [{ kind: 'update', table: 'cards', key: groupKey(groupId), add: { funded } }];
}
