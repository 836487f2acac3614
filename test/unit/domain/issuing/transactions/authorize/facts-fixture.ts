import type { Card } from '../../../../../../shared/domain/issuing/model/card.ts';
import type { Facts } from '../../../../../../shared/domain/issuing/transactions/authorize/decide.ts';

/** 2026-03-01 10:00:00 in the platform's zone. */
export const NOW = Date.UTC(2026, 2, 1, 2);

const card: Card = {
  cardId: '1150000000000001',
  userNo: '100001',
  status: 'active',
  binRangeId: 'V1',
  issuer: 'embedded',
  cardType: 1,
  cardForm: 1,
  currency: 'USD',
  maskedNumber: '499900******1234',
  expiry: '2029-03',
  alias: '',
  label: '',
  startDate: '2026-03-01',
  endDate: '2027-03-01',
  multiUse: true,
  currencyCheck: true,
  minAmount: 1_000n,
  maxAmount: 50_000n,
  usedAmount: 0n,
  ordinal: 1,
  createdAt: NOW,
};

/** Returns the facts of an approved purchase of 20.00 USD with the given changes. */
export function facts(changes: Partial<Omit<Facts, 'card'>> & { card?: Partial<Facts['card']> } = {}): Facts {
  return {
    secrets: { cvv2: '123', expiry: '2029-03' },
    merchantEnabled: true,
    groupEnabled: true,
    available: 10_000n,
    presented: { expiry: '2029-03', cvv2: '123' },
    transCurrency: 'USD',
    amount: 2_000n,
    requestsMoney: true,
    now: NOW,
    today: '2026-03-01',
    ...changes,
    card: { ...card, ...changes.card },
  };
}
