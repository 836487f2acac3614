import { expect, it } from 'vitest';
import {
  type DecidedAuthorization,
  declineOf,
} from '../../../../../../shared/domain/issuing/transactions/authorize/decision-event.ts';
import { facts } from './facts-fixture.ts';

const declined = (limit?: bigint) =>
  declineOf({
    facts: facts({ card: { usedAmount: 700n, ...(limit !== undefined && { limit }) } }),
    decision: { respCode: '200007', approved: false, failedCheck: 'card limit' },
  } as DecidedAuthorization);

it('a declined purchase is recorded with its failed check, the available money and the limit where there is one', () => {
  const figures = { check: 'card limit', amount: 2_000n, available: 10_000n, used: 700n };
  expect(declined()).toEqual(figures);
  expect(declined(1_500n)).toEqual({ ...figures, limit: 1_500n });
  const approved = { facts: facts(), decision: { respCode: '000000', approved: true } };
  expect(declineOf(approved as DecidedAuthorization)).toBeUndefined();
});
