import { describe, expect, it } from 'vitest';
import { wireGroup } from '../../../../../shared/domain/issuing/groups/wire-group.ts';
import type { Group } from '../../../../../shared/domain/issuing/model/group.ts';

const group: Group = {
  groupId: '1',
  userNo: '2',
  name: 'fleet',
  status: 'enabled',
  currency: 'USD',
  binRangeId: 'S1',
  issuer: 'embedded',
  funded: 0n,
  cardCount: 1,
  createdAt: 0,
};
const figures = (funded: bigint, available: bigint) => {
  const balance = { account: 'group/1:card/USD', available, frozen: 0n } as const;
  const { creditLimitAmt, balanceAmt, usedAuthAmt } = wireGroup({ ...group, funded }, balance, '+08:00');
  return [creditLimitAmt, balanceAmt, usedAuthAmt];
};

describe('a group’s figures', () => {
  it.each([
    ['spent in part', 50_000n, 30_000n, [500, 300, 200]],
    ['overdrawn', 50_000n, -1_000n, [500, -10, 510]],
    ['refunded beyond what was spent', 50_000n, 60_000n, [500, 600, 0]],
    ['refunded by a card acceptor, and then to the account in full', -10_000n, 0n, [0, 0, 0]],
    ['refunded to the account and then spent again', -10_000n, -12_000n, [0, -120, 20]],
  ])('fit a pool that was %s', (_, funded, available, received) => {
    expect(figures(funded, available)).toEqual(received);
  });
});
