import { describe, expect, it } from 'vitest';
import { cardChange } from '../../../../shared/transactions/authorize/on-card.ts';
import { facts } from './facts.ts';

describe('the record of a card', () => {
  it('is left alone by a decline that compared no verification number', () => {
    expect(cardChange(facts(), { approved: false, respCode: '200003' })).toBeUndefined();
  });

  it('keeps that a wrong number was tried', () => {
    const wrong = { approved: false, respCode: '200005', cvv2: 'wrong' } as const;
    expect(cardChange(facts(), wrong)?.set).toMatchObject({ wrongCvv2: 1 });
  });

  it('is looked at again by an approval', () => {
    const status = { kind: 'equals', attribute: 'status', value: 'active' };
    expect(cardChange(facts(), { approved: true, respCode: '000000' })?.when).toContainEqual(status);
  });
});
