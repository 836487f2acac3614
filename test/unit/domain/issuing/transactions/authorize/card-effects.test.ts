import { describe, expect, it } from 'vitest';
import { cardUpdateOf } from '../../../../../../shared/domain/issuing/transactions/authorize/card-effects.ts';
import { facts } from './facts-fixture.ts';

describe('the record of a card', () => {
  it('is unchanged by a decline without a compared CVV2', () => {
    expect(cardUpdateOf(facts(), { approved: false, respCode: '200003' })).toBeUndefined();
  });

  it('counts a wrong CVV2', () => {
    const wrong = { approved: false, respCode: '200005', cvv2: 'mismatch' } as const;
    expect(cardUpdateOf(facts(), wrong)?.set).toMatchObject({ cvv2Failures: 1 });
  });

  it('is a condition of an approval', () => {
    const status = { kind: 'equals', attribute: 'status', value: 'active' };
    expect(cardUpdateOf(facts(), { approved: true, respCode: '000000' })?.when).toContainEqual(status);
  });
});
