import { describe, expect, it } from 'vitest';
import type { Dependencies } from '../../../../../shared/domain/dependencies.ts';
import {
  type Authorization,
  applyEvent,
  newAuthorization,
} from '../../../../../shared/domain/issuing/model/authorization.ts';
import { transactionWrites } from '../../../../../shared/domain/issuing/transactions/post-transaction.ts';
import type { TransactionToPost } from '../../../../../shared/domain/issuing/transactions/transaction-to-post.ts';
import type { Write } from '../../../../../shared/runtime/store/write.ts';
import { type ReceivedTransaction, transaction } from '../../../../support/fixtures/transactions.ts';
import { CARD, eventOf, SOURCE } from './transaction-replay-fixture.ts';

const [NOW, HOLD_MS, TRAVEL_MS] = [1_000, 7_000, 9_000];
const deps = { now: () => NOW, holdMs: HOLD_MS, travelHoldMs: TRAVEL_MS } as Dependencies;

const authorization = transaction(CARD.cardId);
const about = (changes: Partial<ReceivedTransaction>) =>
  transaction(CARD.cardId, { originRecordNo: authorization.recordNo, ...changes });
const NEW = newAuthorization({
  source: SOURCE,
  root: authorization.recordNo,
  cardId: CARD.cardId,
  currency: 'USD',
});
const HELD = applyEvent(NEW, eventOf(authorization));

const writesOf = (
  content: ReceivedTransaction,
  booking: Partial<TransactionToPost> = {},
  stored?: Authorization,
) =>
  transactionWrites(deps, {
    card: CARD,
    event: eventOf(content),
    match: {
      recordNo: content.recordNo,
      renumbered: [],
      root: authorization.recordNo,
      links: [],
      ...(stored && { authorization: stored }),
    },
    correlationId: 'test',
    ...booking,
  });
/** Returns the write of the authorization that is stored like this. */
const authorizationWrite = (
  content: ReceivedTransaction,
  stored?: Authorization,
  booking: Partial<TransactionToPost> = {},
) => writesOf(content, booking, stored).find((write) => keyOf(write).startsWith('authorization/'));
const keyOf = (write: Write) => String(write.kind === 'put' ? write.item['pk'] : write.key.pk);

describe('a hold is due', () => {
  it('once its time has passed', () => {
    expect(authorizationWrite(authorization)).toMatchObject({ kind: 'put', item: { dueAt: NOW + HOLD_MS } });
  });

  it.each(['3000', '3351', '3501', '3999', '4411', '4511', '7011', '7512', '7513', '7519'])(
    'later at a merchant of category %s, which clears weeks after it authorizes',
    (merchantCategoryCode) => {
      const write = authorizationWrite({ ...authorization, merchantCategoryCode });
      expect(write).toMatchObject({ item: { dueAt: NOW + TRAVEL_MS } });
    },
  );

  it.each(['2999', '4000', '4410', '4512', '7010', '7012', '7511', '7514', '7518', '7520'])(
    'at the usual time at a merchant of category %s',
    (merchantCategoryCode) => {
      const write = authorizationWrite({ ...authorization, merchantCategoryCode });
      expect(write).toMatchObject({ item: { dueAt: NOW + HOLD_MS } });
    },
  );

  it('from its beginning, even if a part of it was reversed before', () => {
    const reversal = eventOf(about({ transType: '2', localCurrencyAmt: '15' }));
    const reversed = applyEvent(NEW, reversal);
    expect(authorizationWrite(authorization, reversed)).toMatchObject({
      kind: 'update',
      set: { dueAt: NOW + HOLD_MS },
      remove: [],
    });
  });

  it('no later because of follow-ups', () => {
    const write = authorizationWrite(about({ transCategory: 2, localCurrencyAmt: '15' }), HELD);
    expect(write).toMatchObject({ kind: 'update', set: { cleared: 1_500n, version: 2 }, remove: [] });
    expect(write).not.toHaveProperty('set.dueAt');
  });

  it('never, once nothing is held', () => {
    const write = authorizationWrite({ ...authorization, transCategory: 2 }, HELD);
    expect(write).toMatchObject({ remove: ['dueShard', 'dueAt', 'releaseFailure'] });
  });

  it('never, where an external issuer releases it', () => {
    const write = authorizationWrite(authorization, undefined, { card: { ...CARD, issuer: 'upstream' } });
    expect(write).toMatchObject({ kind: 'put', item: { authorized: 4_000n } });
    expect(write).not.toHaveProperty('item.dueAt');
  });
});

it('a card is not written where none of it is used', () => {
  const declined = { ...authorization, transStatus: '2' as const };
  const tablesOf = (content: ReceivedTransaction) => writesOf(content).map(({ table }) => table);
  expect(tablesOf(declined)).toEqual(['transactions', 'transactions', 'notifications']);
  expect(tablesOf(authorization)).toContain('cards');
});
