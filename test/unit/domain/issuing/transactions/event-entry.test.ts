import { describe, expect, it } from 'vitest';
import { newAuthorization } from '../../../../../shared/domain/issuing/model/authorization.ts';
import { eventEntryOf } from '../../../../../shared/domain/issuing/transactions/event-entry.ts';
import { expiryEvent } from '../../../../../shared/domain/issuing/transactions/expiry-event.ts';
import type { TransactionToPost } from '../../../../../shared/domain/issuing/transactions/transaction-to-post.ts';
import { cardAccount, merchantCardAccount } from '../../../../../shared/domain/money/ledger/account.ts';
import { WriteConflict } from '../../../../../shared/runtime/idempotency/execute-once.ts';
import { transaction } from '../../../../support/fixtures/transactions.ts';
import { CARD, eventOf, SOURCE } from './transaction-replay-fixture.ts';

const [ON_CARD, ON_ACCOUNT] = [cardAccount(CARD.cardId, 'USD'), merchantCardAccount(CARD.userNo, 'USD')];
const HELD = newAuthorization({ source: SOURCE, root: '5', cardId: CARD.cardId, currency: 'USD' });
const match = { recordNo: '77', renumbered: [], root: '5', links: [], authorization: HELD };
const purchase = eventOf(transaction(CARD.cardId, { recordNo: '5' }));
const expiry = expiryEvent(HELD, 4_000n, '8', { now: 0, utcOffset: '+08:00' });

const entryOf = (booking: Partial<TransactionToPost>, held = 4_000n, spent = 300n) =>
  eventEntryOf({ card: CARD, event: purchase, match, correlationId: 'test', ...booking }, { held, spent }, 7);

describe('the entry of an event', () => {
  it('holds and takes money of the card', () => {
    expect(entryOf({})?.entry).toEqual({
      cause: 'transaction/77/1',
      at: 7,
      postings: [
        { account: ON_CARD, side: 'frozen', amount: 4_000n },
        { account: ON_CARD, side: 'available', amount: -4_300n },
        { account: 'platform:network/USD', side: 'available', amount: 300n },
      ],
      details: { recordNo: '77' },
    });
  });

  it('does not exist where nothing moves', () => {
    expect(entryOf({}, 0n, 0n)).toBeUndefined();
  });

  it('has the cause of the hold at its first expiry, and of the event at a later one', () => {
    const first = entryOf({ event: expiry }, -4_000n, 0n);
    expect(first?.entry).toMatchObject({
      cause: `hold/${SOURCE}/${CARD.cardId}/5/expired`,
      details: { recordNo: '77', remark: 'authorization expired' },
    });
    const authorization = { ...HELD, expired: true };
    const second = entryOf({ event: expiry, match: { ...match, authorization } }, -4_000n, 0n);
    expect(second?.entry.cause).toBe('transaction/77/1');
  });
});

describe('the balance of a card', () => {
  it('must still be open, where it was', () => {
    const found = entryOf({});
    expect(found?.others).toEqual([]);
    expect(found?.payer).toMatchObject({
      account: ON_CARD,
      when: [{ kind: 'absent', attribute: 'closed' }],
    });
    expect(found?.payer.onConflict({ closed: true })).toBeInstanceOf(WriteConflict);
    for (const current of [{}, undefined]) expect(found?.payer.onConflict(current)).toBeUndefined();
  });

  it('must still be closed, where the account pays for it', () => {
    const found = entryOf({ closed: true });
    expect(found?.entry.postings).toContainEqual({
      account: ON_ACCOUNT,
      side: 'available',
      amount: -4_300n,
    });
    expect(found?.payer).toMatchObject({ account: ON_ACCOUNT });
    expect(found?.payer.onConflict({})).toBeUndefined();
    expect(found?.others).toMatchObject([
      { account: ON_CARD, when: [{ kind: 'equals', attribute: 'closed', value: true }] },
    ]);
    expect(found?.others[0]?.onConflict({})).toBeInstanceOf(WriteConflict);
    expect(found?.others[0]?.onConflict({ closed: true })).toBeUndefined();
  });
});
