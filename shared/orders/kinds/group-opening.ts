import { assertWithinLimits, chooseRange, rangeAtIssuer, readBinRanges, ruleFor } from '../../cards/bin.ts';
import { opTypes } from '../../contract/codes.ts';
import type { CheckedRequestOf } from '../../contract/operation.ts';
import type { groupApply } from '../../contract/operations/groups.ts';
import { type Group, groupItem, groupKey } from '../../groups/group.ts';
import { merchantCardAccount } from '../../ledger/accounts.ts';
import { freeze } from '../../ledger/entry.ts';
import { toMinor } from '../../money/amount.ts';
import type { Call } from '../../platform/platform.ts';
import type { Write } from '../../store/write.ts';
import { acceptOrder, type OrderAnswer } from '../accept.ts';
import type { GroupOpeningOrder, Order } from '../order.ts';
import { fund, type OrderKind, releaseFunding } from './kind.ts';

type Request = CheckedRequestOf<typeof groupApply>;

/** Accepts the opening of a group: what its pool is funded with is frozen on the account (contract section 3). */
export function openGroup(request: Request, call: Call): Promise<OrderAnswer> {
  return acceptOrder(call, 'groupApply', request, async () => {
    const { platform, merchant } = call;
    const { localCurrency: currency, binRangeId } = request;
    const ranges = await readBinRanges(platform.store, merchant.binRangeIds);
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

/** The group is there with its pool funded; otherwise the money is available again. */
export const groupOpening: OrderKind<GroupOpeningOrder> = {
  succeed: (order, { theirs }) => ({
    postings: fund(order),
    writes: [{ kind: 'put', table: 'cards', item: groupItem(groupFor(order, theirs?.groupId)) }],
  }),
  fail: (order) => ({ postings: releaseFunding(order) }),
};

const groupFor = (
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

/** What an order paid into a group's pool or took out of it, kept on the group; nothing for an order on a card. */
export function poolPaidIn({ groupId }: Pick<Order, 'groupId'>, funded: bigint): Write[] {
  if (groupId === undefined) return [];
  return [{ kind: 'update', table: 'cards', key: groupKey(groupId), add: { funded } }];
}
